import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Change } from '#domain/documents.ts';
import type { RoomId } from '#domain/ids.ts';
import type { Answer } from '#domain/wire.ts';
import type { Tx } from '#server/db.ts';
import { markRights } from '#server/notice-rows.ts';
import { withVersion } from '#server/register.ts';
import { databases } from '#test/databases.ts';
import {
  alarmsDuring,
  Device,
  ENGINEER,
  full,
  HUGO,
  kinds,
  MINA,
  newTicket,
  note,
  opening,
  openSchool,
  PROVIDER,
  REQUESTER,
  type School,
  SITE,
  TEAM,
} from './school.ts';

const ids = (changes: readonly Change[]) => changes.map((c) => `${c.kind} ${c.id}`);

describe.each(databases())('changes on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
  });
  afterAll(() => school.close());

  test('[18] a slow committer and a quick one: a pull in between loses neither', async () => {
    const [mina, hugo] = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    const ticket = newTicket();
    // A device that was not heard for long is noted down, which waits for the writer: not what is looked at here.
    await hugo.pull();
    let commit = () => {};
    const slow = new Promise<void>((done) => {
      commit = done;
    });
    let raised = () => {};
    const isOpen = new Promise<void>((done) => {
      raised = done;
    });
    // As an import does: the version first, the rows with it, the commit late.
    const first = school.db.$transaction(async (tx) => {
      const { version } = await tx.organisation.update({ where: { id: 'org' }, data: { version: { increment: 1 } }, select: { version: true } });
      raised();
      await slow;
      await tx.room.create({ data: { id: newTicket(), siteId: SITE, name: 'salle lente', version } });
    });
    await isOpen;
    const second = mina.say(opening(ticket));
    const early = await hugo.pull();
    expect(early.changes).toEqual([]);
    commit();
    await Promise.all([first, second]);
    const late = await hugo.pull();
    expect(late.changes.map((c) => c.kind).sort()).toEqual(['room', 'ticket']);
    expect(late.cursor).toBe(await school.version());
  });

  test('[19, 52] given to a provider, a ticket arrives whole; taken away, it leaves and no fresh device is given it', async () => {
    const paul = await Device.ready(school, PROVIDER);
    const irene = await Device.ready(school, ENGINEER);
    const ticket = newTicket();
    const handed = { type: 'escalate', v: 1, ticket, direction: 'out', reason: 'warranty', text: '', team: TEAM };
    const back = { type: 'escalate', v: 1, ticket, direction: 'up', reason: 'skills', text: '', team: null };
    await irene.say(opening(ticket), note(ticket, 'histoire'));
    expect((await paul.pull()).changes, 'not given yet').toEqual([]);
    await irene.say(handed);
    const [whole] = (await paul.pull()).changes;
    expect(whole).toMatchObject({ kind: 'ticket', id: ticket });
    expect(whole?.kind === 'ticket' ? whole.timeline.map((r) => r.event.type) : []).toEqual(['TicketOpened', 'NoteAdded', 'TicketEscalated']);
    await paul.say({ type: 'take', v: 1, ticket, expected: null });
    await irene.say(back);
    expect((await paul.pull()).changes).toEqual([{ kind: 'gone', of: 'ticket', id: ticket }]);
    expect(kinds((await paul.say(note(ticket, 'trop tard'))).receipts)).toEqual(['refused unknown']);
    expect((await new Device(school, PROVIDER).reset()).changes).toEqual([]);
    // And given again: the exit of before does not take it away.
    await irene.say(handed);
    expect(ids((await paul.pull()).changes)).toEqual([`ticket ${ticket}`]);
    const late = new Device(school, PROVIDER);
    expect(ids((await late.reset()).changes)).toEqual([`ticket ${ticket}`]);
  });

  test('[19] rights taken and given back before the device asks: it begins again, and what left its sight meanwhile is gone', async () => {
    const paul = await Device.ready(school, PROVIDER);
    const irene = await Device.ready(school, ENGINEER);
    const ticket = newTicket();
    await irene.say(opening(ticket), { type: 'escalate', v: 1, ticket, direction: 'out', reason: 'warranty', text: '', team: TEAM });
    expect(ids((await paul.pull()).changes)).toContain(`ticket ${ticket}`);
    const change = (work: (tx: Tx) => Promise<unknown>) =>
      school.db.$transaction(async (tx) => {
        const version = await withVersion(tx);
        await work(tx);
        await markRights(tx, PROVIDER, version);
      });
    await change((tx) => tx.teamMember.deleteMany({ where: { personId: PROVIDER } }));
    await irene.say({ type: 'escalate', v: 1, ticket, direction: 'up', reason: 'skills', text: '', team: null });
    await change((tx) => tx.teamMember.create({ data: { personId: PROVIDER, teamId: TEAM } }));
    const again = await paul.pull();
    expect(again.reset).toBe(true);
    expect(ids(again.changes)).not.toContain(`ticket ${ticket}`);
  });

  test('[19] given and taken away between two pulls: the device is told to drop it, and keeps nothing', async () => {
    const paul = await Device.ready(school, PROVIDER);
    const irene = await Device.ready(school, ENGINEER);
    const ticket = newTicket();
    await irene.say(
      opening(ticket),
      { type: 'escalate', v: 1, ticket, direction: 'out', reason: 'warranty', text: '', team: TEAM },
      { type: 'escalate', v: 1, ticket, direction: 'up', reason: 'skills', text: '', team: null },
    );
    expect((await paul.pull()).changes.filter((c) => c.kind !== 'gone')).toEqual([]);
  });

  test('[19] internal notes stay inside; of other tickets a requester learns that they exist, then that they are over', async () => {
    const [mina, rose] = [await Device.ready(school, MINA), await Device.ready(school, REQUESTER)];
    const [hers, other] = [newTicket(), newTicket()];
    const room = newTicket() as unknown as RoomId;
    await school.db.room.create({ data: { id: room, siteId: SITE, name: '203', version: 1 } });
    const nowhere = newTicket();
    await rose.say(opening(hers));
    await mina.say({ ...note(hers, 'entre nous'), visibility: 'internal' }, note(hers, 'pour vous'), opening(other, { room }), opening(nowhere));
    const { changes } = await rose.pull();
    expect(ids(changes).join(), 'what is of no place is nothing to her').not.toContain(nowhere);
    const own = changes.find((c) => c.id === hers);
    expect(own?.kind === 'ticket' ? own.timeline.map((r) => r.event.type) : []).toEqual(['TicketOpened', 'NoteAdded']);
    expect(changes.find((c) => c.id === other)).toMatchObject({ kind: 'reported', status: 'new' });
    expect(JSON.stringify(changes)).not.toContain('entre nous');
    await mina.say({ type: 'drop', v: 1, ticket: other, reason: 'no_answer', text: '' });
    expect((await rose.pull()).changes).toEqual([{ kind: 'gone', of: 'ticket', id: other }]);
  });

  test('[20, 35] a correspondent who leaves the site: reset without it; what they had tapped is refused, not lost', async () => {
    const hugo = await Device.ready(school, HUGO);
    const ticket = newTicket();
    await (await Device.ready(school, MINA)).say(opening(ticket));
    await hugo.pull();
    const { id } = await school.db.membership.findFirstOrThrow({ where: { personId: HUGO } });
    await school.db.membership.delete({ where: { id } });
    const request = hugo.request([hugo.entry(note(ticket, 'tapé avant'))]);
    const version = await school.version();
    const reset = full(await school.ask(HUGO, request));
    expect(reset).toMatchObject({ reset: true, receipts: [], changes: [] });
    expect(await school.version(), 'nothing was executed').toBe(version);
    const after = full(await school.ask(HUGO, { ...request, epoch: reset.epoch, since: reset.cursor }));
    expect(kinds(after.receipts)).toEqual(['refused unknown']);
    await school.db.membership.create({ data: { id, personId: HUGO, role: 'correspondent', siteId: SITE } });
  });

  test('[21] a device that remembers what the database does not: alarm with the count, reset before any execution, for everybody', async () => {
    const [mina, hugo] = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    const ticket = newTicket();
    await mina.say(opening(ticket));
    // The copy that was put back had not heard Mina's last three commands.
    mina.seq = 4;
    mina.settled = 4;
    const request = mina.request([mina.entry(note(ticket, 'cinquième'))]);
    let reset: Answer | undefined;
    const alarms = await alarmsDuring(async () => {
      reset = await school.ask(MINA, request);
    });
    expect(alarms).toMatchObject([{ level: 'alarm', forgotten: 3 }]);
    expect(reset).toMatchObject({ reset: true, receipts: [] });
    expect(await school.db.receipt.count({ where: { origin: mina.origin } })).toBe(1);
    const { epoch, cursor: since } = full(reset as Answer);
    expect(kinds(full(await school.ask(MINA, { ...request, epoch, since })).receipts)).toEqual(['executed']);
    expect((await hugo.pull()).reset, 'the others reset too').toBe(true);
  });

  test('[21] a cursor from the future, and an origin unknown but not new, are noticed too', async () => {
    school.now += 3_600_000;
    const mina = await Device.ready(school, MINA);
    mina.since += 1000;
    const [ahead] = await alarmsDuring(() => mina.pull());
    expect(ahead).toMatchObject({ level: 'alarm' });
    school.now += 3_600_000;
    const other = await Device.ready(school, HUGO);
    const stranger = new Device(school, HUGO);
    stranger.epoch = other.epoch;
    stranger.since = other.since;
    stranger.seq = 7;
    let answer: Answer | undefined;
    const alarms = await alarmsDuring(async () => {
      answer = await school.ask(HUGO, stranger.request([stranger.entry(opening(newTicket()))]));
    });
    expect(alarms).toMatchObject([{ level: 'alarm', forgotten: 7 }]);
    expect(answer).toMatchObject({ reset: true, receipts: [] });
  });

  test('[51] a cloned device: what was said alike settles by an ordinary answer, then it is told to fork', async () => {
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    const [open, alike] = [mina.entry(opening(ticket)), mina.entry(note(ticket, 'avant le clonage'))];
    const [ours, theirs] = [3, 3].map((seq, i) => ({ seq, at: school.now + i, offset: 0, command: note(ticket, `appareil ${i}`) }));
    await school.ask(MINA, mina.request([open, alike, ours as never]));
    const request = mina.request([open, alike, theirs as never]);
    const answer = full(await school.ask(MINA, request));
    expect(kinds(answer.receipts)).toEqual(['executed', 'executed']);
    expect(ids(answer.changes)).toContain(`ticket ${ticket}`);
    expect(await school.ask(MINA, { ...request, entries: [theirs as never] })).toEqual({ kind: 'fork', receipts: [] });
    expect(await school.db.event.count({ where: { origin: mina.origin, seq: 3 } })).toBe(1);
  });

  test('[51] two clones at the same instant: neither is given the outcome of the other', async () => {
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    await mina.say(opening(ticket));
    const requests = ['un', 'deux', 'trois', 'quatre'].map((text, i) =>
      mina.request([{ seq: 2, at: school.now + i, offset: 0, command: note(ticket, text) }]),
    );
    const said = await Promise.all(
      requests.map((r) =>
        school.ask(MINA, r).then(
          (a) => a.kind === 'answer' && a.receipts.length === 1,
          () => false,
        ),
      ),
    );
    expect(said.filter(Boolean)).toHaveLength(1);
    const again = await Promise.all(requests.map((r) => school.ask(MINA, r)));
    expect(again.map((a) => a.kind).sort()).toEqual(['answer', 'fork', 'fork', 'fork']);
    expect(again.findIndex((a) => a.kind === 'answer')).toBe(said.indexOf(true));
  });
});

