/** Years of an organisation, as rows: `sites` schools, each with its register, its people and its tickets. The same rows for the same size. */
import type { PersonId, SiteId, TicketId } from '#domain/ids.ts';
import type { Recorded, TicketEvent } from '#domain/ticket/events.ts';
import { evolveAll } from '#domain/ticket/evolve.ts';
import { isOpen, peopleOf, type Ticket } from '#domain/ticket/ticket.ts';
import { Dice } from '#prisma/demo/dice.ts';
import type { Db } from '#server/db.ts';
import { insertRows } from '#server/insert.ts';
import { type Sql, storeOf } from '#server/sql.ts';
import { fillRegister } from '#test/fill-register.ts';

export interface Size {
  readonly sites: number;
}

/** domain: 180 schools have 65 000 things and 1 600 tickets a month. */
const ASSETS = 361;
const ROOMS = 40;
const REQUESTERS = 40;
const TICKETS_A_MONTH = 1600 / 180;
const MONTHS = 36;
const MONTH = 30 * 86_400_000;
const TYPES = ['workstation', 'laptop', 'projector', 'printer', 'tablet', 'switch'];
const SYMPTOMS = ['wont_start', 'no_image', 'slow', 'no_network', 'paper_jam'];

const id = (kind: number, n: number) => `${String(kind).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const siteId = (n: number) => id(0x11, n) as SiteId;
/** Two correspondents a school. */
export const correspondentId = (site: number, n: 0 | 1) => id(0x12, site * 2 + n) as PersonId;
const requesterId = (site: number, n: number) => id(0x13, site * REQUESTERS + n) as PersonId;
const technicianId = (n: number) => id(0x14, n) as PersonId;
const roomId = (site: number, n: number) => id(0x15, site * ROOMS + n);
export const assetId = (site: number, n: number) => id(0x16, site * ASSETS + n);

async function writePeople(db: Db, sites: number): Promise<void> {
  const technicians = Math.max(2, Math.round(sites / 8));
  const people: { id: string; role: string; siteId: string | null }[] = [];
  for (let s = 0; s < sites; s += 1) {
    for (const n of [0, 1] as const) people.push({ id: correspondentId(s, n), role: 'correspondent', siteId: siteId(s) });
    for (let n = 0; n < REQUESTERS; n += 1) people.push({ id: requesterId(s, n), role: 'requester', siteId: siteId(s) });
  }
  for (let n = 0; n < technicians; n += 1) people.push({ id: technicianId(n), role: n % 4 === 3 ? 'engineer' : 'technician', siteId: null });
  for (let from = 0; from < people.length; from += 500) {
    const part = people.slice(from, from + 500);
    await db.person.createMany({ data: part.map((p) => ({ id: p.id, login: p.id, givenName: 'Camille', familyName: p.id.slice(-6) })) });
    await db.membership.createMany({ data: part.map((p) => ({ id: `m${p.id.slice(1)}`, personId: p.id, role: p.role, siteId: p.siteId })) });
    await db.origin.createMany({
      data: part.map((p) => ({ id: `0${p.id.slice(1)}`, personId: p.id, lastContact: new Date(0), lastAct: new Date(0), createdAt: new Date(0) })),
    });
  }
}

async function writeRegister(db: Db, sites: number): Promise<void> {
  const all = Array.from({ length: sites }, (_, s) => s);
  const register = {
    sites: all.map((s) => ({ id: siteId(s), uai: `098${String(s).padStart(4, '0')}Z`, name: `École ${s}`, city: `Ville ${s % 60}` })),
    rooms: all.flatMap((s) =>
      Array.from({ length: ROOMS }, (_, n) => ({ id: roomId(s, n), siteId: siteId(s), building: n % 2 ? 'A' : 'B', floor: '1', name: `Salle ${n}` })),
    ),
    assets: all.flatMap((s) =>
      Array.from({ length: ASSETS }, (_, n) => ({
        id: assetId(s, n),
        siteId: siteId(s),
        roomId: roomId(s, n % ROOMS),
        type: TYPES[n % TYPES.length] ?? '',
        maker: 'HP',
        model: 'ProDesk 400',
        serial: `SN${s}-${n}`,
        inventory: `INV-${s}-${n}`,
      })),
    ),
    stickers: all.flatMap((s) =>
      Array.from({ length: ASSETS }, (_, n) => ({
        code: `S${(s * ASSETS + n).toString(36).toUpperCase().padStart(7, '0')}`,
        siteId: siteId(s),
        assetId: assetId(s, n),
      })),
    ),
  };
  await fillRegister(db, register);
}

/** What happens to a ticket: opened, taken, worked on, resolved, closed; one in six goes up a level, one in 25 is never ended. */
function story(dice: Dice, site: number, n: number, at: number, now: number): Recorded[] {
  const requester = requesterId(site, dice.between(0, REQUESTERS - 1));
  const owner = correspondentId(site, dice.between(0, 1) as 0 | 1);
  const asset = dice.between(0, ASSETS - 1);
  const ticket = {
    id: id(0x20 + site, n) as TicketId,
    number: null,
    site: siteId(site),
    asset: assetId(site, asset),
    room: roomId(site, asset % ROOMS),
    code: null,
    nature: 'incident',
    channel: 'scan',
    category: 'workstation',
    symptom: SYMPTOMS[dice.between(0, SYMPTOMS.length - 1)] ?? null,
    text: 'Ne démarre plus depuis ce matin, voyant orange.',
    confidential: false,
    level: 1,
    categoryLevel: 1,
    status: 'new',
    handedTo: { to: 'level' },
    waitReason: null,
    waitUntil: null,
    requester,
    beneficiary: requester,
    recorder: requester,
    assignee: null,
    assignedAt: null,
    helpers: [],
    observers: [],
    impact: 'person',
    urgency: 'normal',
    priority: 3,
    reachable: true,
    openedAt: at,
    ownedAt: null,
    endedAt: null,
    resolution: null,
    drop: null,
    photos: [],
  } as unknown as Ticket;
  const happened: [TicketEvent, PersonId | null, number][] = [[{ type: 'TicketOpened', ticket }, requester, 0]];
  const goesUp = dice.between(0, 5) === 0;
  const solver = goesUp ? technicianId(dice.between(0, 1)) : owner;
  happened.push([{ type: 'OwnershipTaken', from: null }, owner, 1]);
  if (goesUp) {
    happened.push([{ type: 'TicketEscalated', direction: 'up', reason: 'skills', text: '', team: null }, owner, 4]);
    happened.push([{ type: 'OwnershipTaken', from: null }, solver, 8]);
  }
  if (dice.between(0, 2) === 0) happened.push([{ type: 'NoteAdded', text: 'Pièce commandée.', visibility: 'public' }, solver, 20]);
  const stays = dice.between(0, 24) === 0;
  if (!stays) happened.push([{ type: 'TicketResolved', text: 'Câble changé.', resolution: 'permanent', mode: 'on_site' }, solver, 30]);
  if (!stays) happened.push([{ type: 'TicketClosed' }, null, 200]);
  return happened
    .map(
      ([event, by, hours], i): Recorded => ({
        id: id(0x1000 + site, n * 8 + i),
        event,
        by,
        at: at + hours * 3_600_000,
        received: at + hours * 3_600_000,
      }),
    )
    .filter((r) => r.at <= now);
}

async function writeTickets(tx: Sql, stories: readonly Recorded[][], from: number, version: number): Promise<number> {
  let at = version;
  const tickets: { head: Ticket; version: number }[] = [];
  const events: { r: Recorded; ticket: TicketId; version: number }[] = [];
  for (const [i, story] of stories.entries()) {
    const bare = evolveAll(null, story);
    if (bare === null) throw new Error('a ticket without its opening');
    const head: Ticket = { ...bare, number: `2026-${String(from + i + 1).padStart(6, '0')}` };
    for (const r of story) {
      at += 1;
      events.push({ r, ticket: head.id, version: at });
    }
    tickets.push({ head, version: at });
  }
  const rows = tickets.map(({ head, version: v }) => ({
    id: head.id,
    version: v,
    number: head.number,
    siteId: head.site,
    assetId: head.asset,
    status: head.status,
    open: isOpen(head),
    level: head.level,
    teamId: null,
    requesterId: head.requester,
    assigneeId: head.assignee,
    endedAt: head.endedAt === null ? null : new Date(head.endedAt),
    head: head as object,
  }));
  await insertRows(tx, 'Ticket', rows);
  await insertRows(
    tx,
    'TicketPerson',
    tickets.flatMap(({ head }) => peopleOf(head).map((personId) => ({ ticketId: head.id, personId }))),
  );
  const said = events.filter(({ r }) => r.by !== null).map(({ r, version: v }) => ({ r, v, origin: `0${(r.by ?? '').slice(1)}` }));
  await insertRows(
    tx,
    'Event',
    events.map(({ r, ticket, version: v }) => ({
      id: r.id,
      ticketId: ticket,
      version: v,
      ordinal: 0,
      type: r.event.type,
      actorId: r.by,
      occurredAt: new Date(r.at),
      receivedAt: new Date(r.at),
      data: r.event as object,
      origin: r.by === null ? null : `0${r.by.slice(1)}`,
      seq: r.by === null ? null : v,
    })),
  );
  await insertRows(
    tx,
    'Receipt',
    said.map(({ r, v, origin }) => ({
      origin,
      seq: v,
      hash: 'h'.repeat(43),
      outcome: { kind: 'executed', ticket: 't', number: null, at: r.at },
      at: new Date(r.at),
    })),
  );
  await tx.run(`UPDATE "Organisation" SET version = ? WHERE id = 'org'`, [at]);
  return at;
}

/** Fills a migrated, empty database. @returns how many rows of each kind it holds */
export async function growScale(db: Db, { sites }: Size, now: number): Promise<{ assets: number; tickets: number; events: number }> {
  const dice = new Dice(sites);
  await db.organisation.create({ data: { id: 'org', name: 'Banc', incarnation: 'bench', version: 1 } });
  await writePeople(db, sites);
  await writeRegister(db, sites);
  const count = Math.round(sites * TICKETS_A_MONTH * MONTHS);
  let [version] = [(await db.organisation.findUniqueOrThrow({ where: { id: 'org' } })).version];
  let events = 0;
  for (let from = 0; from < count; from += 1000) {
    const stories = Array.from({ length: Math.min(1000, count - from) }, (_, i) => {
      const n = from + i;
      return story(dice, n % sites, n, now - MONTHS * MONTH + (n * MONTHS * MONTH) / count, now);
    });
    events += stories.flat().length;
    version = await storeOf(db).write((tx) => writeTickets(tx, stories, from, version));
  }
  return { assets: sites * ASSETS, tickets: count, events };
}
