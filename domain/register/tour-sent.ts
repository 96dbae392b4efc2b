import type { AssetDocument } from '#domain/documents.ts';
import type { AssetId, Instant, RoomId } from '#domain/ids.ts';
import type { Refused } from '#domain/outbox.ts';
import { parseCode } from '#domain/sticker.ts';
import { parseRegister, type RegisterCommand, type RegisterCommandOf } from './commands.ts';
import type { Amendable, Count, Round } from './thing.ts';
import type { Tour } from './tour.ts';

type Assets = ReadonlyMap<string, AssetDocument>;

/**
 * What is said when an unknown label becomes equipment. The unknown one leaves the list last: whatever stops in between, something of it
 * stands there, and where the server refuses the equipment, its line stays. Said again after a full disk, the same equipment is amended, and not added twice.
 */
export function adding(assets: Assets, thing: RegisterCommandOf<'add_asset'>, unknown: Count, round: string): RegisterCommand[] {
  const { site, room, asset } = thing;
  const code = parseCode(unknown.key);
  const first = firstOf(assets.get(asset), thing);
  // Apart, so that a label that turns out to be another's does not take the equipment with it.
  const bind: RegisterCommand[] = code === null ? [] : [{ type: 'bind_sticker', v: 1, site, code, on: { kind: 'asset', id: asset } }];
  if (room === null) return [...first, ...bind];
  const here = { v: 1, site, room, round } as const;
  const note = unknown.key.slice(0, 200);
  return [
    ...first,
    ...bind,
    { type: 'count', ...here, key: asset, asset, how: 'found', note, hash: null },
    { type: 'uncount', ...here, key: unknown.key, of: unknown.by, asset },
  ];
}

function firstOf(known: AssetDocument | undefined, thing: RegisterCommandOf<'add_asset'>): RegisterCommand[] {
  if (known === undefined) return [thing];
  const { maker, model, serial, inventory, asset, site } = thing;
  const typed: Partial<Amendable> = { type: thing.kind, maker, model, serial, inventory };
  const fields = (Object.keys(typed) as ('type' | 'maker' | 'model' | 'serial' | 'inventory')[]).filter((f) => typed[f] !== known[f]);
  if (fields.length === 0) return [];
  const of = (values: Partial<Amendable>) => Object.fromEntries(fields.map((f) => [f, values[f]]));
  return [{ type: 'amend_asset', v: 1, site, asset, from: of(known), to: of(typed) }];
}

/** What somebody typed of an unknown label and the server refused: to be tried again with its words, in place of the old one. */
export function refusedAdd(
  refused: readonly Refused[],
  room: RoomId,
  key: string,
): { readonly refused: Refused; readonly thing: RegisterCommandOf<'add_asset'> } | null {
  for (const one of refused) {
    const last = one.because === null ? null : parseRegister(one.command);
    if (last?.type !== 'uncount' || last.room !== room || last.key !== key) continue;
    const cause = refused.find((r) => r.origin === one.origin && r.seq === one.because);
    const thing = cause === undefined ? null : parseRegister(cause.command);
    if (cause !== undefined && thing?.type === 'add_asset') return { refused: cause, thing };
  }
  return null;
}

/**
 * Those commands that belong to a tour: its own, whatever round the phone thought it was, and what was added to the room or labelled there
 * while it went on.
 */
export function ofTour<E extends { readonly at: Instant; readonly command: unknown }>(
  entries: readonly E[],
  assets: Assets,
  room: RoomId,
  { id, startedAt, endedAt }: { readonly id: string | null } & Pick<Round, 'startedAt' | 'endedAt'>,
): E[] {
  return entries.filter(({ at, command: raw }) => {
    const command = parseRegister(raw);
    const isThen = at >= startedAt && (endedAt === null || at <= endedAt);
    switch (command?.type) {
      case 'begin_round':
      case 'count':
      case 'uncount':
      case 'end_round':
        return command.room === room && (isThen || command.round === id);
      case 'add_asset':
        return command.room === room && isThen;
      case 'bind_sticker':
        return command.on.kind === 'asset' && assets.get(command.on.id as AssetId)?.room === room && isThen;
      default:
        return false;
    }
  });
}

/**
 * What the camera counted and need not be remembered any longer: the list has it, or it was refused and may be scanned again.
 * @param sent by key the seq of its command; null: not on the disk yet
 */
export function answered(sent: ReadonlyMap<string, number | null>, { round }: Tour, refused: readonly { readonly seq: number }[]): string[] {
  const counts = new Set(round?.counts.map((c) => c.key));
  const seqs = new Set(refused.map((r) => r.seq));
  return [...sent].flatMap(([key, seq]) => (counts.has(key) || (seq !== null && seqs.has(seq)) ? [key] : []));
}
