'use client';
import { useCallback } from 'react';
import { useField } from '#app/_field/field.tsx';
import { type Act, useAct } from '#app/_field/useAct.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import type { Picture } from '#sync/port.ts';

/** A tap about equipment or a room: kept, then said. */
export function useChange(): {
  readonly change: (command: RegisterCommand, options?: { readonly photos?: readonly Picture[]; readonly said?: string }) => Promise<boolean>;
  readonly problem: Act['problem'];
} {
  const { words: w } = useField();
  const { act, problem } = useAct();
  const change = useCallback(
    (command: RegisterCommand, { photos = [], said }: { readonly photos?: readonly Picture[]; readonly said?: string } = {}) =>
      act(command, { photos, said: said ?? w.acts.verb[command.type].done }),
    [act, w],
  );
  return { change, problem };
}
