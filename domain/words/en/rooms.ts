import type { Words } from '#domain/words/fr/index.ts';
import { count } from './grammar.ts';

export const rooms: Words['rooms'] = {
  title: 'Rooms',
  search: 'Room, equipment, number…',
  building: ({ name }) => name,
  noBuilding: 'No building',
  floor: ({ name }) => `Floor ${name}`,
  assets: ({ n }) => count(n, 'piece of equipment', 'pieces of equipment'),
  openTickets: ({ n }) => count(n, 'open ticket', 'open tickets'),
  quiet: 'No open ticket',
  empty: 'No room of this site is known on this phone.',
  roomEmpty: 'No equipment is known in this room.',
  nothingFor: ({ text }) => `No room for “${text}”.`,
  report: 'Report in this room',
};
