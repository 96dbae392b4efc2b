import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonId } from '#domain/ids.ts';
import { ForeignOrigin, Unavailable } from '#server/failure.ts';
import { databases } from '#test/databases.ts';
import { isInsert } from '#test/statements.ts';
import {
  alarmsDuring,
  Device,
  failing,
  full,
  HUGO,
  kinds,
  MINA,
  newTicket,
  note,
  OTHER_SITE,
  opening,
  openSchool,
  REQUESTER,
  type School,
  SITE,
  TECH,
} from './school.ts';

describe.each(databases())('execute on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
  });
  afterAll(() => school.close());

  const eventsOf = (origin: string) => school.db.event.findMany({ where: { origin }, orderBy: [{ version: 'asc' }, { ordinal: 'asc' }] });

  /** A ticket that Mina opened, and her device. */
  async function opened(more = {}) {
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    await mina.say(opening(ticket, more));
    return { mina, ticket };
  }

  test('[6] ten copies of one request at once: one execution, ten equal receipts', async () => {
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    const request = mina.request([
      mina.entry(opening(ticket)),
      mina.entry(note(ticket, 'une fois')),
      mina.entry({ type: 'take', v: 1, ticket, expected: null }),
    ]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => school.ask(MINA, request)));
    const [first, ...others] = answers.map((a) => full(a).receipts);
    expect(kinds(first ?? [])).toEqual(['executed', 'executed', 'executed']);
    for (const other of others) expect(other).toEqual(first);
    expect((await eventsOf(mina.origin)).map((e) => e.type)).toEqual(['TicketOpened', 'NoteAdded', 'OwnershipTaken']);
    expect((await school.head(ticket)).number).toMatch(/^2026-\d{5}$/);
  });

  test('[7] overlapping requests in any order: executed in the order of the seqs', async () => {
    const { mina, ticket } = await opened();
    const entries = Array.from({ length: 6 }, (_, i) => mina.entry(note(ticket, `mot ${i}`)));
    const upTo = (n: number) => school.ask(MINA, mina.request(entries.slice(0, n)));
    await Promise.all([upTo(4), upTo(2), upTo(6), upTo(1), upTo(6)]);
    const texts = (await eventsOf(mina.origin)).map((e) => (e.data as { text?: string }).text).filter((t) => t?.startsWith('mot'));
    expect(texts).toEqual(entries.map((_, i) => `mot ${i}`));
  });

  test('[8, 9] the server dies at any statement of a batch: what has a receipt has its effect, the retry finishes', async () => {
    let finished = false;
    for (let at = 1; !finished; at += 1) {
      const mina = await Device.ready(school, MINA);
      const ticket = newTicket();
      const request = mina.request([mina.entry(opening(ticket)), mina.entry(note(ticket, `avant ${at}`)), mina.entry(note(ticket, `après ${at}`))]);
      const dead = failing(school.db, (n) => (n >= at ? new Error('the process is gone') : null));
      finished = await alarmsDuring(() => school.ask(MINA, request, dead)).then(
        () => true,
        () => false,
      );
      const receipts = await school.db.receipt.findMany({ where: { origin: mina.origin }, orderBy: { seq: 'asc' } });
      const events = await eventsOf(mina.origin);
      expect(events.map((e) => e.seq)).toEqual(receipts.map((r) => r.seq));
      expect(receipts.map((r) => r.seq)).toEqual([1, 2, 3].slice(0, receipts.length));
      expect(kinds(full(await school.ask(MINA, request)).receipts)).toEqual(['executed', 'executed', 'executed']);
      expect((await eventsOf(mina.origin)).map((e) => e.seq)).toEqual([1, 2, 3]);
      if (at > 60) throw new Error('a batch of three takes more than sixty statements');
    }
  });

  test('[10] an origin belongs to the first who used it', async () => {
    const { mina, ticket } = await opened();
    const before = await school.version();
    await expect(school.ask(HUGO, mina.request([mina.entry(note(ticket, 'sous un autre nom'))]))).rejects.toBeInstanceOf(ForeignOrigin);
    expect(await school.version()).toBe(before);
  });

  test('[11] a seq whose receipt was pruned is settled, and never executed again', async () => {
    const { mina, ticket } = await opened();
    const entry = mina.entry(note(ticket, 'il y a longtemps'));
    const request = mina.request([entry]);
    await school.ask(MINA, request);
    await school.db.receipt.deleteMany({ where: { origin: mina.origin } });
    expect(kinds(full(await school.ask(MINA, request)).receipts)).toEqual(['settled']);
    expect((await eventsOf(mina.origin)).filter((e) => e.type === 'NoteAdded')).toHaveLength(1);
  });

  test('[12] a command that makes the code throw is rolled back whole and refused; its neighbours run', async () => {
    const { mina, ticket } = await opened();
    // Fails late: the ticket is written by then. Its text must not be taken for the database's.
    const poison = 'poison: database is locked, disk is full';
    const ill = failing(school.db, (_n, statement) =>
      statement.table === 'Event' && isInsert(statement) && JSON.stringify(statement.args).includes(poison) ? new Error('a fault in the code') : null,
    );
    const request = mina.request([mina.entry(note(ticket, 'avant')), mina.entry(note(ticket, poison)), mina.entry(note(ticket, 'après'))]);
    const logged = await alarmsDuring(async () => {
      const first = full(await school.ask(MINA, request, ill));
      expect(kinds(first.receipts)).toEqual(['executed', 'refused internal', 'executed']);
    });
    expect(logged).toMatchObject([{ what: 'command threw', seq: 3 }]);
    const texts = (await eventsOf(mina.origin)).map((e) => (e.data as { text?: string }).text);
    expect(texts).not.toContain(poison);
    expect(kinds(full(await school.ask(MINA, request)).receipts)).toEqual(['executed', 'refused internal', 'executed']);
  });

  test('[12, 14] text that the database cannot store is settled too, and does not hold the outbox', async () => {
    const { mina, ticket } = await opened();
    let receipts: string[] = [];
    await alarmsDuring(async () => {
      receipts = kinds((await mina.say(note(ticket, 'database is locked \u0000 disk is full \ud800'), note(ticket, 'la suite'))).receipts);
    });
    expect(receipts).toHaveLength(2);
    expect(receipts[1]).toBe('executed');
    expect(await eventsOf(mina.origin)).toHaveLength(receipts[0] === 'executed' ? 3 : 2);
  });

  test('[13] a name that the server does not know is settled; the next command runs', async () => {
    const { mina, ticket } = await opened();
    const { receipts } = await mina.say({ type: 'teleport', v: 9, ticket }, 'not even an object', null, note(ticket, 'ensuite'));
    expect(kinds(receipts)).toEqual(['refused invalid', 'refused invalid', 'refused invalid', 'executed']);
  });

  test('[14] a busy database settles nothing', async () => {
    const { mina, ticket } = await opened();
    const busy = failing(school.db, (n) => (n > 4 ? Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' }) : null));
    const request = mina.request([mina.entry(note(ticket, 'plus tard'))]);
    await expect(school.ask(MINA, request, busy)).rejects.toBeInstanceOf(Unavailable);
    expect(await school.db.receipt.count({ where: { origin: mina.origin, seq: mina.seq } })).toBe(0);
    expect(kinds(full(await school.ask(MINA, request)).receipts)).toEqual(['executed']);
  });

  test('[15] the poison of one origin delays no other', async () => {
    const { mina, ticket } = await opened();
    const hugo = await Device.ready(school, HUGO);
    const [, answer] = await Promise.all([mina.say({ type: 'unheard of' }), hugo.say(note(ticket, 'sans attendre'))]);
    expect(kinds(answer.receipts)).toEqual(['executed']);
  });

  test('[35] permission is judged with the roles of now; [20] what one may not see does not exist', async () => {
    const rose = await Device.ready(school, REQUESTER);
    const { ticket } = await opened();
    const { receipts } = await rose.say(note(ticket, 'je ne devrais pas'), opening(newTicket(), { site: OTHER_SITE }));
    expect(kinds(receipts)).toEqual(['refused unknown', 'refused not-allowed']);
  });

  test('[54] a take that comes second makes a helper, and tells both', async () => {
    const { ticket } = await opened();
    const [hugo, mina] = [await Device.ready(school, HUGO), await Device.ready(school, MINA)];
    await hugo.say({ type: 'take', v: 1, ticket, expected: null });
    const { receipts } = await mina.say(
      { type: 'take', v: 1, ticket, expected: null },
      { type: 'resolve', v: 1, ticket, text: 'fait', resolution: 'permanent', mode: 'on_site' },
    );
    expect(receipts[0]?.outcome).toMatchObject({ kind: 'executed', joined: { owner: HUGO, name: 'Hugo Essai' } });
    expect(await school.head(ticket)).toMatchObject({ assignee: HUGO, helpers: [MINA], status: 'resolved', resolution: { by: MINA } });
    const told = await school.db.notice.findMany({ where: { ticketId: ticket, kind: { in: ['helper_joined', 'already_taken'] } } });
    expect(told.map((n) => [n.kind, n.personId]).sort()).toEqual([
      ['already_taken', MINA],
      ['helper_joined', HUGO],
    ]);
  });

  test('[54] a take that came second names the owner it met, whatever the same request says next', async () => {
    const { ticket } = await opened();
    const [hugo, mina] = [await Device.ready(school, HUGO), await Device.ready(school, MINA)];
    const since = school.now - 1000;
    hugo.hear(await school.ask(HUGO, hugo.request([hugo.entry({ type: 'take', v: 1, ticket, expected: null }, since)])));
    const { receipts } = await mina.say(
      { type: 'take', v: 1, ticket, expected: null },
      { type: 'relieve', v: 1, ticket, from: HUGO, reason: 'il est parti' },
    );
    expect(receipts[0]?.outcome).toMatchObject({ kind: 'executed', joined: { owner: HUGO, name: 'Hugo Essai' } });
    expect(kinds(receipts)).toEqual(['executed', 'executed']);
    expect(await school.head(ticket)).toMatchObject({ assignee: MINA, helpers: [HUGO] });
  });

  test('[54] twenty take one ticket at once: one owner, nineteen helpers', async () => {
    const { ticket } = await opened();
    const people = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const id = `00000009-0000-7000-8000-0000000000${(i + 10).toString(16)}` as PersonId;
        await school.db.person.create({ data: { id, login: `c${i}`, givenName: `C${i}`, familyName: 'Essai' } });
        await school.db.membership.create({
          data: { id, personId: id, role: 'correspondent', siteId: SITE },
        });
        return id;
      }),
    );
    const devices = await Promise.all(people.map((id) => Device.ready(school, id)));
    const answers = await Promise.all(devices.map((d) => d.say({ type: 'take', v: 1, ticket, expected: null })));
    const head = await school.head(ticket);
    expect(answers.filter((a) => a.receipts[0]?.outcome.kind === 'executed' && !('joined' in a.receipts[0].outcome))).toHaveLength(1);
    expect(head.helpers).toHaveLength(19);
    expect(new Set([head.assignee, ...head.helpers]).size).toBe(20);
    expect(await school.db.event.count({ where: { ticketId: ticket, type: 'OwnershipTaken' } })).toBe(1);
  });

  test('[39, 40, 56] times: clamped to receipt and to what came before, and both are kept', async () => {
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    const DAY = 86_400_000;
    const now = school.now;
    const at = (command: unknown, when: number, offset = 0) => ({ ...mina.entry(command, when), offset });
    const entries = [
      at(opening(ticket), now - 60_000),
      at(note(ticket, 'horloge en avance'), now + 400 * DAY),
      at(note(ticket, 'horloge en retard'), now - 400 * DAY),
      at(note(ticket, 'horloge corrigée'), now - 7 * DAY, 7 * DAY),
      at(note(ticket, 'hors de toute mesure'), 8.64e15, 8.64e15),
    ];
    const { receipts } = mina.hear(await school.ask(MINA, mina.request(entries)));
    expect(kinds(receipts)).toEqual(['executed', 'executed', 'executed', 'executed', 'executed']);
    const events = await eventsOf(mina.origin);
    expect(events.map((e) => e.occurredAt.getTime())).toEqual([now - 60_000, now, now, now, now]);
    expect(new Set(events.map((e) => e.receivedAt.getTime()))).toEqual(new Set([now]));
    school.now += DAY;
    await mina.pull();
    school.now += 60_000;
    const [late] = (await mina.say(note(ticket, 'avant le dernier contact ?'))).receipts;
    expect(late?.outcome).toMatchObject({ at: school.now });
    const [old] = mina.hear(await school.ask(MINA, mina.request([mina.entry(note(ticket, 'tapé jadis'), now)]))).receipts;
    expect(old?.outcome.kind === 'executed' ? old.outcome.at : 0, 'not before the last contact').toBeGreaterThanOrEqual(now + DAY);
  });

  test('[48] notices are written in the transaction of their command, or not at all', async () => {
    const { mina, ticket } = await opened();
    const up = { type: 'escalate', v: 1, ticket, direction: 'up', reason: 'skills', text: 'trop dur', team: null };
    const request = mina.request([mina.entry(up)]);
    const dead = failing(school.db, (_n, { table }) => (table === 'Receipt' ? new Error('gone') : null));
    await alarmsDuring(() => school.ask(MINA, request, dead).catch(() => null));
    expect(await school.db.notice.count({ where: { ticketId: ticket } })).toBe(0);
    await school.ask(MINA, request);
    await school.ask(MINA, request);
    const notices = await school.db.notice.findMany({ where: { ticketId: ticket, kind: 'handover' } });
    expect(notices.map((n) => n.personId)).toEqual([TECH]);
    expect(notices[0]?.version).toBe((await school.db.event.findFirstOrThrow({ where: { ticketId: ticket, type: 'TicketEscalated' } })).version);
  });
});
