/**
 * The phone greys out and promises by what it holds, the server judges by its tables: for whoever asks and whatever they ask, of tickets in any
 * state, both must say the same (a phone that promised what is then refused has lied).
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Role } from '#domain/actor.ts';
import type { Document } from '#domain/documents.ts';
import type { AssetId, PersonId, RoomId, SiteId, TeamId, TicketId } from '#domain/ids.ts';
import { HEARD } from '#domain/notice.ts';
import { DEFAULT_MATRIX } from '#domain/priority.ts';
import { type Command, otherOf, parseCommand } from '#domain/ticket/commands.ts';
import { decide } from '#domain/ticket/decide.ts';
import { evolveAll } from '#domain/ticket/evolve.ts';
import { ESCALATION_REASONS, type Ticket } from '#domain/ticket/ticket.ts';
import { contextOf, replicaOf } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import { openSqlite } from '#test/databases.ts';
import { Device, newTicket, OTHER_SITE, opening, openSchool, PROVIDER, type School, SITE, TEAM } from './school.ts';

const PROXIMITY = '00000002-0000-7000-8000-000000000002' as TeamId;
const of = <T>(list: readonly T[], n: number) => list[n % list.length] as T;
/** Of a task, and of a visit. */
const TASK = '01930000-0000-7000-8000-0000000000aa';
const qualifiedBy = (step: Step) => ({
  ...of(
    [
      { category: 'workstation', symptom: 'wont_start' },
      { category: 'accounts', symptom: 'forgotten_password' },
      { category: 'request', symptom: 'new_equipment' },
      { category: 'request', symptom: 'access_right' },
    ],
    step.one,
  ),
  ...{ nature: 'incident', impact: 'group', urgency: of(['normal', 'blocking'], step.two), asset: null, room: null, reachable: step.two % 3 !== 0 },
  ...{ priority: of([null, null, 1], step.three), reason: step.two % 2 === 0 ? 'x' : '' },
});
const NOWHERE = randomUUID();
/** After a call, with whoever asked for it. */
const CALL = { way: 'in', with: 'beneficiary', name: '' } as const;
/** An organisation that has set its priorities otherwise. */
const GROUP = { low: 4, normal: 2, high: 1, blocking: 1 };
const REASONS = Object.values(ESCALATION_REASONS).flat();

/** Where a step points; each number is taken modulo what there is. */
const steps = fc.array(fc.record({ who: fc.nat(), verb: fc.nat(), ticket: fc.nat(), one: fc.nat(), two: fc.nat(), three: fc.nat() }), {
  minLength: 12,
  maxLength: 24,
});
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

