import type { Words } from '#domain/words/fr/index.ts';
import { count } from './grammar.ts';

export const admin: Words['admin'] = {
  labels: {
    title: 'Stickers',
    hint: 'Print at true scale (100 %), with no added margin.',
    sheet: ({ n, all }) => `Sheet ${n} of ${all}`,
    onSticker: 'Broken? Scan me.',
    print: 'Print the sheet',
    room: 'Room',
    allRooms: 'All rooms',
    format: 'Sheet format',
    first: 'First free label',
    count: ({ n }) => count(n, 'sticker', 'stickers'),
    none: 'No equipment to label here.',
    testAddress: 'Test address: these stickers will only work on this machine.',
    badAddress: 'The public address must begin with https. Set it before printing.',
  },
  only: 'For administrators only.',
};
