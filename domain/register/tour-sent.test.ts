import { expect, test } from 'vitest';
import type { Actor } from '#domain/actor.ts';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import { type AssetId, type PersonId, type RoomId, type SiteId, uuidv7 } from '#domain/ids.ts';
import type { Refused } from '#domain/outbox.ts';
import { makeCode } from '#domain/sticker.ts';
import type { RegisterCommand, RegisterCommandOf } from './commands.ts';
import { decideRegister } from './decide.ts';
import { factsOf } from './lay.ts';
import type { Count } from './thing.ts';
import { tourOf } from './tour.ts';
import { adding, answered, ofTour, refusedAdd } from './tour-sent.ts';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const id = <T extends string>(n: number) =>
  uuidv7(
    NOW,
    Uint8Array.from({ length: 10 }, () => n),
  ) as T;
const [SITE, HERE, THERE, ASSET] = [id<SiteId>(1), id<RoomId>(2), id<RoomId>(3), id<AssetId>(4)];
const [ROUND, OTHER] = [id(5), id(6)];
const MINA = id<PersonId>(7);

const unknown = (key: string): Count => ({
  ...{ key, asset: null, how: 'unknown', label: key, note: '', photo: null, from: null, at: NOW, by: MINA },
});
const thing: RegisterCommandOf<'add_asset'> = {
  ...{ type: 'add_asset', v: 1, site: SITE, asset: ASSET, room: HERE, kind: 'tablet' },
  ...{ maker: 'Samsung', model: null, serial: 'R52', inventory: null, name: null, code: null },
};
const held = (more: Partial<AssetDocument>) =>
  ({ kind: 'asset', id: ASSET, site: SITE, room: HERE, type: 'tablet', state: 'in_service', codes: [], ...more }) as unknown as AssetDocument;
const assets = (...all: AssetDocument[]) => new Map(all.map((a) => [a.id as string, a]));

test('an unknown label becomes equipment: the thing, its label, its count, and only then it leaves the list', () => {
  const code = makeCode(Uint8Array.of(3, 1, 4, 1, 5, 9, 2));
  const said = adding(assets(), thing, unknown(code), ROUND);
  expect(said.map((c) => c.type)).toEqual(['add_asset', 'bind_sticker', 'count', 'uncount']);
  expect(said[2]).toMatchObject({ key: ASSET, asset: ASSET, how: 'found', note: code, round: ROUND });
  expect(said[3]).toMatchObject({ key: code, round: ROUND, of: MINA, asset: ASSET });
  expect(adding(assets(), thing, unknown('Serial number = 42'), ROUND).map((c) => c.type)).toEqual(['add_asset', 'count', 'uncount']);
});

test('tried again after a full disk: the same equipment, with what was typed since', () => {
  const kept = held({ maker: 'Samsung', model: null, serial: 'R52', inventory: null });
  expect(adding(assets(kept), thing, unknown('x'), ROUND).map((c) => c.type)).toEqual(['count', 'uncount']);
  const [first, ...others] = adding(assets(kept), { ...thing, serial: 'R53', model: 'Tab' }, unknown('x'), ROUND);
  expect(first).toEqual({
    ...{ type: 'amend_asset', v: 1, site: SITE, asset: ASSET },
    ...{ from: { serial: 'R52', model: null }, to: { serial: 'R53', model: 'Tab' } },
  });
  expect(others.map((c) => c.type)).toEqual(['count', 'uncount']);
});

test('a number that the register has is refused before anything is said', () => {
  const other = held({ id: id<AssetId>(9), serial: 'r-52', inventory: null });
  const room = { kind: 'room', id: HERE, site: SITE, codes: [] } as unknown as RoomDocument;
  const register = { sites: new Map(), rooms: new Map([[HERE as string, room]]), assets: assets(other) };
  const [first] = adding(register.assets, thing, unknown('x'), ROUND);
  const mina = { person: MINA, memberships: [{ role: 'technician', site: SITE }], teams: [], vip: false } as unknown as Actor;
  const decide = (command: RegisterCommand) => decideRegister(factsOf(register), command, mina, NOW);
  expect(first !== undefined && decide(first)).toEqual({ ok: false, refusal: { code: 'rule', rule: 'number-taken' } });
  expect(decide({ ...thing, serial: 'R53' }).ok).toBe(true);
});

test('what belongs to a tour: under another round’s id too, and what was added or labelled meanwhile; nothing of another room or day', () => {
  const here = { v: 1, site: SITE, room: HERE, round: ROUND } as const;
  const count = { type: 'count', ...here, key: 'k', asset: null, how: 'unknown', note: '', hash: null };
  const bind = { type: 'bind_sticker', v: 1, site: SITE, code: makeCode(Uint8Array.of(1, 2, 3, 4, 5, 6, 7)), on: { kind: 'asset', id: ASSET } };
  const entries = [
    { at: NOW, command: count },
    { at: NOW, command: { ...count, round: OTHER } },
    { at: NOW - 9, command: count },
    { at: NOW, command: thing },
    { at: NOW, command: bind },
    { at: NOW - 9, command: { ...count, round: OTHER } },
    { at: NOW - 9, command: thing },
    { at: NOW, command: { ...count, room: THERE } },
    { at: NOW, command: { ...thing, room: THERE } },
    { at: NOW + 9, command: bind },
    { at: NOW, command: { type: 'from another version' } },
  ];
  const tour = { id: ROUND, startedAt: NOW, endedAt: NOW + 5 };
  expect(ofTour(entries, assets(held({})), HERE, tour)).toEqual(entries.slice(0, 5));
  // One that is not begun here yet.
  expect(ofTour(entries, assets(), HERE, { id: null, startedAt: NOW - 5, endedAt: null })).toEqual([entries[0], entries[1], entries[3]]);
});

test('what the camera counted is forgotten once the list has it or it was refused, and not before', () => {
  const round = { id: ROUND, by: MINA, startedAt: NOW, endedAt: null, counts: [unknown('seen')] };
  const rooms = new Map([[HERE as string, { kind: 'room', id: HERE, site: SITE, codes: [], round } as unknown as RoomDocument]]);
  const tour = tourOf({ rooms, assets: assets() }, HERE, NOW);
  const sent = new Map([
    ['seen', 1],
    ['refused', 2],
    ['waits', 3],
    ['new', null],
  ]);
  expect(answered(sent, tour, [{ seq: 2 }])).toEqual(['seen', 'refused']);
});

test('what the server refused is found again by its label, with what was typed', () => {
  const refusal = { code: 'rule', rule: 'number-taken' } as const;
  const said = adding(assets(), thing, unknown('x'), ROUND);
  const all = said.map((command, i) => ({
    origin: 'o',
    seq: i + 1,
    at: NOW,
    command,
    refusal,
    name: null,
    because: i === 0 ? null : 1,
  })) as Refused[];
  expect(refusedAdd(all, HERE, 'x')).toEqual({ refused: all[0], thing });
  expect(refusedAdd(all, THERE, 'x')).toBeNull();
  expect(refusedAdd(all, HERE, 'y')).toBeNull();
  expect(refusedAdd(all.slice(1), HERE, 'x')).toBeNull();
});
