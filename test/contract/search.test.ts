/** What a search finds, and what it never tells: every word of two schools is looked for by everybody, who find no more than they are shown. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssetId, PersonId, RoomId, SiteId, TicketId } from '#domain/ids.ts';
import { provisionalCode } from '#domain/ids.ts';
import { wordsIn } from '#domain/search.ts';
import { words } from '#domain/words/index.ts';
import { writeRegister } from '#server/register-rows.ts';
import { search } from '#server/search.ts';
import { makeIndex } from '#server/search-index.ts';
import { storeOf } from '#server/sql.ts';
import { ticketToRead } from '#server/ticket-read.ts';
import { raise } from '#server/version.ts';
import { databases } from '#test/databases.ts';
import { fillRegister } from '#test/fill-register.ts';
import { addPerson } from './doors.ts';
import {
  Device,
  ENGINEER,
  HUGO,
  MINA,
  newTicket,
  note,
  OTHER_SITE,
  opening,
  openSchool,
  PROVIDER,
  REQUESTER,
  type School,
  SITE,
  SUPERVISOR,
  TEAM,
  TECH,
} from './school.ts';

const LABELS = (['fr', 'en'] as const).flatMap((l) => {
  const { category, symptom, assetType } = words(l).catalogue;
  return [category, symptom, assetType].flatMap((table) => Object.values(table));
});

describe.each(databases())('search on $name', (kind) => {
  let school: School;
  let far: PersonId;
  let other: PersonId;
  let partner: PersonId;
  const ticket = newTicket();
  const there = newTicket();
  const complaint = newTicket();

  const find = async (who: PersonId, text: string) => search(school.db, await school.actor(who), text);
  const ids = async (who: PersonId, text: string) => (await find(who, text)).tickets.map((t) => t.id);

  async function thing(site: SiteId, mark: string): Promise<AssetId> {
    const room = randomUUID();
    await school.db.room.create({ data: { id: room, siteId: site, building: 'B', name: `203 ${mark}`, version: 1 } });
    const id = randomUUID() as AssetId;
    const data = {
      id,
      siteId: site,
      roomId: room,
      type: 'projector',
      maker: 'Epson',
      model: 'EB-X49',
      serial: `SERIE${mark}`,
      inventory: `0441-${mark}`,
    };
    await school.db.asset.create({ data: { ...data, version: 1 } });
    return id;
  }

  beforeAll(async () => {
    school = await openSchool(kind);
    far = await addPerson(school, 'lointaine', 'correspondent', OTHER_SITE);
    other = await addPerson(school, 'voisine', 'requester', SITE);
    partner = await addPerson(school, 'region', 'partner', null);
    const rose = await Device.ready(school, REQUESTER);
    await rose.say(
      opening(ticket, {
        asset: await thing(SITE, 'jonquille'),
        category: 'display',
        symptom: 'no_image',
        text: 'L’écran du Vidéo-Projecteur clignote près de l’Éventail',
      }),
    );
    const mina = await Device.ready(school, MINA);
    await mina.say(
      { type: 'take', v: 1, ticket, expected: null },
      { ...note(ticket, 'Code du coffre mandragore'), visibility: 'internal' },
      note(ticket, 'Câble commandé'),
      { type: 'resolve', v: 1, ticket, text: 'Lampe remplacée par nos soins', resolution: 'permanent', mode: 'on_site' },
    );
    const away = await Device.ready(school, far);
    await away.say(opening(there, { site: OTHER_SITE, asset: await thing(OTHER_SITE, 'pivoine'), text: 'Panne belladone' }));
    await rose.say(opening(complaint, { category: 'other', symptom: 'complaint', text: 'Réclamation aubépine' }));
  });
  afterAll(() => school.close());

  test.each([
    'ecran',
    'ÉCRANS',
    'l’écran',
    'éventail',
    'projecteur',
    'vidéoprojecteur',
    'pas d’image',
    'affichage',
    'cable commande',
    'lampes remplacées',
    'jonquille',
    'b203 rose',
    'EB-X49',
    'epson mina',
    'SERIEjonquille',
    '0441-jonquille',
    'mandragore',
  ])('“%s” is found by a colleague of the site', async (text) => {
    expect(await ids(HUGO, text)).toEqual([ticket]);
    expect(await ids(ENGINEER, text)).toContain(ticket);
  });

  test('by its number, its end, and the code it had on the phone', async () => {
    const { number } = await school.head(ticket);
    for (const text of [number, number?.replace('-', ''), provisionalCode(ticket)]) expect((await ids(TECH, text ?? ''))[0]).toBe(ticket);
    expect(await ids(HUGO, String(Number(number?.split('-')[1])))).toContain(ticket);
  });

  test('one slip of the finger is made good, and said; two only in a long word', async () => {
    const slipped = await find(HUGO, 'imgae');
    expect(slipped.tickets.map((t) => t.id)).toEqual([ticket]);
    expect(slipped.tried).toEqual(['image']);
    expect((await find(HUGO, 'lapme remplacee')).tickets).toHaveLength(1);
    expect(await find(HUGO, 'immmage')).toEqual({ tickets: [], tried: [] });
    // Videoprojecteur, with two letters in the wrong order and one lacking; near it in the screen’s own words.
    const far = await find(HUGO, 'vidoeprojectur');
    expect(far.tickets.map((t) => t.id)).toEqual([ticket]);
    expect(far.tried).toEqual(['vidéoprojecteur']);
    // Nobody learns a word of what they may not read.
    expect(await find(REQUESTER, 'mnadragroe')).toEqual({ tickets: [], tried: [] });
    expect((await find(HUGO, 'mnadragroe')).tickets).toHaveLength(1);
    expect(await find(HUGO, 'zzzz')).toEqual({ tickets: [], tried: [] });
    expect(await find(HUGO, ' % _ ')).toEqual({ tickets: [], tried: [] });
  });

  test('a line says the state and the place', async () => {
    const [line] = (await find(HUGO, 'eventail')).tickets;
    expect(line).toMatchObject({
      status: 'resolved',
      siteName: 'École 0',
      building: 'B',
      room: '203 jonquille',
      assetType: 'projector',
      assignee: 'Mina Essai',
    });
  });

  test('[no leak] everybody, every word: nobody finds a ticket, or learns a word, that they are not shown', async () => {
    const texts = await school.db.searchText.findMany();
    const every = [...new Set(texts.flatMap((t) => `${t.said}${t.inside}${t.support}`.split(' ')))].filter((w) => w !== '');
    expect(every).toEqual(
      expect.arrayContaining(['mandragor', 'belladon', 'seriejonquil', 'aubepin'].map((w) => expect.stringMatching(new RegExp(w)))),
    );
    for (const who of [MINA, HUGO, TECH, PROVIDER, REQUESTER, SUPERVISOR, far, other, partner]) {
      const actor = await school.actor(who);
      for (const word of every) {
        const { tickets, tried } = await find(who, word);
        for (const { id } of tickets) {
          const shown = await ticketToRead(school.db, actor, id);
          expect(shown, `${who} ${word}`).not.toBeNull();
          // Their own copy of it says the word: in what they are given, or by the label of a code in it.
          const read = wordsIn(`${JSON.stringify(shown)} ${LABELS} ${provisionalCode(id)} B203jonquille B203pivoine`).join(' ');
          const isRead = tried.length > 0 || read.includes(word) || /^0*\d+$/.test(word);
          expect(isRead, `${who} found ${id} by “${word}”`).toBe(true);
        }
      }
    }
    expect(await ids(REQUESTER, 'mandragore')).toEqual([]);
    expect(await ids(REQUESTER, 'SERIEjonquille')).toEqual([]);
    expect(await ids(REQUESTER, 'eventail')).toEqual([ticket]);
    for (const who of [other, PROVIDER, partner, far]) expect(await ids(who, 'eventail'), who).toEqual([]);
    expect(await ids(HUGO, 'belladone')).toEqual([]);
    expect(await ids(HUGO, 'aubepine')).toEqual([]);
    // A word near one that only others may read is not told either.
    expect(await find(REQUESTER, 'mandragorr')).toEqual({ tickets: [], tried: [] });
  }, 90_000);

  test('a ticket handed to a provider’s team is found by it, and its inner words are those it works by', async () => {
    const given = newTicket();
    const tech = await Device.ready(school, TECH);
    await tech.say(opening(given, { text: 'Imprimante glycine', category: 'printing', symptom: 'paper_jam' }));
    expect(await ids(PROVIDER, 'glycine')).toEqual([]);
    await tech.say({ type: 'assign', v: 1, ticket: given, expected: null, person: null, team: TEAM, text: 'Voir le contrat orchidée' });
    expect(await ids(PROVIDER, 'glycine')).toEqual([given]);
    expect(await ids(PROVIDER, 'orchidee')).toEqual([given]);
    expect(await ids(PROVIDER, 'eventail')).toEqual([]);
  });

  test('what was there before the index is found once it is made; what the register changes is followed', async () => {
    const before = await ids(TECH, 'eventail');
    await school.db.searchWord.deleteMany();
    await school.db.searchText.deleteMany();
    expect(await ids(TECH, 'eventail')).toEqual([]);
    expect(await makeIndex(school.db)).toBeGreaterThanOrEqual(4);
    expect(await ids(TECH, 'eventail')).toEqual(before);
    expect(await ids(REQUESTER, 'mandragore')).toEqual([]);
    expect(await makeIndex(school.db)).toBe(0);
    const { asset } = await school.head(ticket);
    await school.db.asset.update({ where: { id: asset as string }, data: { inventory: 'INV-tournesol', version: (await school.version()) + 1 } });
    await makeIndex(school.db);
    expect(await ids(HUGO, 'inv-tournesol')).toEqual([ticket as TicketId]);
    expect(await ids(HUGO, '0441-jonquille')).toEqual([]);
  });

  test('a renamed room or school is found by its new name, and no more by its old one', async () => {
    const [site, room, asset] = [randomUUID() as SiteId, randomUUID() as RoomId, randomUUID()];
    await fillRegister(school.db, {
      sites: [{ id: site, uai: '0440001A', name: 'Lycée Camélia', city: 'Nantes', phone: null, timeZone: 'Europe/Paris' }],
      rooms: [{ id: room, siteId: site, building: 'C', floor: null, name: 'Magnolia' }],
    });
    const rename = async () => {
      const said = { site, by: null, at: school.now, from: null };
      const isRenamed = await storeOf(school.db).write(async (tx) =>
        writeRegister(
          tx,
          [
            { ...said, of: 'site', id: site, event: { type: 'SiteChanged', from: { name: 'Lycée Camélia' }, to: { name: 'Lycée Dahlia' } } },
            { ...said, of: 'room', id: room, event: { type: 'RoomChanged', from: { name: 'Magnolia' }, to: { name: 'Capucine' } } },
          ],
          { version: (await raise(tx)).version, received: school.now },
        ),
      );
      if (isRenamed) await makeIndex(school.db);
      return isRenamed;
    };
    await school.db.asset.create({ data: { id: asset, siteId: site, roomId: room, type: 'laptop', version: 1 } });
    const [named, on] = [newTicket(), newTicket()];
    const sofia = await Device.ready(school, ENGINEER);
    await sofia.say(opening(named, { site, room }), opening(on, { site, asset: asset as AssetId }));
    const both = [named, on].sort();
    for (const text of ['magnolia', 'camélia']) expect((await ids(ENGINEER, text)).sort(), text).toEqual(both);
    expect(await rename()).toBe(true);
    for (const text of ['capucine', 'dahlia']) expect((await ids(ENGINEER, text)).sort(), text).toEqual(both);
    for (const text of ['magnolia', 'camélia']) expect(await ids(ENGINEER, text), text).toEqual([]);
    // Said again it is the same register, and nothing is made anew.
    expect(await rename()).toBe(false);
    expect(await school.db.searchText.count({ where: { revision: 0 } })).toBe(0);
  });
});
