/** The sweep beside 100 000 open tickets, on both databases: nothing due, dates that move, delays that are told, and a first look at all. */
import { randomUUID } from 'node:crypto';
import type { PersonId, SiteId, TicketId } from '#domain/ids.ts';
import { SINCE, type Ticket } from '#domain/ticket/ticket.ts';
import type { Db } from '#server/db.ts';
import { insertRows } from '#server/insert.ts';
import { storeOf } from '#server/sql.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { newId } from '#server/ticket-rows.ts';
import { onBoth } from './both.ts';
import { type Figure, fixed, quantile } from './measure.ts';

const OPEN = 100_000;
const DUE = 1_000;
const TARGET = 2_000;
const DAY = 86_400_000;
/** A Tuesday, ten o'clock in Paris. */
const NOW = Date.UTC(2026, 10, 3, 9);

async function grow(db: Db): Promise<void> {
  const site = randomUUID() as string as SiteId;
  const person = randomUUID() as string as PersonId;
  await db.organisation.create({ data: { id: 'org', name: 'Banc', incarnation: 'bench', version: 2 } });
  await db.site.create({ data: { id: site, uai: '0750001A', name: 'Banc', city: 'Ici', version: 1 } });
  await db.person.create({ data: { id: person, login: 'banc', givenName: 'A', familyName: 'B' } });
  const openedAt = NOW - 60_000;
  for (let from = 0; from < OPEN; from += 1000) {
    const heads = Array.from({ length: 1000 }, (_, i) => head(newId(openedAt) as TicketId, from + i, site, person, openedAt));
    await storeOf(db).write(async (tx) => {
      await insertRows(
        tx,
        'Ticket',
        heads.map((ticket) => ({
          ...{ id: ticket.id, version: 2, number: ticket.number, siteId: site, status: ticket.status, open: true, level: 1 },
          ...{ requesterId: person, assigneeId: person, head: ticket as object, wakeAt: new Date(NOW + 30 * DAY) },
        })),
      );
      await insertRows(
        tx,
        'Event',
        heads.map((ticket, i) => ({
          ...{ id: newId(openedAt), ticketId: ticket.id, version: 2, ordinal: from + i, type: 'TicketOpened', actorId: person },
          ...{ occurredAt: new Date(openedAt), receivedAt: new Date(openedAt), data: { type: 'TicketOpened', ticket } as object },
        })),
      );
    });
  }
}

function head(id: TicketId, n: number, site: SiteId, person: PersonId, openedAt: number): Ticket {
  return {
    ...SINCE,
    ...{ id, number: `2026-${String(n).padStart(6, '0')}`, site, asset: null, room: null, code: null, nature: 'incident', channel: 'portal' },
    ...{ category: 'workstation', symptom: 'wont_start', text: '', confidential: false, level: 1, categoryLevel: 1, status: 'in_progress' },
    ...{ handedTo: { to: 'level' }, waitReason: null, waitUntil: null, requester: person, beneficiary: person, recorder: person },
    ...{ openedBySupport: true, assignee: person, assignedAt: openedAt, helpers: [], observers: [], impact: 'person', urgency: 'normal' },
    ...{ priority: 4, reachable: true, openedAt, ownedAt: openedAt, endedAt: null, resolution: null, drop: null, photos: [] },
  } as Ticket;
}

/** @returns ms */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function figures(name: string, db: Db): Promise<Figure[]> {
  const store = storeOf(db);
  const due = async (at: number) => store.write((tx) => tx.run(`UPDATE "Ticket" SET "wakeAt" = ? WHERE number < '2026-00${DUE}'`, [new Date(at)]));
  const idle: number[] = [];
  for (let i = 0; i < 40; i += 1) idle.push(await timed(() => sweep(db, NOW)));
  const moved: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    await due(NOW);
    moved.push(await timed(() => sweep(db, NOW)));
  }
  // Past half of the fifth service day: each says so once, in its timeline, with a notice to its owner.
  await due(NOW + 4 * DAY);
  const told = await timed(() => sweep(db, NOW + 4 * DAY));
  // What an installation of that size does once, the first time it has a sweep.
  await store.write((tx) => tx.run(`UPDATE "Ticket" SET "wakeAt" = ?`, [new Date(NOW)]));
  const first = await timed(() => sweep(db, NOW));
  const line = (what: string, value: string, met?: boolean, target?: string): Figure => ({
    name: `${name}: ${what}`,
    value,
    ...(target === undefined || met === undefined ? {} : { target, met }),
  });
  return [
    line(
      'nothing due, p50 and p95, ms',
      `${fixed(quantile(idle, 0.5), 2)}, ${fixed(quantile(idle, 0.95), 2)}`,
      quantile(idle, 0.95) <= TARGET,
      `<= ${TARGET}`,
    ),
    line('1 000 dates that move on, ms', fixed(quantile(moved, 0.5), 0), quantile(moved, 0.5) <= TARGET, `<= ${TARGET}`),
    line('1 000 delays told, each a transaction, ms', fixed(told, 0)),
    line('all 100 000 looked at, once, s', fixed(first / 1000, 1)),
  ];
}

export function benchSweep(): Promise<void> {
  return onBoth('The sweep beside 100 000 open tickets', grow, figures);
}
