/** One small school on a fresh database, and the ways in which the contract tests speak to it. */
import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import type { Actor } from '#domain/actor.ts';
import { circlesOf } from '#domain/chain.ts';
import { type OriginId, type PersonId, type SiteId, type TeamId, type TicketId, uuidv7 } from '#domain/ids.ts';
import { type Command, PLAIN_OPEN } from '#domain/ticket/commands.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import type { Answer, Entry, Receipt, SyncRequest } from '#domain/wire.ts';
import { PROTOCOL } from '#domain/wire.ts';
import { aroundOf } from '#server/calls.ts';
import type { Db } from '#server/db.ts';
import { actorFor } from '#server/session/actor.ts';
import { storeOf } from '#server/sql.ts';
import { type Asker, sync } from '#server/sync.ts';
import type { TestDatabase } from '#test/databases.ts';
import { type Statement, tableOf, watching } from '#test/statements.ts';

export const SITE = '00000001-0000-7000-8000-000000000001' as SiteId;
export const OTHER_SITE = '00000001-0000-7000-8000-000000000002' as SiteId;
export const TEAM = '00000002-0000-7000-8000-000000000001' as TeamId;
const person = (n: number) => `00000003-0000-7000-8000-00000000000${n}` as PersonId;
export const MINA = person(1);
export const HUGO = person(2);
export const TECH = person(3);
export const PROVIDER = person(4);
export const REQUESTER = person(5);
export const ENGINEER = person(6);
export const SUPERVISOR = person(7);
export const HEAD = person(8);

const ROLES = [
  [MINA, 'Mina', 'correspondent', SITE],
  [HUGO, 'Hugo', 'correspondent', SITE],
  [TECH, 'Thomas', 'technician', null],
  [PROVIDER, 'Paul', 'provider', null],
  [REQUESTER, 'Rose', 'requester', SITE],
  [ENGINEER, 'Irène', 'engineer', null],
  [SUPERVISOR, 'Sonia', 'supervisor', null],
  [HEAD, 'Hélène', 'approver', SITE],
] as const;

/** The server remembers when it last rotated its incarnation, also between tests: each school has days of its own. */
let lastDay = Date.UTC(2026, 10, 1);

export type Said = Extract<Answer, { kind: 'answer' }>;

export class School {
  readonly db: Db;
  readonly url: string;
  readonly close: () => Promise<void>;
  now: number;

  constructor(db: Db, url: string, close: () => Promise<void>) {
    this.db = db;
    this.url = url;
    this.close = close;
    lastDay += 86_400_000;
    this.now = lastDay;
  }

  async asker(id: PersonId): Promise<Asker> {
    const found = await actorFor(this.db, id);
    if (found === null) throw new Error(`nobody is ${id}`);
    const { name, language, ...actor } = found;
    return { actor, name, language };
  }

  async actor(id: PersonId): Promise<Actor> {
    return (await this.asker(id)).actor;
  }

  /** What this person's session is answered; `through`: another view of the same database (one that fails). */
  async ask(id: PersonId, request: SyncRequest, through: Db = this.db): Promise<Answer> {
    return sync(through, await this.asker(id), request, () => this.now);
  }

  async head(ticket: TicketId): Promise<Ticket> {
    const row = await this.db.ticket.findUniqueOrThrow({ where: { id: ticket } });
    return row.head as unknown as Ticket;
  }

  async version(): Promise<number> {
    return (await this.db.organisation.findUniqueOrThrow({ where: { id: 'org' } })).version;
  }
}

export async function openSchool({ open }: TestDatabase): Promise<School> {
  const { db, url, close } = await open();
  const school = new School(db, url, close);
  await db.organisation.create({ data: { id: 'org', name: 'Essai', incarnation: randomUUID(), version: 1 } });
  for (const [i, id] of [SITE, OTHER_SITE].entries()) {
    await db.site.create({ data: { id, uai: `034000${i}A`, name: `École ${i}`, city: 'Ici', version: 1 } });
  }
  await db.team.create({ data: { id: TEAM, name: 'Réparateur', kind: 'provider' } });
  for (const [id, name, role, siteId] of ROLES) {
    await db.person.create({ data: { id, login: name, givenName: name, familyName: 'Essai' } });
    await db.membership.create({ data: { id: randomUUID(), personId: id, role, siteId } });
  }
  await db.teamMember.create({ data: { teamId: TEAM, personId: PROVIDER } });
  return school;
}

