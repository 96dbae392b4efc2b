/** What each role is told, of its own school and of another: every text of the two schools carries a mark, and the answers are searched for it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '#domain/actor.ts';
import type { AssetId, PersonId, SiteId } from '#domain/ids.ts';
import { maySee } from '#domain/permission.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import { databases } from '#test/databases.ts';
import { Device, ENGINEER, newTicket, OTHER_SITE, opening, openSchool, PROVIDER, type School, SITE, TEAM } from './school.ts';

/** The marks of school A; those of school B begin with B. */
const ALL = [
  'A:report',
  'A:public',
  'A:wait',
  'A:resolution',
  'A:inner-note',
  'A:inner-escalation',
  'A:inner-help',
  'A:inner-release',
  'A:inner-relief',
  'A:complaint',
  'A:serial',
  'A:asset',
  'A:room',
  'A:phone',
] as const;
type Mark = (typeof ALL)[number];

const PUBLIC: readonly Mark[] = ['A:report', 'A:public', 'A:wait', 'A:resolution'];
const INNER: readonly Mark[] = ['A:inner-note', 'A:inner-escalation', 'A:inner-help', 'A:inner-release', 'A:inner-relief'];
const PLACE: readonly Mark[] = ['A:asset', 'A:room'];
const REGISTER: readonly Mark[] = [...PLACE, 'A:serial', 'A:phone'];

