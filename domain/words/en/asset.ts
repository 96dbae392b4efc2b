import type { Words } from '#domain/words/fr/index.ts';
import { count } from './grammar.ts';

const nth = (n: number): string =>
  `${n}${n % 10 === 1 && n !== 11 ? 'st' : n % 10 === 2 && n !== 12 ? 'nd' : n % 10 === 3 && n !== 13 ? 'rd' : 'th'}`;

export const asset: Words['asset'] = {
  title: 'Equipment',
  open: ({ n }) => count(n, 'open ticket', 'open tickets'),
  openTitle: 'Open tickets',
  fixes: 'Last repairs',
  history: 'History',
  neverBroken: 'Never broken since it arrived.',
  noOpen: 'No open ticket on this piece of equipment.',
  recurrence: ({ n }) => `${nth(n)} fault in 90 days.`,
  old: ({ n, date }) => (date === '' ? `${n} years old, no known warranty.` : `${n} years old, warranty over on ${date}.`),
  recurrenceThen: 'Proposed for replacement.',
  facts: 'Facts',
  inventory: 'Inventory no.',
  serial: 'Serial no.',
  model: 'Model',
  type: 'Type',
  code: 'Code',
  room: 'Room',
  purchased: 'Bought on',
  warranty: ({ date }) => `Under warranty until ${date}`,
  warrantyOver: ({ date }) => `Warranty ended on ${date}`,
  noWarranty: 'Warranty unknown',
  offCharter: 'Off charter',
  offCharterThen: 'This equipment does not conform to the charter: support may be limited to advice.',
  critical: 'Critical equipment',
  report: 'Open a ticket',
  otherFault: 'Another fault',
  alreadyReported: 'Already reported',
  unknownTitle: 'Unknown sticker here',
  unknownText: 'It is not in the register of your sites, or is stuck on nothing yet. You can report the fault all the same.',
  unknownReport: 'Report with this code',
  badCode: 'One letter of this code is wrong. Check the sticker.',
  roomTitle: 'Room',
  roomAssets: ({ n }) => count(n, 'piece of equipment', 'pieces of equipment'),
  fixedBy: ({ date, who }) => `${date} · ${who}`,
};
