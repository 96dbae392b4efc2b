import 'server-only';
import type { PersonId } from '#domain/ids.ts';
import { publicPart } from '#domain/permission.ts';
import type { TicketEvent } from '#domain/ticket/events.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import type { Db } from '#server/db.ts';
import { among, instantOf, jsonOf, storeOf } from '#server/sql.ts';

/** Rows of one kind in one file: years of one person's work. */
const MOST = 20_000;
/** Tickets in one statement. */
const TOGETHER = 500;

const day = (at: Date | string | number | null) => (at === null ? null : new Date(at).toISOString());

/** All that is kept of one person, by its kind; flat records, so that every kind reads as a table. */
export interface PersonalData {
  readonly madeAt: string;
  readonly parts: Readonly<Record<PartName, readonly Readonly<Record<string, string | number | boolean | null>>[]>>;
}

export const PARTS = [
  'account',
  'roles',
  'teams',
  'signIns',
  'devices',
  'passkeys',
  'portals',
  'alertChoices',
  'presence',
  'onCall',
  'tickets',
  'written',
  'equipment',
  'rounds',
  'photos',
  'announcements',
  'imports',
  'notices',
  'mails',
  'answers',
  'readings',
  'security',
] as const;
export type PartName = (typeof PARTS)[number];

/** What a person wrote in an event: their words, and what they did it by. */
function wordsOf(event: TicketEvent): string {
  const { text = '', reason = '', how = '' } = event as { text?: string; reason?: string; how?: string };
  const why = event.type === 'OwnershipReleased' || event.type === 'OwnershipRelieved' ? reason : '';
  const task = event.type === 'TaskAdded' ? event.task.text : '';
  const opened = event.type === 'TicketOpened' ? [event.ticket.text, event.ticket.callback, event.ticket.beneficiaryName] : [];
  return [text, why, how, task, ...opened].filter((one) => one !== '').join(' / ');
}

/** As what a ticket is theirs. */
function partOf(head: Ticket, person: PersonId): string {
  const parts: readonly [string, boolean][] = [
    ['requester', head.requester === person],
    ['beneficiary', head.beneficiary === person],
    ['recorder', head.recorder === person],
    ['assignee', head.assignee === person],
    ['helper', head.helpers.includes(person)],
    ['observer', head.observers.includes(person)],
  ];
  return parts.flatMap(([name, is]) => (is ? [name] : [])).join(', ');
}

async function ticketsOf(db: Db, person: PersonId) {
  const { read } = storeOf(db);
  const ids = await read.all<{ id: string }>(`SELECT "ticketId" AS id FROM "TicketPerson" WHERE "personId" = ? ORDER BY "ticketId" LIMIT ${MOST}`, [
    person,
  ]);
  const tickets: Record<string, string | number | null>[] = [];
  for (let from = 0; from < ids.length; from += TOGETHER) {
    const these = among(ids.slice(from, from + TOGETHER).map(({ id }) => id));
    for (const { head } of await read.all<{ head: unknown }>(`SELECT head FROM "Ticket" WHERE id IN ${these.marks} ORDER BY id`, these.values)) {
      const ticket = upcastTicket(jsonOf<Ticket>(head));
      const isFor = ticket.requester === person || ticket.beneficiary === person || ticket.recorder === person;
      tickets.push({
        number: ticket.number,
        as: partOf(ticket, person),
        opened: day(ticket.openedAt),
        ended: day(ticket.endedAt),
        status: ticket.status,
        category: ticket.category,
        // What others asked for is theirs, and stands in their own file.
        text: isFor ? ticket.text : null,
        callback: isFor ? ticket.callback || null : null,
        rating: ticket.requester === person ? (ticket.rating?.stars ?? null) : null,
      });
    }
  }
  return tickets;
}

async function writtenBy(db: Db, person: PersonId) {
  const rows = await storeOf(db).read.all<{ number: string | null; data: unknown; occurredAt: string | Date }>(
    `SELECT t.number, e.data, e."occurredAt" FROM "Event" e JOIN "Ticket" t ON t.id = e."ticketId" WHERE e."actorId" = ? ORDER BY e.version, e.ordinal LIMIT ${MOST}`,
    [person],
  );
  return rows.map(({ number, data, occurredAt }) => {
    const event = jsonOf<TicketEvent>(data);
    return { number, at: day(instantOf(occurredAt)), what: event.type, internal: publicPart(event) === null, words: wordsOf(event) || null };
  });
}

/**
 * All that the house keeps of a person, for them. No other person's name or words are in it, nor what is kept in a form that cannot be read
 * back (the password, the agent's number): that they are kept is said.
 * @returns null: there is no such person
 */
