/**
 * Every role, on its own site, on another and on all, asks every command of a ticket in every state, on each of two sites: the phone, from
 * what it holds, and the server, from its tables, give one verdict; and each refusal has its sentence, in both languages. All of them, where
 * agreement.test.ts draws whole lives by lot and sends them through the door.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '#domain/actor.ts';
import type { Document } from '#domain/documents.ts';
import type { PersonId, PhotoHash, SiteId, TicketId } from '#domain/ids.ts';
import { HEARD } from '#domain/notice.ts';
import { type Command, otherOf, parseCommand } from '#domain/ticket/commands.ts';
import { decide } from '#domain/ticket/decide.ts';
import { STATUSES, type Ticket } from '#domain/ticket/ticket.ts';
import type { Decision } from '#domain/ticket/verdict.ts';
import { contextOf, type Replica, replicaOf } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import { explain } from '#domain/words/explain.ts';
import { words } from '#domain/words/index.ts';
import { Book } from '#server/book.ts';
import { executeSystem } from '#server/execute.ts';
import { judge } from '#server/judge.ts';
import { storeOf } from '#server/sql.ts';
import { databases } from '#test/databases.ts';
import { Device, newTicket, OTHER_SITE, opening, openSchool, PROVIDER, type School, SITE, TEAM } from './school.ts';

const HASH = '1'.repeat(64) as PhotoHash;
const TASK = '01930000-0000-7000-8000-0000000000aa';
const NOWHERE = '01930000-0000-7000-8000-0000000000ff';
const ACCESS = { sense: 'open', resource: 'Paie', rights: 'read', from: '2026-11-24', until: null } as const;
const ON_SITES = ['requester', 'correspondent', 'technician', 'engineer', 'approver', 'supervisor', 'partner', 'admin'] as const;
const EVERYWHERE = ['technician', 'engineer', 'supervisor', 'admin'] as const;

interface Asker {
  readonly person: PersonId;
  /** "technician here" */
  readonly as: string;
}

const [kind] = databases();
let school: School;
const askers: Asker[] = [];
const tickets: TicketId[] = [];
const named = new Map<string, PersonId>();
const at = (site: SiteId) => (site === SITE ? 'here' : 'there');
const who = (role: Role, site: SiteId) => named.get(`${role} ${at(site)}`) as PersonId;

async function person(role: Role, site: SiteId | null, as: string): Promise<void> {
  const id = randomUUID() as PersonId;
  await school.db.person.create({ data: { id, login: id, givenName: as, familyName: 'Essai' } });
  await school.db.membership.create({ data: { id: randomUUID(), personId: id, role, siteId: site } });
  named.set(as, id);
  askers.push({ person: id, as });
}

/** Lives a ticket of that site through these acts, each somebody's. */
async function live(site: SiteId, about: Parameters<typeof opening>[1], ...acts: readonly (readonly [PersonId, object])[]): Promise<void> {
  const ticket = newTicket();
  const say = async (by: PersonId, command: unknown) => {
    school.now += 60_000;
    const { receipts } = await (await Device.ready(school, by)).say(command);
    expect(receipts[0]?.outcome, JSON.stringify(command)).toMatchObject({ kind: 'executed' });
  };
  await say(who('requester', site), opening(ticket, { site, ...about }));
  for (const [by, act] of acts) await say(by, { v: 1, ticket, ...act });
  tickets.push(ticket);
}

