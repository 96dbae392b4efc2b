import type { StickerCode } from '#domain/ids.ts';
import type { Refused } from '#domain/outbox.ts';
import { parseRegister } from '#domain/register/commands.ts';
import { subjectsIn } from '#domain/register/lay.ts';
import type { View } from '#domain/view.ts';

type Known = Pick<View, 'rooms' | 'assets' | 'laid'>;

/** What of the outbox is about this equipment or room, oldest first. */
export function waitingOf<E extends { readonly seq: number }>(outbox: readonly E[], { laid }: Known, id: string): E[] {
  const seqs = new Set(laid?.get(id)?.pending);
  return seqs.size === 0 ? [] : outbox.filter((e) => seqs.has(e.seq));
}

const NOTHING: ReadonlyMap<string, readonly Refused[]> = new Map();
const known = new WeakMap<readonly Refused[], { readonly view: Known; readonly by: ReadonlyMap<string, readonly Refused[]> }>();

/** What was refused about it; what hangs on another refusal is one with that, as in the outbox. */
export function refusedOf(refused: readonly Refused[], view: Known, id: string): readonly Refused[] {
  return refused.length === 0 ? [] : (byThing(refused, view).get(id) ?? []);
}

/** Read once for all the rows of a list. */
function byThing(refused: readonly Refused[], view: Known): ReadonlyMap<string, readonly Refused[]> {
  if (refused.length === 0) return NOTHING;
  const before = known.get(refused);
  if (before?.view.assets === view.assets && before.view.rooms === view.rooms) return before.by;
  const by = new Map<string, Refused[]>();
  for (const one of refused) {
    const command = one.because === null ? parseRegister(one.command) : null;
    for (const id of command === null ? [] : subjectsIn(view, command)) by.set(id, [...(by.get(id) ?? []), one]);
  }
  known.set(refused, { view, by });
  return by;
}

/** The stickers that a command names. */
export function codesIn(raw: unknown): readonly StickerCode[] {
  const command = parseRegister(raw);
  if (command === null || !('code' in command) || command.code === null) return [];
  return 'by' in command ? [command.code, command.by] : [command.code];
}
