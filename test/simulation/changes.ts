/** What a person might say of equipment and rooms: any of the register's verbs, mostly one that makes sense on what the screen shows. */
import type { AssetId, RoomId, SiteId } from '#domain/ids.ts';
import type { RegisterCommand, RegisterVerb } from '#domain/register/commands.ts';
import { decideRegister } from '#domain/register/decide.ts';
import { factsOf } from '#domain/register/lay.ts';
import { makeCode } from '#domain/sticker.ts';
import { actorOf, type View } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import { ASSETS, fixedId, PEOPLE, ROOMS, SITES } from './people.ts';
import { dice } from './taps.ts';

/** Stickers that were printed and are on nothing yet: two of the first school, one of the second, one that anybody may use. */
export const BLANKS = [0, 1, 2, 3].map((n) => ({
  code: makeCode(Uint8Array.from([n, 1, 2, 3, 4, 5, 6])),
  siteId: [SITES[0], SITES[0], SITES[1], null][n] ?? null,
}));

const VERBS = [
  ...['bind_sticker', 'bind_sticker', 'bind_sticker', 'bind_sticker', 'replace_sticker', 'revoke_sticker'],
  ...['move_asset', 'move_asset', 'amend_asset', 'amend_asset', 'amend_asset'],
  ...['add_asset', 'replace_part', 'decide_asset', 'begin_round', 'count', 'count', 'count', 'uncount', 'end_round', 'set_presence'],
] as RegisterVerb[];

export interface Changing {
  readonly seed: number;
  /** Makes texts and ids of this tap its own. */
  readonly mark: number;
  readonly view: View;
  readonly me: Me;
}

/** A change that the screen would offer, if some attempts find one; now and then one that it would not. */
export function changeFor(t: Changing): RegisterCommand {
  const roll = dice(t.seed);
  let command = drawn(t, roll);
  for (let attempt = 0; attempt < 6; attempt += 1) {
    if (roll(6) === 0 || decideRegister(factsOf(t.view), command, actorOf(t.me), 0).ok) break;
    command = drawn(t, roll);
  }
  return command;
}

function drawn({ mark, view }: Changing, roll: (sides: number) => number): RegisterCommand {
  const pick = <T>(list: readonly T[]): T | undefined => list[roll(Math.max(1, list.length))];
  const site: SiteId = roll(12) === 0 ? SITES[1] : SITES[0];
  const shown = [...view.assets.values()].filter((a) => a.site === SITES[0]);
  // Often the first one: several people must meet on one thing.
  const asset = ((roll(2) === 0 ? shown[0] : pick(shown))?.id ?? pick(ASSETS) ?? ASSETS[0]) as AssetId;
  const here = view.assets.get(asset);
  const room = (roll(8) === 0 ? ROOMS[1] : (pick([...view.rooms.values()].filter((r) => r.site === SITES[0]))?.id ?? ROOMS[0])) as RoomId;
  const code = pick(BLANKS)?.code ?? BLANKS[0]?.code;
  if (code === undefined) throw new Error('no stickers');
  const words = `mot ${mark}`;
  const plain = { v: 1, site } as const;
  const tour = { ...plain, room, round: view.rooms.get(room)?.round?.id ?? fixedId<string>(7, 50_000 + mark) };
  switch (pick(VERBS) ?? 'count') {
    case 'bind_sticker':
      return { ...plain, type: 'bind_sticker', code, on: roll(4) === 0 ? { kind: 'room', id: room } : { kind: 'asset', id: asset } };
    case 'replace_sticker':
      return { ...plain, type: 'replace_sticker', code: here?.codes[0] ?? code, by: code };
    case 'revoke_sticker':
      return { ...plain, type: 'revoke_sticker', code: here?.codes[0] ?? code, reason: 'torn' };
    case 'move_asset':
      return { ...plain, type: 'move_asset', asset, from: here?.room ?? null, room: roll(3) === 0 ? null : room };
    case 'amend_asset':
      return { ...plain, type: 'amend_asset', asset, from: { model: here?.model ?? null }, to: { model: words } };
    case 'add_asset':
      return {
        ...plain,
        type: 'add_asset',
        // An id that exists already: a collision, or a phone that says it again.
        asset: roll(10) === 0 ? asset : fixedId<AssetId>(3, 50_000 + mark),
        room: roll(2) === 0 ? room : null,
        kind: 'tablet',
        maker: null,
        model: words,
        serial: roll(3) === 0 ? 'SN 1' : null,
        inventory: null,
        name: null,
        code: roll(3) === 0 ? code : null,
      };
    case 'replace_part':
      return { ...plain, type: 'replace_part', asset, part: 'lampe', text: words, ticket: null };
    case 'decide_asset':
      return { ...plain, type: 'decide_asset', asset, choice: 'replace', year: 2027, text: words };
    case 'begin_round':
      return { ...tour, type: 'begin_round' };
    case 'count':
      return roll(5) === 0
        ? { ...tour, type: 'count', key: words, asset: null, how: 'unknown', note: '', hash: null }
        : { ...tour, type: 'count', key: asset, asset, how: here?.room === room ? 'found' : roll(2) === 0 ? 'moved' : 'left', note: '', hash: null };
    case 'uncount':
      return { ...tour, type: 'uncount', key: pick(view.rooms.get(room)?.round?.counts ?? [])?.key ?? asset };
    case 'end_round':
      return { ...tour, type: 'end_round' };
    case 'set_presence':
      return {
        ...plain,
        type: 'set_presence',
        everywhere: roll(3) === 0,
        away: roll(3) === 0 ? null : { until: null, deputy: pick(PEOPLE)?.id ?? null },
      };
  }
}
