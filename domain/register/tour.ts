import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import type { AssetId, Instant, PersonId, RoomId } from '#domain/ids.ts';
import { type AssetState, type Count, ROUND_LASTS, type Round } from './thing.ts';

interface Known {
  readonly rooms: ReadonlyMap<string, RoomDocument>;
  readonly assets: ReadonlyMap<string, AssetDocument>;
}

/** Where a tour of a room stands, from what this device holds and what waits on it; nothing of it is in a screen's memory. */
export interface Tour {
  /** null: nobody has begun one, or the last one is over. */
  readonly round: Round | null;
  /** Not seen yet, of what is to be there. */
  readonly missing: readonly AssetDocument[];
  readonly found: readonly Count[];
  /** Was elsewhere, and is here now. */
  readonly moved: readonly Count[];
  /** Is of another room, and here on a visit. */
  readonly left: readonly Count[];
  readonly unknown: readonly Count[];
  /** What else was written or photographed of these. */
  readonly remarks: readonly Count[];
  /** How many are to be there. */
  readonly expected: number;
}

/** Is something in this state to be found in its room? What is in repair is away; if it is there after all, it counts as found. */
export function isExpected(state: AssetState): boolean {
  return state === 'in_service' || state === 'in_stock';
}

/** @param now a tour that nobody ended is over after a while */
export function tourOf(known: Known, room: RoomId, now: Instant): Tour {
  const latest = known.rooms.get(room)?.round ?? null;
  const goesOn = latest !== null && latest.endedAt === null && now < latest.startedAt + ROUND_LASTS;
  return standing(known, room, goesOn ? latest : null);
}

/** What the last tour came to; null: there was none, or it goes on. */
export function pastTour(known: Known, room: RoomId): (Tour & { readonly round: Round }) | null {
  const latest = known.rooms.get(room)?.round ?? null;
  return latest === null || latest.endedAt === null ? null : { ...standing(known, room, latest), round: latest };
}

function standing({ assets }: Known, room: RoomId, round: Round | null): Tour {
  const of = (how: Count['how']) => round?.counts.filter((c) => c.how === how) ?? [];
  const counted = new Set(round?.counts.flatMap((c) => (c.how === 'remark' ? [] : (c.asset ?? []))));
  const missing = [...assets.values()].filter((a) => a.room === room && isExpected(a.state) && !counted.has(a.id));
  const found = of('found');
  return {
    round,
    missing,
    found,
    moved: of('moved'),
    left: of('left'),
    unknown: of('unknown'),
    remarks: of('remark'),
    expected: missing.length + found.length,
  };
}

/** What one person may take back, the last one first. */
export function undoable({ round }: Tour, person: PersonId): readonly Count[] {
  return round === null ? [] : round.counts.filter((c) => c.by === person).reverse();
}

/** Who else walks along. */
export function companions({ round }: Tour, person: PersonId): readonly PersonId[] {
  return [...new Set(round?.counts.map((c) => c.by))].filter((by) => by !== person);
}

/** What a label says of a thing of this phone, as app/_asset/find.ts reads it. */
export type Label =
  | { readonly kind: 'asset'; readonly asset: AssetDocument }
  | { readonly kind: 'room'; readonly room: RoomDocument }
  /** `key`: what the label said. */
  | { readonly kind: 'several'; readonly assets: readonly AssetDocument[]; readonly key: string }
  | { readonly kind: 'unknown' | 'nothing' | 'foreign'; readonly key: string }
  | { readonly kind: 'unreadable' };

/** What follows from a label that was read on the tour of a room. */
export type Step =
  /** `how`: it is to be here, or comes from elsewhere. */
  | { readonly kind: 'count'; readonly key: string; readonly asset: AssetDocument | null; readonly how: 'found' | 'moved' | 'unknown' }
  /** It is on the list already. */
  | { readonly kind: 'repeat'; readonly count: Count }
  | { readonly kind: 'here' }
  | { readonly kind: 'other-room'; readonly room: RoomDocument }
  /** Several things bear this number, and more than one of them may be meant. */
  | { readonly kind: 'which'; readonly assets: readonly AssetDocument[] }
  | { readonly kind: 'unreadable' };

/** The longest text of a label that is kept (domain/register/commands.ts). */
const LABEL_MAX = 300;

/** What to do with a label, at once and without asking: whatever is done can be taken back. */
export function stepOf(tour: Tour, room: Pick<RoomDocument, 'id' | 'site'>, label: Label): Step {
  switch (label.kind) {
    case 'unreadable':
      return { kind: 'unreadable' };
    case 'room':
      return label.room.id === room.id ? { kind: 'here' } : { kind: 'other-room', room: label.room };
    case 'several': {
      // What is of another school is not one of those to choose from: it cannot be moved here.
      const ours = label.assets.filter((a) => a.site === room.site);
      const here = ours.filter((a) => a.room === room.id);
      const meant = here.length > 0 ? here : ours;
      const [only] = meant;
      if (only === undefined) return unknown(tour, label.key);
      return meant.length === 1 ? counting(tour, room, only) : { kind: 'which', assets: meant };
    }
    case 'asset':
      return counting(tour, room, label.asset);
    default:
      return unknown(tour, label.key);
  }
}

/** What follows from one thing that is meant, by its label or by hand. */
export function counting(tour: Tour, room: Pick<RoomDocument, 'id' | 'site'>, asset: AssetDocument): Step {
  // A thing of another school that this phone holds too is not moved between schools by a scan: it is kept as something to look into.
  if (asset.site !== room.site) {
    return unknown(tour, asset.codes[0] ?? asset.inventory ?? asset.serial ?? asset.id);
  }
  return counted(tour, asset.id) ?? { kind: 'count', key: asset.id, asset, how: asset.room === room.id ? 'found' : 'moved' };
}

function unknown(tour: Tour, label: string): Step {
  const key = label.trim().slice(0, LABEL_MAX);
  if (key === '') return { kind: 'unreadable' };
  return counted(tour, key) ?? { kind: 'count', key, asset: null, how: 'unknown' };
}

function counted({ round }: Tour, key: string): Step | null {
  const count = round?.counts.find((c) => c.key === key);
  return count === undefined ? null : { kind: 'repeat', count };
}

/** Ids of what was to be in a room when its tour ended, and was not seen. @param expected as it was kept at the end */
export function missingOf(expected: readonly AssetId[], counts: readonly Pick<Count, 'asset'>[]): AssetId[] {
  const seen = new Set(counts.map((c) => c.asset));
  return expected.filter((id) => !seen.has(id));
}
