/** A school with one room, a correspondent, a technician and a requester, and a notifier in front of a push service of our own. */
import { randomUUID } from 'node:crypto';
import { Agent } from 'node:https';
import webPush from 'web-push';
import { ROLES, type Role } from '#domain/actor.ts';
import type { OriginId, PersonId, RoomId, SiteId, TicketId } from '#domain/ids.ts';
import { type Command, PLAIN_OPEN } from '#domain/ticket/commands.ts';
import type { Outcome } from '#domain/wire.ts';
import type { Db } from '#server/db.ts';
import { execute, executeSystem } from '#server/execute.ts';
import type { Sender } from '#server/looking.ts';
import { createNotifier, type NotifierMeans } from '#server/notify/notifier.ts';
import { createTransport } from '#server/notify/transport.ts';
import { keepDevice } from '#server/push/devices.ts';
import { actorFor } from '#server/session/actor.ts';
import type { Phone, Receiver } from './receiver.ts';

export const vapid = webPush.generateVAPIDKeys();
const SUBJECT = 'mailto:relais@example.org';
/** Names and words that must never leave in a push. */
export const SECRETS = ['Mina', 'Diallo', 'Paul', 'Lenoir', 'Ana', 'Costa', 'Le câble est derrière le bureau de la directrice', 'Je n’ai pas la clé'];

const id = <T extends string>() => randomUUID() as string as T;

export interface World {
  readonly db: Db;
  readonly site: SiteId;
  readonly room: RoomId;
  readonly correspondent: PersonId;
  readonly technician: PersonId;
  readonly requester: PersonId;
  /** A ticket opened by the correspondent, taken by nobody. */
  open(): Promise<TicketId>;
  /** A ticket that the correspondent passes to level 2: the technician is called. */
  escalate(): Promise<{ ticket: TicketId; notice: string }>;
  say(person: PersonId, command: Command): Promise<Outcome>;
  /** Subscribes a new phone of this person at the receiver. */
  phone(person: PersonId, label?: string): Promise<Phone & { readonly device: string }>;
  /** `timeLimit`: how long it waits for the push service, ms. */
  notifier(over?: Partial<NotifierMeans> & { timeLimit?: number }): Sender;
  /** What the timeline says of alerts: `[person, step]` each. */
  traces(ticket: TicketId): Promise<[string, string][]>;
  /** ms; the notifier and `say` live at this instant. */
  now: number;
  readonly logged: { readonly what: string; readonly facts: Readonly<Record<string, unknown>> }[];
}

async function person(db: Db, given: string, family: string, role: Role, site: SiteId, language: 'fr' | 'en' = 'fr'): Promise<PersonId> {
  if (!ROLES.includes(role)) throw new Error(role);
  const personId = id<PersonId>();
  const row = { id: personId, login: `${given}.${personId}`, givenName: given, familyName: family, language };
  await db.person.create({ data: { ...row, memberships: { create: { id: randomUUID(), role, siteId: site } } } });
  return personId;
}

/** @param db a fresh database (test/databases.ts) */
export async function makeWorld(db: Db, receiver: Receiver): Promise<World> {
  const site = id<SiteId>();
  const room = id<RoomId>();
  await db.organisation.create({ data: { id: 'org', name: 'Essai', incarnation: 'one', alerts: { quiet: false } } });
  await db.site.create({ data: { id: site, uai: '0750001A', name: 'Collège des Essais', city: 'Paris', version: 0 } });
  await db.room.create({ data: { id: room, siteId: site, building: 'Bât. B', name: '203', version: 0 } });
  const correspondent = await person(db, 'Mina', 'Diallo', 'correspondent', site);
  const technician = await person(db, 'Paul', 'Lenoir', 'technician', site);
  const requester = await person(db, 'Ana', 'Costa', 'requester', site, 'en');
  const origins = new Map<PersonId, { origin: OriginId; seq: number }>();
  const agent = new Agent({ ca: receiver.ca, keepAlive: true });

  const world: World = {
    db,
    site,
    room,
    correspondent,
    technician,
    requester,
    now: Date.now(),
    logged: [],
    say: async (by, command) => {
      const actor = await actorFor(db, by);
      if (actor === null) throw new Error('nobody');
      const from = origins.get(by) ?? { origin: id<OriginId>(), seq: 0 };
      if (from.seq === 0) {
        const at = new Date(world.now - 3_600_000);
        await db.origin.create({ data: { id: from.origin, personId: by, lastContact: at, lastAct: at, createdAt: at } });
      }
      from.seq += 1;
      origins.set(by, from);
      const { outcome } = await execute(db, actor, from.origin, { seq: from.seq, at: world.now, offset: 0, command }, world.now);
      if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.refusal));
      return outcome;
    },
    open: async () => {
      const ticket = id<TicketId>();
      await world.say(correspondent, {
        type: 'open',
        ...PLAIN_OPEN,
        ticket,
        site,
        asset: null,
        room,
        code: null,
        nature: 'incident',
        channel: 'scan',
        category: 'display',
        symptom: null,
        text: 'Le câble est derrière le bureau de la directrice',
        impact: 'group',
        urgency: 'normal',
        photos: [],
      });
      return ticket;
    },
    escalate: async () => {
      const ticket = await world.open();
      await world.say(correspondent, {
        type: 'escalate',
        v: 1,
        ticket,
        direction: 'up',
        reason: 'skills',
        text: 'Je n’ai pas la clé',
        team: null,
      });
      const notice = await db.notice.findFirstOrThrow({ where: { ticketId: ticket, personId: technician, kind: 'handover' } });
      return { ticket, notice: notice.id };
    },
    phone: async (owner, label = 'Chrome sur Android') => {
      const phone = receiver.subscribe(vapid.publicKey);
      return { ...phone, device: await keepDevice(db, owner, { ...phone.subscription, label, renewed: true }, world.now) };
    },
    notifier: ({ timeLimit = 10_000, ...over } = {}) =>
      createNotifier({
        db,
        transport: createTransport({ subject: SUBJECT, ...vapid, testHost: receiver.host, agent, timeLimit }),
        trace: (command) => executeSystem(db, command, world.now),
        publicUrl: 'https://relais.example.org',
        now: () => world.now,
        dice: () => 0,
        log: (what, facts) => world.logged.push({ what, facts }),
        ...over,
      }),
    traces: async (ticket) => {
      const events = await db.event.findMany({ where: { ticketId: ticket, type: 'AlertTraced' }, orderBy: { version: 'asc' } });
      return events.map(({ data }) => {
        const { person: who, step } = data as { person: string; step: string };
        return [who, step];
      });
    },
  };
  return world;
}
