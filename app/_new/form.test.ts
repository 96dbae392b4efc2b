import { expect, test } from 'vitest';
import type { AssetDocument, RoomDocument, SiteDocument } from '#domain/documents.ts';
import type { PersonId, RoomId, SiteId, TicketId } from '#domain/ids.ts';
import { DEFAULT_MATRIX } from '#domain/priority.ts';
import { DEFAULT_POLICY } from '#domain/sla/policy.ts';
import { parseCommand } from '#domain/ticket/commands.ts';
import { decide } from '#domain/ticket/decide.ts';
import { contextOf, emptyReplica, type View } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import {
  BLANK,
  categoriesOf,
  keptForNext,
  missingIn,
  natureOf,
  openCommand,
  PHONE_MAX,
  type Report,
  ratingFor,
  siteOf,
  symptomsOf,
  WHEN_MAX,
} from './form.ts';

const [lycee, college] = ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002'] as SiteId[] as [SiteId, SiteId];
const shown = (...ids: SiteId[]) => ids.map((id) => ({ id }) as SiteDocument);
const nothing = { asset: null, room: null, code: null };
const projector = { id: '0190a000-0000-7000-8000-0000000000a1', type: 'projector', site: lycee, room: null, codes: [] as unknown } as AssetDocument;
const onProjector = { ...nothing, asset: projector };
const ticket = '0190a000-0000-7000-8000-0000000000b1' as TicketId;
const TODAY = '2026-11-22';
const opened = (report: Partial<Report>, subject: Parameters<typeof openCommand>[1] = nothing) => {
  const command = openCommand(ticket, subject, { ...BLANK, ...report }, lycee, [], TODAY);
  expect(parseCommand(command)).not.toBeNull();
  return command;
};

test('a report is of the only site, of the one chosen among several, and of none that was not chosen', () => {
  expect(siteOf(nothing, BLANK, null, shown(lycee), [lycee])).toBe(lycee);
  expect(siteOf(nothing, { ...BLANK, site: college }, null, shown(lycee, college), [lycee, college])).toBe(college);
  expect(siteOf(nothing, BLANK, null, shown(lycee, college), [lycee, college])).toBeNull();
});

test('[39] after a month without contact, or a clock put forward by one, nothing is shown and a report still has its site', () => {
  const site = siteOf(nothing, BLANK, null, [], [lycee]);
  expect(site).toBe(lycee);
  expect(missingIn({ ...BLANK, text: 'Rien à l’écran' }, site)).toEqual([]);
});

test('the door gives the nature, and what can be chosen behind it', () => {
  expect(natureOf(nothing, BLANK)).toBeNull();
  expect(natureOf(onProjector, BLANK)).toBe('incident');
  expect(categoriesOf(nothing, { ...BLANK, nature: 'incident' })).toContain('printing');
  expect(categoriesOf(nothing, { ...BLANK, nature: 'service_request' })).toEqual([]);
  expect(symptomsOf(nothing, { ...BLANK, nature: 'service_request' })).toContain('access_right');
  expect(symptomsOf(nothing, { ...BLANK, nature: 'assistance' })).toEqual(['question', 'complaint', 'something_else']);
  expect(symptomsOf(onProjector, BLANK)[0]).toBe('no_image');
  expect(opened({ nature: 'service_request', symptom: 'loan' }, onProjector)).toMatchObject({ nature: 'service_request', category: 'request' });
  expect(opened({ nature: 'incident', category: 'other', text: 'La porte grince.' })).toMatchObject({ nature: 'incident', category: 'other' });
  expect(opened({ text: 'Bonjour' })).toMatchObject({ nature: 'assistance', category: 'other', channel: 'portal' });
});

test('a draft of the form before the doors keeps its category', () => {
  expect(natureOf(nothing, { ...BLANK, category: 'network' })).toBe('incident');
  expect(opened({ category: 'network', symptom: 'no_wifi' })).toMatchObject({ nature: 'incident', category: 'network' });
});

test('for somebody else, by name or by account, with where and when to call back', () => {
  const told = { symptom: 'no_image', isForOther: true, channel: 'oral' } as const;
  expect(missingIn({ ...BLANK, ...told }, lycee)).toEqual(['name']);
  expect(opened({ ...told, name: ' Ana Faure ', phone: '06 39 98 01 49', when: 'après 14 h' })).toMatchObject({
    beneficiary: { person: null, name: 'Ana Faure' },
    callback: '06 39 98 01 49, après 14 h',
    channel: 'oral',
  });
  const person = '0190a000-0000-7000-8000-0000000000c1';
  expect(opened({ ...told, person, name: 'Mina Diallo' })).toMatchObject({ beneficiary: { person, name: '' } });
  expect(opened({ symptom: 'no_image', name: 'Ana Faure' })).toMatchObject({ beneficiary: null });
  expect(opened({ symptom: 'no_image', phone: '0'.repeat(PHONE_MAX), when: 'x'.repeat(WHEN_MAX) }).callback).toHaveLength(PHONE_MAX + 2 + WHEN_MAX);
});

