import type { personal as fr } from '#domain/words/fr/personal.ts';
import { count } from './grammar.ts';

export const personal: typeof fr = {
  readings: {
    title: 'Confidential readings',
    lead: 'Who opened which confidential ticket, but its requester. Kept for six months.',
    site: 'Site',
    allSites: 'All sites',
    none: 'No reading noted.',
    ticket: ({ number }) => (number === null ? 'Ticket without number' : `Ticket ${number}`),
    older: 'Older',
    newest: 'Latest',
  },
  data: {
    title: 'The person’s data',
    lead: 'What Relais keeps of them, to hand over if they ask.',
    read: 'File to read',
    machine: 'JSON file',
  },
  erase: {
    title: 'Erase the person',
    lead: 'Their name, addresses and devices go, and their name in the texts of their tickets, on phones too. Tickets and figures stay. This cannot be undone.',
    self: 'Nobody erases themselves: ask another administrator.',
    photos: 'Also erase the photos that they took',
    confirm: ({ login }) => `To confirm, write their login: ${login}`,
    submit: 'Erase for ever',
    done: ({ n }) => `Erased. ${count(n, 'ticket read again', 'tickets read again')}.`,
    back: 'All people',
    mismatch: 'This is not their login.',
  },
};
