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
      { ...on, type: 'note', v: 2, text: `${letter}:inner-note`, visibility: 'internal', call: null },
      { ...on, type: 'note', v: 2, text: `${letter}:public`, visibility: 'public', call: null },
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

  test.each(['provider', 'proximity'] as const)(
    'a %s team is told where the ticket handed to it is, and keeps nothing of it once it is taken away',
    async (teamKind) => {
      const [id, team] = [randomUUID() as PersonId, randomUUID()];
      const role = teamKind === 'provider' ? 'provider' : 'correspondent';
      await school.db.person.create({ data: { id, login: `hand ${teamKind}`, givenName: 'Main', familyName: teamKind } });
      await school.db.membership.create({ data: { id: randomUUID(), personId: id, role, siteId: role === 'provider' ? null : OTHER_SITE } });
      await school.db.team.create({ data: { id: team, name: 'Équipe', kind: teamKind } });
      await school.db.teamMember.create({ data: { teamId: team, personId: id } });
      const [asset] = await school.db.asset.findMany({ where: { siteId: SITE } });
      const member = await Device.ready(school, id);
      const engineer = await Device.ready(school, ENGINEER);
      const [ticket, other] = [newTicket(), newTicket()];
      const give = (t: typeof ticket) => ({ type: 'assign', v: 1, ticket: t, person: null, team, text: 'A:inner-escalation' });
      await engineer.say(opening(ticket, { asset: asset?.id as AssetId, text: 'A:report' }), give(ticket), opening(other, {}), give(other));

      const came = (await member.pull()).changes;
      expect(came.map((c) => c.kind)).toEqual(['ticket', 'ticket']);
      // What a repair needs of the asset; of the site its address alone.
      expect(came.find((c) => c.id === ticket)).toMatchObject({
        place: { site: { id: SITE, colleagues: [], teams: [] }, room: { name: 'A:room' }, asset: { id: asset?.id, serial: 'A:serial' } },
      });
      expect(came.find((c) => c.id === other)).toMatchObject({ place: { site: { id: SITE }, room: null, asset: null } });
      const whole = (await new Device(school, id).reset()).changes;
      const mine = whole.filter((c) => c.id === ticket || c.id === other);
      expect(mine.map((c) => c.kind === 'ticket' && c.place?.site.id)).toEqual([SITE, SITE]);
      expect(whole.filter((c) => c.kind !== 'ticket' && JSON.stringify(c).includes(SITE))).toEqual([]);

      // Taken by the team, resolved by it or taken back: here the engineer takes one back, then the other.
      const said = await member.say(
        { type: 'take', v: 1, ticket, expected: null },
        { type: 'note', v: 2, ticket, text: 'Vu', visibility: 'public', call: null },
      );
      expect(said.receipts.map((r) => r.outcome.kind)).toEqual(['executed', 'executed']);
      await member.pull();
      const back = (t: typeof ticket) => ({ type: 'escalate', v: 1, ticket: t, direction: 'on_site', reason: 'hardware', text: '', team: null });
      await engineer.say({ type: 'assign', v: 1, ticket, person: ENGINEER, team: null, text: '' }, back(ticket));
      const left = (await member.pull()).changes;
      expect(left.map((c) => (c.kind === 'gone' ? `gone ${c.of}` : c.kind)).sort()).toEqual(['gone ticket']);
      await engineer.say({ type: 'take', v: 1, ticket: other, expected: null }, back(other));
      const all = (await member.pull()).changes;
      expect(all.map((c) => (c.kind === 'gone' ? `gone ${c.of}` : c.kind)).sort()).toEqual(['gone ticket']);
      expect(JSON.stringify((await new Device(school, id).reset()).changes)).not.toMatch(/A:/);
    },
  );

  test('the head hears of an access request of the school, sees it, and no longer once nothing is to be agreed to', async () => {
    const head = await Device.ready(school, who('A approver'));
    const far = await Device.ready(school, who('B approver'));
    const near = await Device.ready(school, who('A correspondent'));
    const ticket = newTicket();
    const engineer = await Device.ready(school, ENGINEER);
    const access = { sense: 'open', resource: 'Partage', rights: 'read', from: '2026-11-22', until: null } as const;
    const ask = { category: 'request', symptom: 'access_right', nature: 'service_request', access } as const;
    await engineer.say(opening(ticket, ask));
    const called = await school.db.notice.findMany({ where: { ticketId: ticket, kind: 'approval_asked' } });
    const heads = await Promise.all(called.map(async (n) => (await school.actor(n.personId as PersonId)).memberships));
    expect(called.map((n) => n.personId)).toContain(who('A approver'));
    for (const held of heads) expect(held).toEqual([{ role: 'approver', site: SITE }]);
    const seen = async (device: Device) => (await device.pull()).changes.filter((c) => c.id === ticket).map((c) => c.kind);
    expect([await seen(head), await seen(far), await seen(near)]).toEqual([['ticket'], [], []]);
    const { receipts } = await head.say({ type: 'approve', v: 1, ticket, text: '' });
    expect(receipts[0]?.outcome.kind).toBe('executed');
    await head.pull();
    const facts = { nature: 'incident', category: 'software', symptom: 'app_error', impact: 'person', urgency: 'normal' };
    const other = { asset: null, room: null, reachable: true, priority: null, reason: '' };
    await engineer.say({ type: 'qualify', v: 1, ticket, ...facts, ...other });
    expect([await seen(head), await seen(far)]).toEqual([['gone'], []]);
  });

  test('a ticket that becomes confidential leaves the phones of the site, and the word that it is reported', async () => {
    const [near, other] = [await Device.ready(school, who('A correspondent')), await Device.ready(school, who('A other requester'))];
    const engineer = await Device.ready(school, ENGINEER);
    const ticket = newTicket();
    const [room] = await school.db.room.findMany({ where: { siteId: SITE } });
    const place = { asset: null, room: room?.id as never };
    await engineer.say(opening(ticket, place));
    const seen = async (device: Device) => (await device.pull()).changes.filter((c) => c.id === ticket).map((c) => c.kind);
    expect([await seen(near), await seen(other)]).toEqual([['ticket'], ['reported']]);
    const facts = { nature: 'assistance', category: 'other', symptom: 'complaint', impact: 'person', urgency: 'normal' };
    await engineer.say({ type: 'qualify', v: 1, ticket, ...facts, ...place, reachable: true, priority: null, reason: '' });
    expect([await seen(near), await seen(other)]).toEqual([['gone'], ['gone']]);
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
    const told = changes.filter((c) => c.kind !== 'gone').map((c) => c.id);
    for (const { id } of heads.filter((t) => t.confidential)) expect(told).not.toContain(id);
  });
});