export async function collectPerson(db: Db, id: PersonId): Promise<PersonalData | null> {
  const of = { personId: id };
  const by = { createdBy: id };
  const most = { take: MOST };
  const person = await db.person.findUnique({ where: { id }, include: { memberships: true, teams: { include: { team: true } }, passkeys: true } });
  if (person === null) return null;
  const sites = new Map((await db.site.findMany({ select: { id: true, name: true } })).map((site): [string | null, string] => [site.id, site.name]));
  const site = (siteId: string | null) => (siteId === null ? null : (sites.get(siteId) ?? null));
  const parts: PersonalData['parts'] = {
    account: [
      {
        ...{ id, login: person.login, givenName: person.givenName, familyName: person.familyName, phone: person.phone, email: person.email },
        ...{ language: person.language, vip: person.vip, skills: ((person.skills as string[] | null) ?? []).join(', ') || null },
        ...{ password: person.passwordHash !== null, agentNumber: person.agentHash !== null, disabled: day(person.disabledAt) },
      },
    ],
    roles: person.memberships.map(({ role, siteId }) => ({ role, site: site(siteId) })),
    teams: person.teams.map(({ team }) => ({ name: team.name, kind: team.kind })),
    signIns: (await db.signedIn.findMany({ where: of, orderBy: { createdAt: 'asc' }, ...most })).map((s) => ({
      ...{ device: s.label, by: s.by, since: day(s.createdAt), lastSeen: day(s.lastSeen), ended: day(s.endedAt) },
    })),
    devices: (await db.subscription.findMany({ where: of, ...most })).map((s) => ({
      ...{ device: s.label, service: new URL(s.endpoint).host, since: day(s.createdAt), lastContact: day(s.lastContact) },
    })),
    passkeys: person.passkeys.map((k) => ({ name: k.label, since: day(k.createdAt), lastUsed: day(k.lastUsed) })),
    portals: (await db.externalAccount.findMany({ where: of })).map((a) => ({ portal: a.provider, account: a.subject, since: day(a.linkedAt) })),
    alertChoices: (await db.alertChoice.findMany({ where: of })).map((c) => ({ silent: c.topic, on: c.channel })),
    presence: (await db.presence.findMany({ where: of })).map((p) => ({ away: site(p.siteId), until: p.until })),
    onCall: (await db.onCall.findMany({ where: of, ...most })).map((o) => ({ site: site(o.siteId), from: day(o.from), until: day(o.until) })),
    tickets: await ticketsOf(db, id),
    written: await writtenBy(db, id),
    equipment: (await db.registerEvent.findMany({ where: { actorId: id }, orderBy: { version: 'asc' }, ...most })).map((e) => ({
      ...{ at: day(e.occurredAt), what: e.type, of: e.of, site: site(e.siteId), words: String((e.data as { text?: unknown }).text ?? '') || null },
    })),
    rounds: (await db.round.findMany({ where: of, ...most })).map((r) => ({ site: site(r.siteId), from: day(r.startedAt), until: day(r.endedAt) })),
    photos: (await db.photo.findMany({ where: { uploadedBy: id }, ...most })).map((p) => ({ hash: p.hash, bytes: p.size, at: day(p.storedAt) })),
    announcements: (await db.announcement.findMany({ where: by, ...most })).map((a) => ({
      at: day(a.createdAt),
      site: site(a.siteId),
      text: a.text,
    })),
    imports: (await db.import.findMany({ where: by, ...most })).map((i) => ({ at: day(i.createdAt), file: i.fileName, state: i.state })),
    notices: (await db.notice.findMany({ where: of, orderBy: { createdAt: 'asc' }, ...most })).map((n) => ({
      ...{ at: day(n.createdAt), kind: n.kind, state: n.state, shown: day(n.shownAt), opened: day(n.openedAt) },
    })),
    mails: (await db.mail.findMany({ where: of, orderBy: { createdAt: 'asc' }, ...most })).map((m) => ({
      ...{ at: day(m.createdAt), to: m.address, kind: m.kind, state: m.state, sent: day(m.sentAt) },
    })),
    answers: (await db.incoming.findMany({ where: of, orderBy: { at: 'asc' }, ...most })).map((a) => ({
      at: day(a.at),
      from: a.address,
      state: a.outcome,
    })),
    readings: (await db.readLog.findMany({ where: of, orderBy: { at: 'asc' }, ...most })).map((r) => ({ at: day(r.at), ticket: r.ticketId })),
    security: (await db.securityEvent.findMany({ where: of, orderBy: { at: 'asc' }, ...most })).map((e) => ({ at: day(e.at), kind: e.kind })),
  };
  return { madeAt: new Date().toISOString(), parts };
}
