/** The office sets hours and promises; whoever holds the site counts by them from the next answer on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SiteDocument } from '#domain/documents.ts';
import { DEFAULT_MATRIX } from '#domain/priority.ts';
import { DEFAULT_POLICY } from '#domain/sla/policy.ts';
import { IMPACTS, URGENCIES } from '#domain/ticket/ticket.ts';
import type { Desk } from '#server/office/desk.ts';
import { listService, setAlerts, setHours, setMatrix, setPolicy } from '#server/office/service.ts';
import { listSites, setResources } from '#server/office/sites.ts';
import { databases } from '#test/databases.ts';
import { addPerson } from './doors.ts';
import { Device, MINA, newTicket, OTHER_SITE, opening, openSchool, REQUESTER, type School, SITE } from './school.ts';
import { deskFor } from './seats.ts';

const HOURS = {
  ...{
    site: SITE,
    timeZone: 'Indian/Reunion',
    day0: '8h-12h, 13h30-17h',
    day1: '8:00-12:00',
    day2: '',
    day3: 'fermé',
    day4: '8-12',
    day5: '',
    day6: '',
  },
  ...{ holidays: 'la-reunion', school: 'B', closures: '24/12/2026\n26/12/2026 - 02/01/2027' },
};
const POLICY = {
  ...{ day: '8 h', tto1: '10 min', ttr1: '1 j', tto2: '30 min', ttr2: '1 j', tto3: '1 h', ttr3: '3 j', tto4: '4 h', ttr4: '5 j' },
};

describe.each(databases())('the office’s hours on $name', ({ name, open }) => {
  let school: School;
  let desk: Desk;
  beforeAll(async () => {
    school = await openSchool({ name, open });
    desk = await deskFor(school, await addPerson(school, 'ada', 'admin', null));
  });
  afterAll(() => school.close());
  const siteAt = async (device: Device, id = SITE) => (await device.pull()).changes.find((c): c is SiteDocument => c.kind === 'site' && c.id === id);

  test('what rights are asked on at a site reaches those who may ask, with who answers for it', async () => {
    const [mina, rose] = await Promise.all([Device.ready(school, MINA), Device.ready(school, REQUESTER)]);
    const typed = 'Partage Paie ; Intendance ; sensible\nDossier Examens';
    expect(await setResources(desk, { site: SITE, resources: typed })).toEqual({ ok: true, value: null });
    for (const device of [mina, rose])
      expect((await siteAt(device))?.resources).toEqual([
        { name: 'Dossier Examens', owner: '', sensitive: false },
        { name: 'Partage Paie', owner: 'Intendance', sensitive: true },
      ]);
    const partner = await Device.ready(school, await addPerson(school, 'region', 'partner', SITE));
    partner.epoch = null;
    for (const { changes } of [await partner.reset()]) expect(changes.filter((c) => c.kind === 'site' && c.resources !== undefined)).toEqual([]);
    expect(await setResources(desk, { site: SITE, resources: 'Paie ; Intendance ; oui' })).toEqual({
      ok: false,
      fault: 'resources',
      field: 'resources',
    });
    expect(await setResources(desk, { site: '01930000-0000-7000-8000-00000000dead', resources: '' })).toEqual({ ok: false, fault: 'not-allowed' });
    const told = await listSites(desk);
    expect(told.ok && told.value.map((s) => s.resources.length)).toEqual([2, 0]);
  });

  test('of a site reach those who hold it, support or not, and no other site', async () => {
    const [mina, rose] = await Promise.all([Device.ready(school, MINA), Device.ready(school, REQUESTER)]);
    expect(await setHours(desk, HOURS)).toEqual({ ok: true, value: null });
    for (const device of [mina, rose]) {
      const site = await siteAt(device);
      expect(site?.timeZone).toBe('Indian/Reunion');
      expect(site?.calendar).toMatchObject({
        timeZone: 'Indian/Reunion',
        week: [
          [
            [480, 720],
            [810, 1020],
          ],
          [[480, 720]],
          [],
          [],
          [[480, 720]],
          [],
          [],
        ],
        closures: ['2026-12-24', ['2026-12-26', '2027-01-02']],
      });
      // The abolition of slavery, which is a working day elsewhere.
      expect(site?.calendar?.publicHolidays?.off).toContain('2026-12-20');
      expect(site?.calendar?.schoolHolidays?.off.length).toBeGreaterThan(3);
    }
    const listed = await listService(desk);
    const row = listed.ok ? listed.value.sites.find(({ id }) => id === SITE) : undefined;
    expect(row).toMatchObject({ week: ['8:00-12:00, 13:30-17:00', '8:00-12:00', '', '', '8:00-12:00', '', ''], holidays: 'la-reunion', school: 'B' });
    expect(row?.closures).toBe('24/12/2026\n26/12/2026 - 02/01/2027');
    // The school year's data ended in August 2026: the office says so.
    expect(row?.missing.map(({ of }) => of)).toEqual(['school']);
    expect((await school.db.site.findUniqueOrThrow({ where: { id: OTHER_SITE } })).service).toBeNull();
  });

  test('what cannot be read is said at its field, and nothing changes', async () => {
    const version = await school.version();
    const fault = async (change: object) => setHours(desk, { ...HOURS, ...change });
    expect(await fault({ day1: '8h-25h' })).toEqual({ ok: false, fault: 'hours', field: 'day1' });
    expect(await fault({ day6: 'matin' })).toEqual({ ok: false, fault: 'hours', field: 'day6' });
    expect(await fault({ closures: '30/02/2027' })).toEqual({ ok: false, fault: 'days', field: 'closures' });
    expect(await fault({ closures: Array.from({ length: 101 }, () => '24/12/2026').join('\n') })).toMatchObject({ fault: 'days' });
    expect(await fault({ timeZone: 'Mars/Phobos' })).toEqual({ ok: false, fault: 'time-zone', field: 'timeZone' });
    expect(await fault({ holidays: 'bretagne' })).toEqual({ ok: false, fault: 'invalid', field: 'holidays' });
    expect(await fault({ site: '01930000-0000-7000-8000-000000000000' })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await fault({ site: "'; DROP" })).toEqual({ ok: false, fault: 'not-allowed' });
    const promise = async (change: object) => setPolicy(desk, { ...POLICY, ...change });
    expect(await promise({ ttr3: 'vite' })).toEqual({ ok: false, fault: 'length', field: 'ttr3' });
    expect(await promise({ day: '1 j' })).toEqual({ ok: false, fault: 'length', field: 'day' });
    expect(await promise({ tto2: '9 h' })).toEqual({ ok: false, fault: 'order', field: 'tto2' });
    expect(await promise({ tto1: 5 })).toEqual({ ok: false, fault: 'invalid', field: 'tto1' });
    expect((await school.db.organisation.findUniqueOrThrow({ where: { id: 'org' } })).sla).toBeNull();
    const { sla, version: now } = await school.db.organisation.findUniqueOrThrow({ where: { id: 'org' } });
    expect([sla, now - version]).toEqual([null, 1]);
  });

  test('the promise reaches every site; P1 by the clock when it is asked for', async () => {
    const mina = await Device.ready(school, MINA);
    expect(await setPolicy(desk, { ...POLICY, always: 'on' })).toEqual({ ok: true, value: null });
    const site = await siteAt(mina);
    expect(site?.policy).toMatchObject({ dayMinutes: 480, pausedBy: DEFAULT_POLICY.pausedBy, riskAt: DEFAULT_POLICY.riskAt });
    // By the clock a day is a day.
    expect(site?.policy?.helpsWithUse).toBe(false);
    expect(site?.policy?.targets[1]).toEqual({ tto: { minutes: 10, counts: 'always' }, ttr: { minutes: 1440, counts: 'always' } });
    expect(site?.policy?.targets[3]).toEqual({ tto: { minutes: 60, counts: 'service' }, ttr: { minutes: 1440, counts: 'service' } });
    const listed = await listService(desk);
    expect(listed.ok && listed.value.policy).toMatchObject({
      day: '8 h',
      always: true,
      // Not ticked: the phones say so before a question is sent.
      usage: false,
      targets: [{ ttr: '1 j' }, { ttr: '1 j' }, { tto: '1 h', ttr: '3 j' }, {}],
    });
  });

  test('the priority that the facts give, as it was set: told to every phone, counted by the server, and a slip is said at its field', async () => {
    const fields = Object.fromEntries(IMPACTS.flatMap((i) => URGENCIES.map((u) => [`${i}_${u}`, String(DEFAULT_MATRIX[i][u])])));
    const before = await listService(desk);
    expect(before.ok && before.value.matrix).toEqual(DEFAULT_MATRIX);
    expect(await setMatrix(desk, { ...fields, group_high: '4' })).toEqual({ ok: false, fault: 'matrix', field: 'group_high' });
    expect(await setMatrix(desk, { ...fields, group_high: '5' })).toEqual({ ok: false, fault: 'invalid', field: 'group_high' });
    const { site_low: _, ...lacking } = fields;
    expect(await setMatrix(desk, lacking)).toMatchObject({ ok: false, fault: 'invalid' });
    const mina = await Device.ready(school, MINA);
    expect(await setMatrix(desk, { ...fields, group_high: '1', group_blocking: '1', site_high: '1' })).toEqual({ ok: true, value: null });
    const site = await siteAt(mina);
    expect(site?.policy?.matrix?.group).toEqual({ low: 4, normal: 3, high: 1, blocking: 1 });
    // The promise is as it was.
    expect(site?.policy?.dayMinutes).toBe(480);
    const ticket = newTicket();
    await mina.say(opening(ticket, { impact: 'group', urgency: 'high' }));
    expect((await school.db.ticket.findUniqueOrThrow({ where: { id: ticket } })).head).toMatchObject({ priority: 1, raised: null });
    await setPolicy(desk, POLICY);
    const after = await listService(desk);
    expect(after.ok && after.value.matrix.group.high).toBe(1);
  });

  test('calls wait as long as it says, and not for ever', async () => {
    expect((await listService(desk)).ok && (await listService(desk))).toMatchObject({
      value: { alerts: { answer: '5 min', critical: '2 min', again: '30 min', quiet: true } },
    });
    for (const wrong of ['', '0', '2 j', 'bientôt', '30 s']) {
      expect(await setAlerts(desk, { answer: wrong, critical: '2 min', again: '30 min' })).toMatchObject({ ok: false, field: 'answer' });
    }
    expect(await setAlerts(desk, { answer: '8 min', critical: '3 min', again: '1 h' })).toEqual({ ok: true, value: null });
    const row = await school.db.organisation.findUniqueOrThrow({ where: { id: 'org' } });
    expect(row.alerts).toEqual({ answer: 8, critical: 3, again: 60, quiet: false });
  });
});