test('the next line of the notebook keeps room, channel and person, and none of the words', () => {
  const next = {
    ...BLANK,
    ...keptForNext({ ...BLANK, nature: 'incident', symptom: 'no_wifi', text: 'Rien', room: 'r', channel: 'logbook', isForOther: true, name: 'Ana' }),
  };
  expect(next).toMatchObject({ room: 'r', channel: 'logbook', name: 'Ana', text: '', symptom: null });
});

test('a right on a shared resource has its form; today and no end where nothing else was said', () => {
  const asked = { nature: 'service_request', symptom: 'access_right' } as const;
  expect(missingIn({ ...BLANK, ...asked }, lycee)).toEqual(['resource']);
  expect(opened({ ...asked, resource: ' Dossier Budget ', rights: 'write' }).access).toEqual({
    sense: 'open',
    resource: 'Dossier Budget',
    rights: 'write',
    from: TODAY,
    until: null,
  });
  expect(opened({ ...asked, resource: 'Budget', sense: 'close', from: '2026-12-01', until: '2027-07-05' }).access).toMatchObject({
    sense: 'close',
    from: '2026-12-01',
    until: '2027-07-05',
  });
  expect(opened({ symptom: 'loan', resource: 'Budget' }).access).toBeNull();
});

test('the whole network of a site is nobody’s single trouble', () => {
  expect(opened({ nature: 'incident', category: 'network', symptom: 'site_down' })).toMatchObject({ impact: 'site', urgency: 'blocking' });
});

test('the priority that is shown is the one that will be given: critical equipment, a VIP room, a VIP for themselves, a whole site', () => {
  const room = { kind: 'room', id: '0190a000-0000-7000-8000-0000000000d1' as RoomId, site: lycee, vip: true } as RoomDocument;
  const elsewhere = { ...room, id: '0190a000-0000-7000-8000-0000000000d2' as RoomId, site: college };
  const critical = { ...projector, critical: true };
  const view: View = {
    ...emptyReplica(),
    tickets: new Map(),
    assets: new Map([projector, critical].map((a) => [a.id, a])),
    rooms: new Map([room, elsewhere].map((r) => [r.id, r])),
  };
  const me = (vip: boolean): Me =>
    ({ person: '0190a000-0000-7000-8000-0000000000c2' as PersonId, memberships: [{ role: 'correspondent', site: lycee }], teams: [], vip }) as never;
  const told: Partial<Report> = { nature: 'incident', symptom: 'no_image', impact: 'group', urgency: 'normal' };
  const shown = (subject: Parameters<typeof openCommand>[1], report: Partial<Report> = {}, vip = false) => {
    const said: Report = { ...BLANK, ...told, ...report };
    const who = me(vip);
    const rating = ratingFor(subject, said, lycee, view, who);
    const command = openCommand(ticket, subject, said, lycee, [], TODAY);
    const decision = decide(null, command, contextOf(view, view.tickets, who, command, 0));
    const [event] = decision.ok ? decision.events : [];
    // What the rules make of the same form.
    expect(event).toMatchObject({ type: 'TicketOpened', ticket: { priority: rating.priority, raised: rating.raised, impact: rating.impact } });
    return [rating.priority, rating.raised];
  };
  expect(shown(nothing)).toEqual([3, null]);
  expect(shown({ ...nothing, asset: critical })).toEqual([2, 'critical']);
  expect(shown({ ...nothing, room })).toEqual([2, 'vip']);
  expect(shown(nothing, { room: room.id })).toEqual([2, 'vip']);
  expect(shown(nothing, { room: elsewhere.id })).toEqual([3, null]);
  expect(shown(nothing, {}, true)).toEqual([2, 'vip']);
  expect(shown(nothing, { isForOther: true, name: 'Ana Faure' }, true)).toEqual([3, null]);
  expect(shown(nothing, { category: 'network', symptom: 'site_down' })).toEqual([1, null]);
  // As the organisation has set it: the site's document brought it to this phone.
  const matrix = { ...DEFAULT_MATRIX, group: { low: 3, normal: 2, high: 1, blocking: 1 } };
  const site = { kind: 'site', id: lycee, colleagues: [], teams: [], policy: { ...DEFAULT_POLICY, matrix } } as unknown as SiteDocument;
  const set = { ...view, sites: new Map([[lycee, site]]) };
  expect(ratingFor(nothing, { ...BLANK, ...told }, lycee, set, me(false))).toMatchObject({ priority: 2, raised: null });
});