beforeAll(async () => {
  if (kind === undefined) throw new Error('no database');
  school = await openSchool(kind);
  for (const site of [SITE, OTHER_SITE]) {
    for (const role of ON_SITES) await person(role, site, `${role} ${at(site)}`);
    await person('requester', site, `another requester ${at(site)}`);
  }
  for (const role of EVERYWHERE) await person(role, null, `${role} everywhere`);
  askers.push({ person: PROVIDER, as: 'provider' });
  await person('provider', null, 'provider of no team');
  for (const site of [SITE, OTHER_SITE]) {
    const [hands, tech, asker] = [who('correspondent', site), who('technician', site), who('requester', site)];
    const take = { type: 'take', expected: null };
    const resolve = { type: 'resolve', text: 'Fait.', resolution: 'permanent', mode: 'on_site' };
    const visit = { type: 'plan_visit', visit: TASK, at: school.now + 9e6, minutes: 30, remote: false, text: '' };
    await live(site, {});
    await live(site, { category: 'software', symptom: 'app_error' });
    await live(site, { category: 'servers', symptom: 'server_down' });
    await live(site, { category: 'network', symptom: 'site_down', impact: 'site' });
    await live(site, { category: 'other', symptom: 'complaint' });
    await live(site, {}, [hands, take]);
    await live(site, {}, [hands, take], [tech, { type: 'join' }]);
    await live(site, {}, [tech, take], [tech, { type: 'start', v: 2, remote: false }]);
    await live(site, {}, [hands, take], [hands, { type: 'wait', reason: 'parts', until: null, text: '' }]);
    await live(site, {}, [hands, take], [hands, visit]);
    await live(
      site,
      {},
      [hands, take],
      [hands, visit],
      [asker, { type: 'answer_visit', visit: TASK, accept: true, text: '' }],
      [hands, { type: 'arrive', asset: null }],
    );
    await live(site, {}, [tech, take], [tech, { type: 'escalate', direction: 'on_site', reason: 'hardware', text: '', team: null }]);
    await live(site, {}, [tech, take], [tech, { type: 'escalate', direction: 'out', reason: 'warranty', text: '', team: TEAM }]);
    await live(site, {}, [tech, take], [tech, { type: 'escalate', direction: 'out', reason: 'warranty', text: '', team: TEAM }], [PROVIDER, take]);
    await live(site, {}, [hands, take], [hands, resolve]);
    await live(site, {}, [hands, take], [hands, resolve], [asker, { type: 'confirm' }]);
    await live(site, {}, [hands, { type: 'drop', reason: 'no_longer_needed', text: '' }]);
    await live(site, { category: 'accounts', symptom: 'forgotten_password' }, [tech, take]);
    await live(site, { category: 'request', symptom: 'new_equipment', nature: 'service_request' }, [tech, take]);
    const asks = { category: 'request', symptom: 'access_right', nature: 'service_request', access: ACCESS } as const;
    await live(site, { ...asks, photos: [HASH] });
    await live(site, { ...asks, photos: [HASH] }, [who('engineer', site), take]);
    await live(site, asks, [who('approver', site), { type: 'approve', text: '' }]);
  }
  // Closed by nobody's word.
  await live(
    SITE,
    {},
    [who('correspondent', SITE), { type: 'take', expected: null }],
    [who('correspondent', SITE), { type: 'resolve', text: 'Fait.', resolution: 'permanent', mode: 'on_site' }],
  );
  await executeSystem(school.db, { type: 'close', ticket: tickets.at(-1) as TicketId }, school.now);
}, 120_000);
afterAll(() => school.close());

