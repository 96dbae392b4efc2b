import { expect, test } from 'vitest';
import type { TicketDocument } from './documents.ts';
import { upcastTicket } from './ticket/ticket.ts';
import { replicaOf } from './view.ts';

test('[36] a ticket that an earlier build kept on this phone is read with all that a ticket has today', () => {
  const before = { kind: 'ticket', id: 't', version: 1, head: { id: 't', status: 'taken', photos: [] }, timeline: [], names: {} };
  const read = replicaOf([before as unknown as TicketDocument]).tickets.get('t');
  expect(read?.head).toMatchObject({ status: 'taken', tasks: [], checks: [], affected: [], approval: null, isTest: false });
  // One of today is not copied: screens compare objects.
  const today = { ...before, head: upcastTicket(before.head as never) } as unknown as TicketDocument;
  expect(replicaOf([today]).tickets.get('t')).toBe(today);
});
