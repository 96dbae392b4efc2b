/** Requests that wait at the same time share a transaction (docs/decisions/0010): each is settled as if it had been alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Unavailable } from '#server/failure.ts';
import { databases } from '#test/databases.ts';
import { isInsert } from '#test/statements.ts';
import { alarmsDuring, Device, failing, full, HUGO, kinds, MINA, newTicket, note, opening, openSchool, type School } from './school.ts';

const MANY = 12;

describe.each(databases())('requests at once on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
  });
  afterAll(() => school.close());

  const phones = () => Promise.all(Array.from({ length: MANY }, (_, i) => Device.ready(school, i % 2 ? MINA : HUGO)));

  test('[6, 9] twelve phones open tickets: fewer versions than requests, every ticket with its number and its receipt', async () => {
    const all = await phones();
    const before = await school.version();
    const answers = await Promise.all(all.map((phone) => phone.say(opening(newTicket()), opening(newTicket()))));
    expect(answers.flatMap((a) => kinds(a.receipts))).toEqual(Array.from({ length: 2 * MANY }, () => 'executed'));
    expect((await school.version()) - before, 'they shared transactions').toBeLessThan(MANY);
    const numbers = answers.flatMap((a) => a.receipts.map(({ outcome }) => (outcome.kind === 'executed' ? outcome.number : null)));
    expect(new Set(numbers).size).toBe(2 * MANY);
    for (const { origin } of all) {
      expect(await school.db.receipt.count({ where: { origin } })).toBe(2);
      expect((await school.db.event.findMany({ where: { origin }, orderBy: { seq: 'asc' } })).map((e) => e.seq)).toEqual([1, 2]);
    }
  });

  test('[12, 15] one of them is poison: it alone is refused, the others are executed once', async () => {
    const all = await phones();
    const ticket = newTicket();
    await (all[0] as Device).say(opening(ticket));
    const ill = failing(school.db, (_n, statement) =>
      statement.table === 'Event' && isInsert(statement) && JSON.stringify(statement.args).includes('poison')
        ? new Error('a fault in the code')
        : null,
    );
    const requests = all.map((phone, i) =>
      phone.request([phone.entry(note(ticket, `premier ${i}`)), phone.entry(note(ticket, i === 5 ? 'poison' : `second ${i}`))]),
    );
    const logged = await alarmsDuring(async () => {
      const answers = await Promise.all(requests.map((r, i) => school.ask((all[i] as Device).person, r, ill)));
      expect(answers.map((a) => kinds(full(a).receipts).join())).toEqual(
        all.map((_, i) => (i === 5 ? 'executed,refused internal' : 'executed,executed')),
      );
    });
    expect(logged).toMatchObject([{ what: 'command threw' }]);
    expect(logged).toHaveLength(1);
    const notes = await school.db.event.findMany({ where: { ticketId: ticket, type: 'NoteAdded' } });
    const texts = notes.map((e) => (e.data as { text?: string }).text);
    expect(texts).toHaveLength(2 * MANY - 1);
    expect(new Set(texts).size).toBe(2 * MANY - 1);
  });

  test('[14] the database fails under all of them: 503 for each, nothing settled, and all is executed when it is back', async () => {
    const all = await phones();
    const busy = failing(school.db, (_n, { table }) => (table === 'Receipt' ? Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' }) : null));
    const requests = all.map((phone) => phone.request([phone.entry(opening(newTicket()))]));
    const said = await Promise.allSettled(requests.map((r, i) => school.ask((all[i] as Device).person, r, busy)));
    expect(said.every((s) => s.status === 'rejected' && s.reason instanceof Unavailable)).toBe(true);
    expect(await school.db.receipt.count({ where: { origin: { in: all.map((p) => p.origin) } } })).toBe(0);
    const again = await Promise.all(requests.map((r, i) => school.ask((all[i] as Device).person, r)));
    expect(again.flatMap((a) => kinds(full(a).receipts))).toEqual(Array.from({ length: MANY }, () => 'executed'));
  });
});