describe.each(databases())('pages on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
  });
  afterAll(() => school.close());

  test('[17, 26] a reset in several pages and a long catching up bring every row once, none lost', async () => {
    const old = await Device.ready(school, MINA);
    for (let batch = 0; batch < 3; batch += 1) {
      await school.db.$transaction(async (tx) => {
        const { version } = await tx.organisation.update({ where: { id: 'org' }, data: { version: { increment: 1 } }, select: { version: true } });
        const row = (i: number) => ({ id: `${batch}-${String(i).padStart(4, '0')}`, siteId: SITE, type: 'laptop', version });
        await tx.asset.createMany({ data: Array.from({ length: 500 - batch }, (_, i) => row(i)) });
      });
    }
    const inPages: string[] = [];
    const fresh = new Device(school, MINA);
    let page: string | null = null;
    do {
      const said: Extract<Answer, { kind: 'answer' }> = full(await school.ask(MINA, fresh.request([], { page })));
      expect(said.reset).toBe(true);
      inPages.push(...ids(said.changes));
      page = said.page;
    } while (page !== null);
    const caughtUp: string[] = [];
    for (let more = true; more; ) {
      const said = await old.pull();
      caughtUp.push(...ids(said.changes));
      more = said.more;
    }
    const expected = (await school.db.asset.findMany({ select: { id: true } })).map((a) => `asset ${a.id}`).sort();
    expect(inPages.filter((i) => i.startsWith('asset')).sort()).toEqual(expected);
    expect([...new Set(caughtUp)].sort()).toEqual(expected);
    expect(old.since).toBe(await school.version());
  });
});