/** Every verb of one ticket, with what makes another answer of it. */
function commandsOn(ticket: TicketId, site: SiteId, head: Ticket): Command[] {
  const on = { v: 1, ticket };
  const helper = [who('technician', site), who('requester', site)];
  const owner = head.assignee ?? NOWHERE;
  const facts = { nature: 'incident', category: 'workstation', symptom: 'wont_start', impact: 'group', asset: null, room: null, reachable: true };
  const raw: object[] = [
    opening(newTicket(), { site }),
    opening(newTicket(), { site, category: 'request', symptom: 'access_right', nature: 'service_request', access: ACCESS }),
    opening(newTicket(), { site, category: 'network', symptom: 'site_down', impact: 'site' }),
    opening(newTicket(), { site, channel: 'phone', beneficiary: { person: null, name: 'Mme Petit' } }),
    { type: 'take', expected: null },
    { type: 'take', expected: head.assignee },
    { type: 'release', reason: 'x' },
    { type: 'relieve', from: owner, reason: 'x' },
    { type: 'escalate', direction: 'up', reason: 'skills', text: '', team: null },
    { type: 'escalate', direction: 'up', reason: 'hardware', text: '', team: null },
    { type: 'escalate', direction: 'on_site', reason: 'hardware', text: '', team: null },
    { type: 'escalate', direction: 'out', reason: 'contract', text: '', team: TEAM },
    { type: 'escalate', direction: 'hierarchical', reason: 'critical', text: '', team: null },
    ...helper.map((person) => ({ type: 'ask_help', helper: person, text: '' })),
    { type: 'join' },
    { type: 'note', v: 2, text: 'x', visibility: 'public', call: null },
    { type: 'note', v: 2, text: 'x', visibility: 'internal', call: null },
    { type: 'note', v: 2, text: 'Mot de passe : Rentree2026', visibility: 'public', call: null },
    { type: 'attach', hash: '2'.repeat(64) },
    { type: 'start', v: 2, remote: false },
    { type: 'start', v: 2, remote: true },
    { type: 'wait', reason: 'requester', until: null, text: '' },
    { type: 'resume' },
    { type: 'resolve', text: 'x', resolution: 'permanent', mode: 'remote' },
    { type: 'drop', reason: 'out_of_scope', text: '' },
    { type: 'withdraw', text: '' },
    ...helper.map((person) => ({ type: 'assign', person, team: null, text: '' })),
    { type: 'assign', person: null, team: TEAM, text: '' },
    { type: 'qualify', ...facts, urgency: 'high', priority: null, reason: '' },
    { type: 'qualify', ...facts, urgency: 'high', priority: 1, reason: '' },
    { type: 'record_check', check: 'consent', how: 'phone' },
    { type: 'receive_form', photo: HASH },
    { type: 'add_task', task: TASK, text: 'x', mandatory: true },
    { type: 'complete_task', task: 'check_plug' },
    { type: 'reopen_task', task: 'check_plug' },
    { type: 'plan_visit', visit: NOWHERE, at: 1, minutes: 30, remote: false, text: '' },
    { type: 'answer_visit', visit: TASK, accept: true, text: '' },
    { type: 'arrive', asset: null },
    { type: 'arrive', asset: NOWHERE },
    { type: 'leave', text: '' },
    { type: 'confirm' },
    { type: 'reopen', text: 'x' },
    { type: 'rate', stars: 4, text: '' },
    { type: 'approve', text: '' },
    { type: 'refuse', text: 'x' },
    { type: 'me_too' },
    { type: 'mark_duplicate', of: tickets[0] },
    { type: 'mark_duplicate', of: ticket },
    { type: 'link_problem', problem: tickets[1] },
    { type: 'link_problem', problem: null },
  ];
  return raw.map((command) => {
    const parsed = parseCommand({ ...on, ...command });
    if (parsed === null) throw new Error(`no command: ${JSON.stringify(command)}`);
    return parsed;
  });
}

/** An opening may find on the server what this person does not see: that somebody else has said it (domain/incident.ts). */
const told = (decision: Decision) =>
  decision.ok ? decision.events.map((e) => e.type).filter((type) => type !== 'MarkedDuplicate') : decision.refusal;

test('[35] each role, site, state and command: one verdict, and a sentence for each refusal', { timeout: 120_000 }, async () => {
  const phones: { asker: Asker; replica: Replica; me: Me; actor: Awaited<ReturnType<School['actor']>> }[] = [];
  for (const asker of askers) {
    const { changes, me } = await new Device(school, asker.person).reset();
    const replica = replicaOf(changes.filter((c): c is Document => c.kind !== 'gone'));
    phones.push({ asker, replica, me: me as Me, actor: await school.actor(asker.person) });
  }
  const { read } = storeOf(school.db);
  const [met, yeses, wordless] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let asked = 0;
  for (const ticket of tickets) {
    const head = await school.head(ticket);
    for (const command of commandsOn(ticket, head.site, head)) {
      const book = new Book(school.now);
      await book.read(
        read,
        [command],
        [command.ticket, otherOf(command)].filter((id) => id !== null),
      );
      for (const { asker, replica, me, actor } of phones) {
        const before = book.ticket(command.ticket);
        const server = await judge(read, book, before, command, actor, school.now);
        const held = replica.tickets.get(command.ticket)?.head ?? null;
        const phone = decide(held, command, contextOf(replica, replica.tickets, me, command, school.now));
        expect(told(phone), `${asker.as}, ${at(head.site)}, ${head.status}: ${JSON.stringify(command)}`).toEqual(told(server));
        asked += 1;
        met.add(`${head.status} ${command.type}`);
        if (server.ok) yeses.add(command.type);
        else
          for (const language of ['fr', 'en'] as const) {
            const { what, can } = explain(words(language), server.refusal, { who: 'Mina' });
            if (what.length < 8 || can.length < 3) wordless.add(`${language} ${JSON.stringify(server.refusal)}`);
          }
      }
    }
  }
  expect([...wordless]).toEqual([]);
  const verbs = Object.keys(HEARD);
  expect(STATUSES.flatMap((status) => verbs.map((verb) => `${status} ${verb}`)).filter((pair) => !met.has(pair))).toEqual([]);
  expect(verbs.filter((verb) => !yeses.has(verb))).toEqual([]);
  expect(asked).toBeGreaterThan(40_000);
});
