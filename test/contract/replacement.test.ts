/** What breaks again and again, read from the tickets; what is decided about it stands on the equipment. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssetDocument } from '#domain/documents.ts';
import type { AssetId, PersonId, RoomId, SiteId } from '#domain/ids.ts';
import { recurrenceScope } from '#domain/register/recurrence.ts';
import { decideAsset, listReplacement, type Replacement } from '#server/office/replacement.ts';
import { replacementAsCsv } from '#server/recurrence.ts';
import { databases } from '#test/databases.ts';
import { Device, ENGINEER, MINA, newTicket, OTHER_SITE, opening, openSchool, REQUESTER, type School, SITE, SUPERVISOR, TECH } from './school.ts';
import { readingFor, toldBy } from './seats.ts';

const DAY = 86_400_000;

describe.each(databases())('the replacement list on $name', (kind) => {
  let school: School;
  let room: RoomId;
  beforeAll(async () => {
    school = await openSchool(kind);
    room = randomUUID() as RoomId;
    await school.db.room.create({ data: { id: room, siteId: SITE, building: 'Bât. B', name: '203', version: 1 } });
  });
  afterAll(() => school.close());

  async function thing(more: Record<string, unknown> = {}, siteId: SiteId = SITE): Promise<AssetId> {
    const id = randomUUID() as AssetId;
    const of = { type: 'projector', maker: 'Epson', model: 'EB-X49', purchasedOn: '2025-01-01', warrantyUntil: '2026-01-01' };
    await school.db.asset.create({ data: { id, siteId, roomId: siteId === SITE ? room : null, ...of, version: 1, ...more } });
    return id;
  }
  const reading = (id: PersonId) => readingFor(school, id, recurrenceScope);
  const list = async (id: PersonId = ENGINEER, site = ''): Promise<Replacement> => toldBy(listReplacement(await reading(id), { site }));

  test('three faults in 90 days put a thing on the list with its price and its tickets; what is older, dropped or a wish does not count', async () => {
    const [often, seldom, cheap] = [await thing({ cost: 48_000, inventory: '04412' }), await thing(), await thing({ model: 'Other', cost: 9_900 })];
    const mina = await Device.ready(school, MINA);
    const on = (asset: AssetId, more = {}) => opening(newTicket(), { asset, room, category: 'display', symptom: 'no_image', ...more });
    const dropped = newTicket();
    await mina.say(on(often), on(often), on(often), on(seldom), on(cheap), on(cheap));
    await mina.say(
      on(cheap, { nature: 'service_request', symptom: 'new_equipment' }),
      { ...on(cheap), ticket: dropped },
      { type: 'drop', v: 1, ticket: dropped, reason: 'not_reproduced', text: 'Rien.' },
    );
    const told = await list();
    expect(told.lines.map((l) => l.thing.id)).toEqual([often]);
    const [line] = told.lines;
    expect(line).toMatchObject({ siteName: 'École 0', building: 'Bât. B', roomName: '203', cost: 48_000, isEstimate: false, isClaim: false });
    expect(line?.reasons).toMatchObject(
      [
        { kind: 'recurring', tickets: 3 },
        { kind: 'series', things: 2, installed: 2 },
      ].slice(0, line?.reasons.length),
    );
    expect(line?.failures).toHaveLength(3);
    expect(line?.failures.every((f) => /^\d{4}-\d{5}$/.test(f.number ?? ''))).toBe(true);
    expect(told.clusters).toMatchObject([{ model: 'EB-X49', category: 'display', things: 2, installed: 2 }]);
    expect(told.rooms).toMatchObject([{ room, roomName: '203', siteName: 'École 0' }]);
    expect(told.ages).toEqual([{ from: 0, to: 1, things: 3, failures: 6 }]);

    school.now += 91 * DAY;
    expect((await list()).lines).toEqual([]);
    school.now -= 91 * DAY;
  });

  test('an engineer decides: it is kept with who and when, told to every phone, and changed later; nobody else may', async () => {
    const asset = await thing({ cost: null });
    const mina = await Device.ready(school, MINA);
    await mina.say(...[1, 2, 3].map(() => opening(newTicket(), { asset, room, category: 'display' })));
    const input = { asset, site: SITE, choice: 'replace', year: '2027', text: 'Lampe introuvable.' };
    expect(await decideAsset(await reading(TECH), input)).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await decideAsset(await reading(ENGINEER), { ...input, site: OTHER_SITE })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await decideAsset(await reading(ENGINEER), { ...input, year: '27' })).toMatchObject({ ok: false, fault: 'invalid', field: 'year' });
    expect(await decideAsset(await reading(ENGINEER), input)).toEqual({ ok: true, value: null });
    const told = await list();
    expect(told.deciding).toBe('all');
    const line = told.lines.find((l) => l.thing.id === asset);
    expect(line).toMatchObject({ decision: { choice: 'replace', year: 2027, text: 'Lampe introuvable.', who: 'Irène Essai' }, isEstimate: true });
    const said = await mina.pull();
    const card = said.changes.find((c) => c.kind === 'asset' && c.id === asset) as AssetDocument | undefined;
    expect(card?.decision).toMatchObject({ choice: 'replace', year: 2027, by: ENGINEER });
    // The year is of a replacement only.
    expect(await decideAsset(await reading(SUPERVISOR), { ...input, choice: 'keep', text: '' })).toEqual({ ok: true, value: null });
    const events = await school.db.registerEvent.findMany({ where: { subjectId: asset }, orderBy: { version: 'asc' } });
    expect(events.map((e) => [e.type, e.actorId])).toEqual([
      ['AssetDecided', ENGINEER],
      ['AssetDecided', SUPERVISOR],
    ]);
    expect((await list()).lines.find((l) => l.thing.id === asset)?.decision).toMatchObject({ choice: 'keep', year: null });
  });

  test('who runs one school reads that school only, and a file holds what the screen shows', async () => {
    const foreign = await thing({ inventory: '=1+1' }, OTHER_SITE);
    const tech = await Device.ready(school, TECH);
    await tech.say(...[1, 2, 3].map(() => opening(newTicket(), { site: OTHER_SITE, asset: foreign, category: 'display' })));
    const near = randomUUID() as PersonId;
    await school.db.person.create({ data: { id: near, login: near, givenName: 'Ève', familyName: 'Essai' } });
    await school.db.membership.create({ data: { id: randomUUID(), personId: near, role: 'engineer', siteId: SITE } });
    const here = await list(near);
    expect(here.all).toBe(false);
    expect(here.places.map((p) => p.id)).toEqual([SITE]);
    expect(JSON.stringify(here)).not.toContain(foreign);
    expect(await listReplacement(await reading(near), { site: OTHER_SITE })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await listReplacement(await reading(ENGINEER), { site: randomUUID() })).toEqual({ ok: false, fault: 'not-allowed' });
    const there = await list(ENGINEER, OTHER_SITE);
    expect(there.lines.map((l) => l.thing.id)).toEqual([foreign]);
    const [head, row, end] = replacementAsCsv(there, 'fr').split('\r\n');
    expect(head?.startsWith('\ufeff"Établissement";')).toBe(true);
    expect(row).toContain('"École 1";"";"";"Vidéoprojecteur Epson EB-X49";"\'=1+1"');
    expect(end).toBe('');
    await expect(reading(REQUESTER)).rejects.toThrow('not-allowed');
  });
});
