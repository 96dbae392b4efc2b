import { expect, test } from 'vitest';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import { formatCode, makeCode, stickerUrl } from '#domain/sticker.ts';
import { find, findTyped } from './find.ts';

const OURS = ['https://relais.example'];
const code = makeCode(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]));
const roomCode = makeCode(new Uint8Array([9, 2, 3, 4, 5, 6, 7, 8]));
const foreign = makeCode(new Uint8Array([7, 7, 7, 7, 7, 7, 7, 7]));
const asset = (id: string, more: Partial<AssetDocument>): AssetDocument =>
  ({ kind: 'asset', id, codes: [], serial: null, inventory: null, ...more }) as unknown as AssetDocument;
const register = {
  assets: new Map(
    [
      asset('a', { codes: [code], serial: 'X4HF-9B01238', inventory: '04412' }),
      asset('b', { serial: '5CG1234XYZ', inventory: '04500' }),
      asset('c', { inventory: '04500' }),
      asset('d', { serial: 'PF2ABC12', sources: { glpi: 'Computer 12', snipe: '17' } }),
    ].map((a) => [a.id, a]),
  ),
  rooms: new Map([['r', { kind: 'room', id: 'r', codes: [roomCode] } as unknown as RoomDocument]]),
};
const kind = (text: string) => find(register, text, OURS);

test('a sticker is found from its printed address, its letters, and letters typed carelessly', () => {
  expect(kind(stickerUrl('https://relais.example', code))).toMatchObject({ kind: 'asset', asset: { id: 'a' } });
  expect(kind(formatCode(code).toLowerCase().replace('-', ' '))).toMatchObject({ kind: 'asset', asset: { id: 'a' } });
  expect(kind(formatCode(roomCode))).toMatchObject({ kind: 'room', room: { id: 'r' } });
});

test('a sticker of another school and one of nothing get the same answer', () => {
  expect(kind(formatCode(foreign))).toEqual({ kind: 'unknown', code: foreign });
});

test('old labels answer by serial and inventory number; a number that two things carry asks which', () => {
  expect(kind('x4hf9b01238')).toMatchObject({ kind: 'asset', asset: { id: 'a' } });
  expect(kind('Serial number = 5CG1234XYZ\nInventory number = 99')).toMatchObject({ kind: 'asset', asset: { id: 'b' } });
  expect(kind('04500')).toMatchObject({ kind: 'several', assets: [{ id: 'b' }, { id: 'c' }] });
  expect(kind('55555555555')).toEqual({ kind: 'nothing', text: '55555555555' });
});

test('an address of another host is named, never opened', () => {
  expect(kind('https://evil.example/a/7K3MQ9PX')).toEqual({ kind: 'foreign', host: 'evil.example' });
});

test('a piece typed by hand finds what holds it; a whole number or code is judged as before', () => {
  const typed = (text: string) => findTyped(register, text, OURS, () => 'Ordinateur');
  expect(typed('9b012')).toMatchObject({ kind: 'asset', asset: { id: 'a' } });
  expect(typed('045')).toMatchObject({ kind: 'several', typed: '045', assets: [{ id: 'b' }, { id: 'c' }] });
  expect(typed('04412')).toMatchObject({ kind: 'asset', asset: { id: 'a' } });
  expect(typed('04')).toMatchObject({ kind: 'nothing' });
  expect(typed(formatCode(foreign))).toEqual({ kind: 'unknown', code: foreign });
});

test('the addresses that GLPI and Snipe-IT print lead to the thing they name, by number or by their own id', () => {
  const d = { kind: 'asset', asset: { id: 'd' } };
  expect(kind('https://glpi.ecole.example/front/computer.form.php?id=12')).toMatchObject(d);
  expect(kind('https://glpi.ecole.example/glpi/front/computer.form.php?forcetab=main&id=12')).toMatchObject(d);
  expect(kind('https://parc.ecole.example/hardware/17')).toMatchObject(d);
  expect(kind('https://parc.ecole.example/hardware/17/view')).toMatchObject(d);
  expect(kind('ID = 12\nURL = https://glpi.ecole.example/front/computer.form.php?id=12\nQRcode date = 2026-01-01')).toMatchObject(d);
  expect(kind('https://glpi.ecole.example/front/checkItemByInv.php?inventoryNumber=04412&itemtype=Computer')).toMatchObject({ asset: { id: 'a' } });
  expect(kind('https://parc.ecole.example/ht/04412')).toMatchObject({ asset: { id: 'a' } });
  // Another kind of thing with the same id, and an id that nothing has.
  expect(kind('https://glpi.ecole.example/front/printer.form.php?id=12')).toEqual({ kind: 'foreign', host: 'glpi.ecole.example' });
  expect(kind('https://parc.ecole.example/hardware/18')).toEqual({ kind: 'foreign', host: 'parc.ecole.example' });
});

test('a maker’s bar code says its serial behind a letter', () => {
  for (const text of ['PF2ABC12', 'SPF2ABC12', '1S20XW0012FRPF2ABC12']) expect(kind(text)).toMatchObject({ asset: { id: 'd' } });
  expect(kind('SPF2ABC123')).toEqual({ kind: 'nothing', text: 'SPF2ABC123' });
});
