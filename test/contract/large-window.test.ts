/** A device that holds much: more repairs to keep, and more people to name, than one statement may ask for. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ticket } from '#domain/ticket/ticket.ts';
import { databases } from '#test/databases.ts';
import { Device, full, MINA, newTicket, opening, openSchool, type School, SITE } from './school.ts';

const ASSETS = 420;
const EACH = 4;
const KEPT = 3;
const YEAR = 365 * 86_400_000;

describe.each(databases())('a large window on $name', (kind) => {
  let school: School;
  const kept = new Set<string>();

  beforeAll(async () => {
    school = await openSchool(kind);
    const mina = await Device.ready(school, MINA);
    const model = newTicket();
    await mina.say(opening(model), { type: 'take', v: 1, ticket: model, expected: null });
    await mina.say({ type: 'resolve', v: 1, ticket: model, text: 'fait', resolution: 'permanent', mode: 'on_site' });
    const head = await school.head(model);
    const assets = Array.from({ length: ASSETS }, () => randomUUID());
    await school.db.asset.createMany({ data: assets.map((id) => ({ id, siteId: SITE, type: 'laptop', version: 1 })) });
    const tickets = assets.flatMap((asset) =>
      Array.from({ length: EACH }, (_, age) => {
        const id = newTicket();
        if (age < KEPT) kept.add(id);
        // A year old, each reported by somebody else.
        const endedAt = school.now - YEAR - age * 86_400_000;
        return { ...head, id, asset, requester: randomUUID(), recorder: randomUUID(), beneficiary: randomUUID(), endedAt } as unknown as Ticket;
      }),
    );
    for (let from = 0; from < tickets.length; from += 400) {
      const version = await school.version();
      await school.db.organisation.update({ where: { id: 'org' }, data: { version: version + 1 } });
      const batch = tickets.slice(from, from + 400);
      await school.db.person.createMany({
        data: batch.flatMap((t) =>
          [t.requester, t.recorder, t.beneficiary].map((id) => ({ id, login: id, givenName: 'Une', familyName: 'Personne' })),
        ),
      });
      await school.db.ticket.createMany({
        data: batch.map((t) => ({
          id: t.id,
          version: version + 1,
          siteId: SITE,
          assetId: t.asset,
          status: t.status,
          open: false,
          level: t.level,
          requesterId: t.requester,
          assigneeId: t.assignee,
          endedAt: new Date(t.endedAt ?? 0),
          head: t as object,
        })),
      });
    }
  }, 60_000);
  afterAll(() => school.close());

  test('[17] the last three repairs of each asset come whatever their age, once each, in pages', async () => {
    const device = new Device(school, MINA);
    const told: string[] = [];
    let names = 0;
    let page: string | null = null;
    do {
      const answer = full(await school.ask(MINA, device.request([], { page })));
      for (const change of answer.changes) {
        if (change.kind !== 'ticket') continue;
        told.push(change.id);
        names += Object.keys(change.names).length;
      }
      page = answer.page;
    } while (page !== null);
    expect(told.length).toBe(kept.size + 1);
    expect(told.filter((id) => kept.has(id)).sort()).toEqual([...kept].sort());
    expect(names).toBeGreaterThan(kept.size * 3);
  }, 60_000);
});
