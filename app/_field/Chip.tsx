'use client';
import { SyncChip } from '#app/_ui/SyncChip.tsx';
import { useField } from './field.tsx';
import { chipOf } from './standing.ts';

/** The state of the outbox, and the way to it: on every screen. */
export function Chip() {
  const field = useField();
  const { state, label } = chipOf(field);
  return <SyncChip href="/outbox" state={state} label={label} />;
}
