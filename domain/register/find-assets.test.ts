import { describe, expect, test } from 'vitest';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import type { AssetId, RoomId, SiteId, StickerCode } from '#domain/ids.ts';
import { assetsMatching } from './find-assets.ts';

const SITE = 's' as SiteId;
const room = (id: string, building: string | null, name: string): RoomDocument => ({
  ...{ kind: 'room', id: id as RoomId, version: 1, site: SITE, building, floor: null, name, vip: false, codes: [] },
});
const asset = (id: string, more: Partial<AssetDocument>): AssetDocument => ({
  ...{ kind: 'asset', id: id as AssetId, version: 1, site: SITE, room: null, type: 'workstation', maker: null, model: null, serial: null },
  ...{ inventory: null, state: 'in_service', critical: false, charter: null, purchasedOn: null, warrantyUntil: null, codes: [], ...more },
});
const called = ({ type }: AssetDocument) => (type === 'projector' ? 'Vidéoprojecteur' : 'Ordinateur');
const rooms = new Map([room('b203', 'Bât. B', '203'), room('cdi', null, 'CDI')].map((r) => [r.id as string, r]));
const assets = new Map(
  [
    asset('1', { inventory: 'INV-1', serial: 'CZC 111', room: 'b203' as RoomId, maker: 'HP', model: 'ProDesk 400' }),
    asset('2', { inventory: 'INV-12', serial: 'X-INV-1', maker: 'Dell', model: 'OptiPlex' }),
    asset('3', { type: 'projector', name: 'Élèves-VP', room: 'cdi' as RoomId, maker: 'Epson', model: 'EB-X49', codes: ['7K3MQ9PX' as StickerCode] }),
  ].map((a) => [a.id as string, a]),
);
const found = (typed: string) => assetsMatching({ assets, rooms }, typed, called).map(({ id }) => id as string);

describe('a phone finds equipment without a network', () => {
  test('by any piece of a label, model, room or name, in any spelling', () => {
    expect(found('czc111')).toEqual(['1']);
    expect(found('eb x49')).toEqual(['3']);
    expect(found('eleves')).toEqual(['3']);
    expect(found('7k3m-q9px')).toEqual(['3']);
    expect(found('b203')).toEqual(['1']);
    expect(found('vidéoproj cdi')).toEqual(['3']);
    expect(found('prodesk cdi')).toEqual([]);
    expect(found('--')).toEqual([]);
  });

  test('the one whose number it is stands first, then those whose number begins so', () => {
    expect(found('inv-1')).toEqual(['1', '2']);
    expect(found('inv1')[0]).toBe('1');
    expect(found('INV-12')).toEqual(['2']);
  });

  test('500 assets are looked through within one frame', () => {
    const many = new Map(
      Array.from({ length: 500 }, (_, n) => {
        const one = asset(`n${n}`, {
          inventory: `INV-${n}`,
          serial: `CZC${n * 7}`,
          room: (n % 2 ? 'cdi' : 'b203') as RoomId,
          maker: 'HP',
          model: 'ProDesk 400 G6',
        });
        return [one.id as string, one] as const;
      }),
    );
    assetsMatching({ assets: many, rooms }, 'x', called);
    const took = Array.from({ length: 20 }, (_, i) => {
      const start = performance.now();
      assetsMatching({ assets: many, rooms }, `prodesk b20${i % 4}`, called);
      return performance.now() - start;
    }).sort((a, b) => a - b);
    expect(took[10]).toBeLessThan(16);
  });
});