describe.each(databases())('sight on $name', (kind) => {
  let school: School;
  const people = new Map<string, PersonId>();
  const who = (name: string) => people.get(name) as PersonId;

  async function person(name: string, role: Role, site: SiteId | null, phone: string | null = null): Promise<PersonId> {
    const id = randomUUID() as PersonId;
    await school.db.person.create({ data: { id, login: name, givenName: name, familyName: 'Essai', phone } });
    await school.db.membership.create({ data: { id: randomUUID(), personId: id, role, siteId: site } });
    people.set(name, id);
    return id;
  }

  /** The people, the register and two tickets of one school, all marked with its letter. */
  async function fill(letter: 'A' | 'B', site: SiteId): Promise<void> {
    const rose = await person(`${letter} requester`, 'requester', site);
    await person(`${letter} other requester`, 'requester', site);
    const direction = await person(`${letter} approver`, 'approver', site);
    const mina = await person(`${letter} correspondent`, 'correspondent', site, `${letter}:phone`);
    const hugo = await person(`${letter} second correspondent`, 'correspondent', site);
    for (const role of ['technician', 'supervisor', 'admin', 'partner'] as const) await person(`${letter} ${role}`, role, site);
    const room = randomUUID();
    await school.db.room.create({ data: { id: room, siteId: site, name: `${letter}:room`, version: 1 } });
    const asset = randomUUID() as AssetId;
    const register = { model: `${letter}:asset`, serial: `${letter}:serial`, inventory: `${letter}:serial` };
    await school.db.asset.create({ data: { id: asset, siteId: site, roomId: room, type: 'laptop', version: 1, ...register } });

    const say = async (by: PersonId, ...commands: object[]) => {
      const { receipts } = await (await Device.ready(school, by)).say(...commands);
      expect(receipts.map((r) => r.outcome)).toEqual(commands.map(() => expect.objectContaining({ kind: 'executed' })));
    };
    const ticket = newTicket();
    const on = { v: 1, ticket };
    await say(rose, opening(ticket, { site, asset, text: `${letter}:report` }));
    await say(
      mina,
      { ...on, type: 'take', expected: null },
      { ...on, type: 'note', text: `${letter}:inner-note`, visibility: 'internal' },
      { ...on, type: 'note', text: `${letter}:public`, visibility: 'public' },
      { ...on, type: 'ask_help', helper: hugo, text: `${letter}:inner-help` },
      { ...on, type: 'wait', reason: 'parts', until: null, text: `${letter}:wait` },
    );
    await say(hugo, { ...on, type: 'relieve', from: mina, reason: `${letter}:inner-relief` });
    await say(hugo, { ...on, type: 'release', reason: `${letter}:inner-release` });
    const up = { ...on, type: 'escalate', direction: 'up', reason: 'skills', text: `${letter}:inner-escalation`, team: null };
    const done = { ...on, type: 'resolve', text: `${letter}:resolution`, resolution: 'permanent', mode: 'remote' };
    await say(mina, up);
    await say(ENGINEER, { ...on, type: 'take', expected: null }, done);
    await say(direction, opening(newTicket(), { site, asset, category: 'other', symptom: 'complaint', text: `${letter}:complaint` }));
  }

  beforeAll(async () => {
    school = await openSchool(kind);
    await fill('A', SITE);
    await fill('B', OTHER_SITE);
    await person('technician', 'technician', null);
    await person('supervisor', 'supervisor', null);
    await person('admin', 'admin', null);
  });
  afterAll(() => school.close());

  /** The marks in all that this person is told: a device that begins, and one that asks for everything since the first version. */
  async function told(id: PersonId): Promise<string[]> {
    const device = new Device(school, id);
    const reset = await device.reset();
    device.since = 0;
    const { changes } = await device.pull();
    const text = JSON.stringify([reset.changes, changes]);
    return [...new Set(text.match(/\b[AB]:[a-z-]+/g) ?? [])].sort();
  }
  const of = (letter: string, marks: readonly Mark[]) => marks.map((m) => m.replace('A', letter));

  test.each<[string, readonly Mark[]]>([
    ['requester', [...PUBLIC, ...PLACE]],
    ['other requester', PLACE],
    ['approver', [...PLACE, 'A:complaint']],
    ['correspondent', [...PUBLIC, ...INNER, ...REGISTER]],
    ['technician', ALL],
    ['supervisor', ALL],
    ['admin', ALL],
    ['partner', []],
  ])('a %s of one school is told what is theirs, and nothing of the other', async (role, marks) => {
    for (const letter of ['A', 'B']) expect(await told(who(`${letter} ${role}`))).toEqual(of(letter, marks).sort());
  });

  test.each(['technician', 'supervisor', 'admin'])('a %s of the organisation is told everything', async (role) => {
    expect(await told(who(role))).toEqual([...ALL, ...of('B', ALL)].sort());
  });

  test('no name of a person of one school is told in the other', async () => {
    for (const [own, foreign] of [
      ['A', 'B'],
      ['B', 'A'],
    ] as const) {
      for (const role of ['requester', 'other requester', 'approver', 'correspondent', 'technician', 'supervisor', 'admin', 'partner']) {
        const device = new Device(school, who(`${own} ${role}`));
        expect(JSON.stringify((await device.reset()).changes), `${own} ${role}`).not.toMatch(new RegExp(`${foreign} (?!:)`));
      }
    }
  });

  test('a provider is told of no ticket but the team’s, and of nobody but those on it', async () => {
    expect(await told(PROVIDER)).toEqual([]);
    const ticket = newTicket();
    const engineer = await Device.ready(school, ENGINEER);
    await engineer.say(opening(ticket, { text: 'A:report' }), {
      type: 'escalate',
      v: 1,
      ticket,
      direction: 'out',
      reason: 'warranty',
      text: 'A:inner-escalation',
      team: TEAM,
    });
    expect(await told(PROVIDER)).toEqual(['A:inner-escalation', 'A:report']);
    const { changes } = await new Device(school, PROVIDER).reset();
    expect(changes.map((c) => (c.kind === 'ticket' ? Object.keys(c.names) : c.kind))).toEqual([[ENGINEER]]);
  });

  test('nobody is called to a ticket that they may not see', async () => {
    const engineer = await Device.ready(school, ENGINEER);
    const ticket = newTicket();
    const critical = { impact: 'site', urgency: 'blocking' } as const;
    const { receipts } = await engineer.say(
      opening(ticket, { category: 'other', symptom: 'complaint', text: 'A:complaint', ...critical }),
      { type: 'take', v: 1, ticket, expected: null },
      { type: 'escalate', v: 1, ticket, direction: 'on_site', reason: 'hardware', text: '', team: null },
    );
    expect(receipts.map((r) => r.outcome.kind)).toEqual(['executed', 'executed', 'executed']);
    const called = await school.db.notice.findMany({ where: { ticketId: ticket }, select: { personId: true, kind: true } });
    const head = await school.head(ticket);
    for (const { personId, kind: why } of called) expect(maySee(await school.actor(personId as PersonId), head), `${personId}: ${why}`).toBe(true);
  });

  test('of a colleague’s report a requester learns its asset and its state, never of a complaint', async () => {
    const device = new Device(school, who('A other requester'));
    await device.reset();
    device.since = 0;
    const { changes } = await device.pull();
    for (const c of changes) expect(['site', 'room', 'asset', 'reported', 'gone']).toContain(c.kind);
    const heads = (await school.db.ticket.findMany({ where: { siteId: SITE } })).map((t) => t.head as unknown as Ticket);
    for (const { id } of heads.filter((t) => t.confidential)) expect(changes.map((c) => c.id)).not.toContain(id);
  });
});