export function newTicket(): TicketId {
  return uuidv7(lastDay, crypto.getRandomValues(new Uint8Array(10))) as TicketId;
}

export function opening(ticket: TicketId, more: Partial<Extract<Command, { type: 'open' }>> = {}): Command {
  return {
    type: 'open',
    ...PLAIN_OPEN,
    ticket,
    site: SITE,
    asset: null,
    room: null,
    code: null,
    nature: 'incident',
    channel: 'scan',
    category: 'workstation',
    symptom: 'wont_start',
    text: '',
    impact: 'person',
    urgency: 'normal',
    photos: [],
    ...more,
  };
}

export function note(ticket: TicketId, text: string): Command {
  return { type: 'note', v: 2, ticket, text, visibility: 'public', call: null };
}

/** A device that says what it is told to, and keeps count as the shipped one does. */
export class Device {
  readonly school: School;
  readonly person: PersonId;
  readonly origin = randomUUID() as OriginId;
  epoch: string | null = null;
  since = 0;
  settled = 0;
  seq = 0;

  constructor(school: School, person: PersonId) {
    this.school = school;
    this.person = person;
  }

  /** A device that has had its reset. */
  static async ready(school: School, person: PersonId): Promise<Device> {
    const device = new Device(school, person);
    await device.reset();
    return device;
  }

  entry(command: unknown, at = this.school.now): Entry {
    this.seq += 1;
    return { seq: this.seq, at, offset: 0, command };
  }

  request(entries: readonly Entry[], more: Partial<SyncRequest> = {}): SyncRequest {
    const { origin, epoch, since, settled } = this;
    return { protocol: PROTOCOL, origin, epoch, since, settled, page: null, entries: [...entries], ...more };
  }

  async reset(): Promise<Said> {
    const answer = full(await this.school.ask(this.person, this.request([])));
    if (!answer.reset || answer.page !== null) throw new Error('no reset in one page');
    this.epoch = answer.epoch;
    this.since = answer.cursor;
    return answer;
  }

  /** Says these commands, and takes the answer in. */
  async say(...commands: readonly unknown[]): Promise<Said> {
    return this.hear(await this.school.ask(this.person, this.request(commands.map((c) => this.entry(c)))));
  }

  /** Asks for news only. */
  async pull(): Promise<Said> {
    return this.hear(await this.school.ask(this.person, this.request([])));
  }

  hear(answer: Answer): Said {
    const said = full(answer);
    if (said.reset) return said;
    this.since = said.cursor;
    this.settled = said.receipts.at(-1)?.seq ?? this.settled;
    return said;
  }
}

export function full(answer: Answer): Said {
  if (answer.kind !== 'answer') throw new Error(`expected an answer, got ${JSON.stringify(answer)}`);
  return answer;
}

export const kinds = (receipts: readonly Receipt[]) =>
  receipts.map(({ outcome }) => (outcome.kind === 'refused' ? `refused ${outcome.refusal.code}` : outcome.kind));

/** Whom a call about a new ticket of Rose's reaches: the hands that are there, then whoever stands in for the others. */
export async function handsCalled(school: School, at = school.now): Promise<{ present: readonly PersonId[]; deputies: readonly PersonId[] }> {
  const ticket = newTicket();
  await (await Device.ready(school, REQUESTER)).say(opening(ticket));
  const head = await school.head(ticket);
  const { present, deputies } = circlesOf(head, await aroundOf(storeOf(school.db).read, head, at));
  return { present, deputies };
}

/** A view of the database whose statements fail when `fail` says so; the n-th of the view counts from 1. */
export function failing(db: Db, fail: (n: number, statement: Statement & { readonly table: string | undefined }) => Error | null): Db {
  let n = 0;
  return watching(db, async (statement, next) => {
    n += 1;
    const error = fail(n, { ...statement, table: tableOf(statement) });
    if (error !== null) throw error;
    return next();
  });
}

/** The alarms that the server logged while `work` ran. */
export async function alarmsDuring(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    await work();
    return log.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);
  } finally {
    log.mockRestore();
  }
}
