import { expect, test } from 'vitest';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import type { AssetId, RoomId, SiteId, StickerCode } from '#domain/ids.ts';
import type { Refused } from '#domain/outbox.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import { makeCode } from '#domain/sticker.ts';
import { codesIn, refusedOf, waitingOf } from './said.ts';

const uuid = (n: number) => `01890000-0000-7000-8000-00000000000${n}`;
const [site, room, asset, round] = [uuid(1) as SiteId, uuid(2) as RoomId, uuid(3) as AssetId, uuid(4)];
const [code, other] = [makeCode(Uint8Array.of(1, 2, 3, 4, 5, 6, 7)), makeCode(Uint8Array.of(7, 6, 5, 4, 3, 2, 1))] as [StickerCode, StickerCode];
const view = {
  assets: new Map([[asset, { kind: 'asset', id: asset, site, room, codes: [code] } as unknown as AssetDocument]]),
  rooms: new Map([[room, { kind: 'room', id: room, site, codes: [] } as unknown as RoomDocument]]),
};
const refused = (seq: number, command: RegisterCommand, because: number | null = null) =>
  ({ seq, command, because, origin: 'o', at: 0, refusal: { code: 'unknown' }, name: null }) as unknown as Refused;
const revoke: RegisterCommand = { type: 'revoke_sticker', v: 1, site, code, reason: 'torn' };
const count: RegisterCommand = { type: 'count', v: 1, site, room, round, key: asset, asset, how: 'found', note: '', hash: null };

test('what was refused is told on the thing and in the room where it was tapped, a sticker’s on what bears it', () => {
  const all = [refused(1, revoke), refused(2, count), refused(3, count, 2)];
  expect(refusedOf(all, view, asset).map((r) => r.seq)).toEqual([1, 2]);
  expect(refusedOf(all, view, room).map((r) => r.seq)).toEqual([2]);
  expect(refusedOf([], view, asset)).toEqual([]);
  // The register came meanwhile: the sticker is on nothing here.
  expect(refusedOf(all, { ...view, assets: new Map() }, asset).map((r) => r.seq)).toEqual([2]);
});

test('what waits is told by the view that laid it over', () => {
  const laid = new Map([[asset as string, { pending: [2, 5], doubtful: [] }]]);
  expect(waitingOf([{ seq: 1 }, { seq: 2 }, { seq: 5 }], { ...view, laid }, asset)).toEqual([{ seq: 2 }, { seq: 5 }]);
  expect(waitingOf([{ seq: 1 }], view, asset)).toEqual([]);
});

test('the codes of an act', () => {
  expect(codesIn({ type: 'replace_sticker', v: 1, site, code, by: other })).toEqual([code, other]);
  expect(codesIn(count)).toEqual([]);
  expect(codesIn({ type: 'later' })).toEqual([]);
});