describe('phone and server', () => {
  let school: School;
  const people: PersonId[] = [];
  const assets = [NOWHERE] as AssetId[];
  const rooms = [NOWHERE] as RoomId[];

  async function person(role: Role, ...sites: (SiteId | null)[]): Promise<void> {
    const id = randomUUID() as PersonId;
    await school.db.person.create({ data: { id, login: id, givenName: role, familyName: 'Essai' } });
    for (const siteId of sites) await school.db.membership.create({ data: { id: randomUUID(), personId: id, role, siteId } });
    people.push(id);
  }

  beforeAll(async () => {
    school = await openSchool({ name: 'sqlite', open: openSqlite });
    await school.db.team.create({ data: { id: PROXIMITY, name: 'Proximité', kind: 'proximity' } });
    for (const site of [SITE, OTHER_SITE]) {
      for (const role of ['requester', 'approver', 'correspondent', 'technician', 'supervisor', 'partner'] as const) await person(role, site);
      const room = randomUUID();
      await school.db.room.create({ data: { id: room, siteId: site, name: '203', version: 1 } });
      rooms.push(room as RoomId);
      const asset = randomUUID();
      await school.db.asset.create({ data: { id: asset, siteId: site, roomId: room, type: 'laptop', critical: site === SITE, version: 1 } });
      assets.push(asset as AssetId);
    }
    await school.db.organisation.update({ where: { id: 'org' }, data: { sla: { matrix: { ...DEFAULT_MATRIX, group: GROUP } } } });
    await person('correspondent', SITE, OTHER_SITE);
    for (const role of ['technician', 'engineer', 'supervisor', 'admin'] as const) await person(role, null);
    people.push(PROVIDER);
  });
  afterAll(() => school.close());

  function commandOf(step: Step, tickets: readonly TicketId[]): Command {
    const ticket = step.ticket % 9 === 0 ? newTicket() : of(tickets.length > 0 ? tickets.slice(-3) : [newTicket()], step.ticket);
    const on = { v: 1, ticket } as const;
    const site = of([SITE, OTHER_SITE], step.one);
    const verbs: (() => Command)[] = [
      () => opening(newTicket(), { site, asset: of([null, ...assets], step.two), room: of([null, ...rooms], step.three) }),
      () => opening(newTicket(), { site, category: of(['request', 'other', 'servers'], step.two), symptom: of([null, 'complaint'], step.three) }),
      () =>
        opening(newTicket(), {
          ...{ site, category: 'request', symptom: 'access_right', photos: ['1'.repeat(64) as never] },
          access: { sense: 'open', resource: 'x', rights: 'read', from: '2026-11-23', until: null },
        }),
      () => ({ ...on, type: 'take', expected: null }),
      () => ({ ...on, type: 'take', expected: null }),
      () => ({ ...on, type: 'take', expected: null }),
      () => ({ ...on, type: 'release', reason: 'x' }),
      () => ({ ...on, type: 'relieve', from: of(people, step.one), reason: 'x' }),
      () => ({ ...on, type: 'relieve', from: of(people, step.two), reason: 'x' }),
      () => {
        const direction = of(['up', 'on_site', 'out', 'out', 'hierarchical'] as const, step.one);
        const reason = step.three % 3 === 0 ? of(REASONS, step.three) : of(ESCALATION_REASONS[direction], step.three);
        return { ...on, type: 'escalate', direction, reason, text: '', team: of([TEAM, TEAM, PROXIMITY, NOWHERE as TeamId, null], step.two) };
      },
      () => ({ ...on, type: 'ask_help', helper: of(people, step.one), text: '' }),
      () => ({ ...on, type: 'ask_help', helper: of(people, step.two), text: '' }),
      () => ({ ...on, type: 'join' }),
      () => ({
        ...on,
        type: 'note',
        v: 2,
        text: 'x',
        visibility: of(['public', 'internal'] as const, step.one),
        call: of([null, null, CALL], step.two),
      }),
      () => ({ ...on, type: 'attach', hash: String(step.one % 10).repeat(64) as never }),
      () => ({ ...on, type: 'start', v: 2, remote: step.two % 2 === 0 }),
      () => ({ ...on, type: 'withdraw', text: '' }),
      () => ({ ...on, type: 'assign', person: of(people, step.one), team: null, text: '' }),
      () => ({ ...on, type: 'assign', person: null, team: of([TEAM, PROXIMITY, NOWHERE as TeamId], step.one), text: '' }),
      () => ({ ...on, type: 'qualify', ...qualifiedBy(step) }) as Command,
      () => ({ ...on, type: 'record_check', check: 'consent', how: 'phone' }),
      () => ({ ...on, type: 'receive_form', photo: String(step.one % 10).repeat(64) as never }),
      () => ({ ...on, type: 'add_task', task: TASK, text: 'x', mandatory: step.one % 3 === 0 }),
      () => ({ ...on, type: 'complete_task', task: of([TASK, 'give_temporary', 'explain_rules', 'apply_right', 'nothing'], step.one) }),
      () => ({ ...on, type: 'reopen_task', task: of([TASK, 'give_temporary', 'explain_rules', 'apply_right', 'nothing'], step.one) }),
      () => ({ ...on, type: 'plan_visit', visit: TASK, at: 1, minutes: 30, remote: step.one % 2 === 0, text: '' }),
      () => ({ ...on, type: 'answer_visit', visit: TASK, accept: step.one % 2 === 0, text: '' }),
      () => ({ ...on, type: 'arrive', asset: null }),
      () => ({ ...on, type: 'leave', text: '' }),
      () => ({ ...on, type: 'confirm' }),
      () => ({ ...on, type: 'reopen', text: 'x' }),
      () => ({ ...on, type: 'rate', stars: 1 + (step.one % 5), text: '' }),
      () => ({ ...on, type: 'approve', text: '' }),
      () => ({ ...on, type: 'refuse', text: 'x' }),
      () => ({ ...on, type: 'me_too' }),
      () => ({ ...on, type: 'mark_duplicate', of: of(tickets, step.two) ?? (NOWHERE as TicketId) }),
      () => ({ ...on, type: 'link_problem', problem: step.two % 4 === 0 ? null : (of(tickets, step.two) ?? (NOWHERE as TicketId)) }),
      () => ({ ...on, type: 'wait', reason: 'parts', until: null, text: '' }),
      () => ({ ...on, type: 'resume' }),
      () => ({ ...on, type: 'resolve', text: 'x', resolution: 'permanent', mode: 'remote' }),
      () => ({ ...on, type: 'drop', reason: 'duplicate', text: '' }),
    ];
    const ENDS: readonly unknown[] = ['open', 'withdraw', 'mark_duplicate', 'drop', 'refuse', 'confirm'];
    // Drawn numbers are mostly small.
    const command = parseCommand(of(verbs, step.verb + 31 * step.one + 17 * step.two + 13 * step.three)()) as Command;
    // Most tickets live on, and are looked at for a while, or there is nothing left to say.
    return ENDS.includes(command.type) && (step.one + step.two + step.who) % 5 > 0 && tickets.length > 0
      ? commandOf({ ...step, verb: step.verb + 1 }, tickets)
      : command;
  }

  test('[35] say the same of every command', async () => {
    const devices = new Map(people.map((id) => [id, new Device(school, id)]));
    const actors = await Promise.all(people.map((id) => school.actor(id)));
    const knowing = { at: 0, asset: null, room: null, reported: null, isSupport: () => true, teamKind: () => 'provider' as const };
    const aptFor = (step: Step, command: Command, head: Ticket | null, other: Ticket | null): Actor | undefined => {
      const from = step.who % people.length;
      return [...actors.slice(from), ...actors.slice(0, from)].find((actor) => decide(head, command, { ...knowing, other, actor }).ok);
    };
    const headOf = async (id: TicketId | null): Promise<Ticket | null> =>
      id === null ? null : (((await school.db.ticket.findUnique({ where: { id } }))?.head as unknown as Ticket | undefined) ?? null);
    /** Most steps are somebody's who may, and a verb that the state allows, or there would be few states. */
    const actOf = async (step: Step, tickets: readonly TicketId[]): Promise<{ command: Command; by: PersonId }> => {
      const isFree = step.who % 3 === 0;
      for (let k = 0; k < (isFree ? 1 : 40); k += 1) {
        const drawn = commandOf({ ...step, verb: step.verb + k }, tickets);
        const head = await headOf(drawn.ticket);
        const command = drawn.type === 'relieve' && step.two % 3 > 0 ? { ...drawn, from: head?.assignee ?? drawn.from } : drawn;
        const apt = isFree ? undefined : aptFor(step, command, head, await headOf(otherOf(command)));
        if (apt !== undefined) return { command, by: apt.person };
      }
      return { command: commandOf(step, tickets), by: of(people, step.who) };
    };
    const met = new Set<string>();
    const tickets: TicketId[] = [];
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        for (const step of all) {
          const { command, by } = await actOf(step, tickets);
          const device = devices.get(by) as Device;
          device.epoch = null;
          const { changes, me } = await device.reset();
          const replica = replicaOf(changes.filter((c): c is Document => c.kind !== 'gone'));
          const held = replica.tickets.get(command.ticket)?.head ?? null;
          const promised = decide(held, command, contextOf(replica, replica.tickets, me as Me, command, school.now));
          const { receipts } = await device.say(command);
          const outcome = receipts[0]?.outcome;
          const said = promised.ok ? 'executed' : promised.refusal;
          expect(outcome?.kind === 'refused' ? outcome.refusal : outcome?.kind, JSON.stringify({ command, memberships: me?.memberships })).toEqual(
            said,
          );
          if (promised.ok && promised.events.length > 0 && (command.type === 'open' || command.type === 'qualify')) {
            const promise = evolveAll(
              held,
              promised.events.map((event) => ({ event, by, at: school.now })),
            );
            const given = await headOf(command.ticket);
            expect([given?.priority, given?.raised], JSON.stringify(command)).toEqual([promise?.priority, promise?.raised]);
          }
          if (command.type === 'open' && promised.ok) tickets.push(command.ticket);
          const verdict = `${command.type} ${promised.ok ? 'yes' : promised.refusal.code}`;
          met.add(verdict);
        }
      }),
      { numRuns: 24, seed: 7, endOnFailure: true },
    );
    // Nothing is shown by commands that all end at the door.
    const verbs = Object.keys(HEARD);
    expect(verbs.filter((verb) => [...met].every((m) => !m.startsWith(`${verb} `)))).toEqual([]);
    // That each of them can be a yes is shown by shapes.test.ts.
    expect(verbs.filter((verb) => met.has(`${verb} yes`)).length).toBeGreaterThan(20);
  }, 120_000);
});
