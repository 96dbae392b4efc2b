/**
 * The five ways of working that the product has to carry, from start to end, by the commands that phones send to a real server on both
 * databases: a school with one correspondent, the whole network down at one of many sites, the three everyday cases of a hospital group,
 * consent and appointment and visit, and the six steps of the course sheet. What each person then holds on their phone is what is asked.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Document, TicketDocument } from '#domain/documents.ts';
import type { AssetId, PersonId, PhotoHash, SiteId, TicketId } from '#domain/ids.ts';
import { DEFAULT_WEEK } from '#domain/sla/calendar.ts';
import { calendarFor } from '#domain/sla/calendar-for.ts';
import { factsOf } from '#domain/sla/facts.ts';
import { figureOf, type SlaFigure } from '#domain/sla/figure.ts';
import { DEFAULT_POLICY } from '#domain/sla/policy.ts';
import type { Command, CommandOf, CommandType } from '#domain/ticket/commands.ts';
import { decide } from '#domain/ticket/decide.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import { contextOf, replicaOf } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import { explain } from '#domain/words/explain.ts';
import { words } from '#domain/words/index.ts';
import { executeSystem } from '#server/execute.ts';
import { databases } from '#test/databases.ts';
import {
  Device,
  ENGINEER,
  HEAD,
  MINA,
  newTicket,
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

const w = words('fr');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FORM = 'f'.repeat(64) as PhotoHash;
const PRINTER = '01932f5e-7b00-7000-8000-0000000000dd' as AssetId;
const VISIT = '01932f5e-7b00-7000-8000-0000000000bb';

describe.each(databases())('sur $name', (kind) => {
  let school: School;
  const devices = new Map<PersonId, Device>();
  beforeAll(async () => {
    school = await openSchool(kind);
    // A Monday of November, ten o'clock in Paris: the service is open.
    school.now = Date.UTC(2026, 10, 23, 9, 0);
  });
  afterAll(() => school.close());

  async function device(who: PersonId): Promise<Device> {
    const known = devices.get(who) ?? (await Device.ready(school, who));
    devices.set(who, known);
    return known;
  }

  /** Somebody does it, some minutes later; the server takes it. */
  async function does<T extends CommandType>(who: PersonId, ticket: TicketId, type: T, more: object = {}, minutes = 1): Promise<void> {
    school.now += minutes * MINUTE;
    const command = { v: type === 'start' ? 2 : 1, ticket, type, ...more } as unknown as CommandOf<T>;
    const { receipts } = await (await device(who)).say(command);
    expect(receipts[0]?.outcome, `${type}: ${JSON.stringify(receipts[0]?.outcome)}`).toMatchObject({ kind: 'executed' });
  }

  /** Refused, by the phone that asks and by the server alike. @returns the sentence that the person reads */
  async function mayNot<T extends CommandType>(who: PersonId, ticket: TicketId, type: T, more: object = {}): Promise<string> {
    const command = { v: type === 'start' ? 2 : 1, ticket, type, ...more } as unknown as Command;
    const { documents, me } = await phoneOf(who);
    const replica = replicaOf(documents);
    const promised = decide(replica.tickets.get(ticket)?.head ?? null, command, contextOf(replica, replica.tickets, me, command, school.now));
    const { receipts } = await (await device(who)).say(command);
    const outcome = receipts[0]?.outcome;
    if (outcome?.kind !== 'refused' || promised.ok) throw new Error(`${type} was not refused: ${JSON.stringify({ outcome, promised })}`);
    expect(outcome.refusal).toEqual(promised.refusal);
    const { what, can } = explain(w, outcome.refusal, { who: outcome.name ?? null });
    return `${what} ${can}`.replaceAll('\u00a0', ' ');
  }

  async function reports(who: PersonId, more: Partial<CommandOf<'open'>> = {}): Promise<TicketId> {
    const ticket = newTicket();
    school.now += MINUTE;
    const { receipts } = await (await device(who)).say(opening(ticket, { channel: 'portal', ...more }));
    expect(receipts[0]?.outcome).toMatchObject({ kind: 'executed', number: expect.stringMatching(/^\d{4}-\d{5,}$/) });
    return ticket;
  }

  /** What a fresh phone of this person holds. */
  async function phoneOf(who: PersonId): Promise<{ documents: Document[]; me: Me }> {
    const answer = await new Device(school, who).reset();
    return { documents: answer.changes.filter((c): c is Document => c.kind !== 'gone'), me: answer.me as Me };
  }

  async function seenBy(who: PersonId, ticket: TicketId): Promise<TicketDocument | null> {
    const found = (await phoneOf(who)).documents.find((d) => d.id === ticket);
    return found?.kind === 'ticket' ? found : null;
  }

  const stateOf = async (ticket: TicketId): Promise<Ticket['status']> => (await school.head(ticket)).status;

  async function clock(which: 'tto' | 'ttr', ticket: TicketId, bySupport = false): Promise<SlaFigure> {
    // Of so many sites, who works for all holds the tickets that are theirs; the correspondent holds her site.
    const seen = await seenBy(MINA, ticket);
    const facts = factsOf(seen?.timeline ?? [], bySupport);
    if (facts === null) throw new Error('no opening');
    const hours = { timeZone: 'Europe/Paris', week: DEFAULT_WEEK, holidays: 'metropole', school: null, closures: [] } as const;
    return figureOf(which, facts, DEFAULT_POLICY, calendarFor(hours, '2026-01-01', '2027-12-31'), school.now);
  }

  test('A. un établissement, un correspondant : signalé, validé, pris, résolu, confirmé ; et un sans suite', async () => {
    const ticket = await reports(REQUESTER, { category: 'display', symptom: 'no_image', text: 'Le projecteur reste noir.', impact: 'group' });
    // In the staff room, for somebody else: who typed it is not whom it is for.
    const oral = await reports(MINA, { channel: 'oral', beneficiary: { person: null, name: 'Mme Petit' }, callback: 'salle des profs, 10 h' });
    expect(await school.head(oral)).toMatchObject({
      recorder: MINA,
      beneficiaryName: 'Mme Petit',
      callback: 'salle des profs, 10 h',
      channel: 'oral',
    });

    const about = { nature: 'incident', category: 'display', symptom: 'no_image', asset: null, room: null, reachable: true, reason: '' };
    await does(MINA, ticket, 'qualify', { ...about, impact: 'group', urgency: 'high', priority: null });
    expect(await school.head(ticket)).toMatchObject({ priority: 2, override: null, status: 'new' });
    expect(await mayNot(MINA, ticket, 'qualify', { ...about, impact: 'group', urgency: 'high', priority: 1 })).toContain('motif');
    await does(MINA, ticket, 'take', { expected: null });
    await does(MINA, ticket, 'start', { remote: false });
    expect(await mayNot(REQUESTER, ticket, 'resolve', { text: 'x', resolution: 'permanent', mode: 'on_site' })).toContain('Mina');
    for (const task of ['check_source', 'check_video_cable']) await does(MINA, ticket, 'complete_task', { task });
    await does(MINA, ticket, 'resolve', { text: 'Câble HDMI changé.', resolution: 'permanent', mode: 'on_site' });
    expect(w.status.label[await stateOf(ticket)]).toBe('Résolu');
    await does(REQUESTER, ticket, 'reopen', { text: 'Noir de nouveau.' }, 30);
    expect(await school.head(ticket)).toMatchObject({ status: 'escalated', assignee: null, reopened: 1 });
    await does(MINA, ticket, 'take', { expected: null });
    await does(MINA, ticket, 'resolve', { text: 'Câble et prise changés.', resolution: 'permanent', mode: 'on_site' });
    await does(REQUESTER, ticket, 'confirm');
    await does(REQUESTER, ticket, 'rate', { stars: 5, text: 'Merci.' });
    expect(w.status.label[await stateOf(ticket)]).toBe('Fermé');
    expect(await mayNot(REQUESTER, ticket, 'rate', { stars: 1, text: '' })).toContain('déjà donné');

    await does(MINA, oral, 'drop', { reason: 'out_of_scope', text: 'Appareil personnel.' });
    expect(await school.head(oral)).toMatchObject({ status: 'dropped', drop: { reason: 'out_of_scope' } });
    // Nobody else is in the school: what is above waits for people of the organisation, never for nobody.
    const above = await reports(REQUESTER, { category: 'software', symptom: 'app_error' });
    expect(await seenBy(TECH, above)).not.toBeNull();
    await does(TECH, above, 'take', { expected: null });
  });

  test('B. tout le réseau d’un site est hors service : critique en 15 min et 4 h, passé au prestataire, inconnu des autres sites', async () => {
    // One of 180, each with a correspondent of its own.
    const others = Array.from({ length: 178 }, (_, i) => `00000009-0000-7000-8000-${String(i).padStart(12, '0')}`);
    await school.db.site.createMany({ data: others.map((id, i) => ({ id, uai: `0350${i}B`, name: `Lycée ${i}`, city: 'Loin', version: 1 })) });
    await school.db.person.createMany({ data: others.map((id, i) => ({ id, login: `c${i}`, givenName: `C${i}`, familyName: 'Loin' })) });
    await school.db.membership.createMany({ data: others.map((id) => ({ id, personId: id, role: 'correspondent', siteId: id })) });
    expect(await school.db.site.count()).toBe(180);
    // Whoever works for all of them begins again on what there is now.
    devices.clear();
    const ticket = await reports(REQUESTER, { category: 'network', symptom: 'site_down', impact: 'site', urgency: 'high' });
    expect(await school.head(ticket)).toMatchObject({ priority: 1, level: 3 });
    const called = await school.db.notice.findMany({ where: { ticketId: ticket, kind: 'critical' } });
    expect(called.map((n) => n.personId)).toContain(ENGINEER);
    expect(await school.db.notice.count({ where: { personId: { in: others } } })).toBe(0);
    for (const other of [others[0], others[177]]) expect(await seenBy(other as PersonId, ticket)).toBeNull();
    // Theirs that fails too is another ticket, not a duplicate of this one.
    const twin = await reports(others[5] as PersonId, { site: others[5] as SiteId, category: 'network', symptom: 'site_down', impact: 'site' });
    expect(await school.head(twin)).toMatchObject({ priority: 1, duplicateOf: null });
    const again = await reports(MINA, { category: 'network', symptom: 'site_down', impact: 'site' });
    expect(await school.head(again)).toMatchObject({ status: 'dropped', duplicateOf: ticket });
    expect((await clock('tto', ticket)).target).toMatchObject({ minutes: 15 });
    expect((await clock('ttr', ticket)).target).toMatchObject({ minutes: 240 });
    await does(ENGINEER, ticket, 'take', { expected: null }, 9);
    expect((await clock('tto', ticket)).state).toBe('held');
    await does(ENGINEER, ticket, 'escalate', { direction: 'out', reason: 'contract', text: 'Fibre coupée, dossier 4512.', team: TEAM });
    expect(await seenBy(PROVIDER, ticket)).not.toBeNull();
    await does(PROVIDER, ticket, 'take', { expected: null }, 20);
    expect(await mayNot(PROVIDER, ticket, 'start', { remote: true })).toContain('accord de l’usager');
    await does(PROVIDER, ticket, 'start', { remote: false }, 1);
    await does(PROVIDER, ticket, 'resolve', { text: 'Fibre soudée.', resolution: 'permanent', mode: 'on_site' }, 60);
    expect((await clock('ttr', ticket)).state).toBe('held');
    // The provider sees what its team was given, and nothing else; another site nothing at all.
    expect((await phoneOf(PROVIDER)).documents.filter((d) => d.kind === 'ticket').map((d) => d.id)).toEqual([ticket]);
    const far = '00000003-0000-7000-8000-000000000099' as PersonId;
    await school.db.person.create({ data: { id: far, login: 'loin', givenName: 'Léa', familyName: 'Loin' } });
    await school.db.membership.create({ data: { id: far, personId: far, role: 'correspondent', siteId: OTHER_SITE as SiteId } });
    expect((await phoneOf(far)).documents.filter((d) => d.kind === 'ticket')).toEqual([]);
    expect(await mayNot(far, ticket, 'note', { text: 'x', visibility: 'public' })).toContain('n’avez plus accès');
  });

  test('C1. une demande d’accès : rien avant l’accord de la direction, puis le droit ouvert', async () => {
    const asked = { category: 'request', symptom: 'access_right', nature: 'service_request' } as const;
    const ticket = newTicket();
    const { receipts } = await (await device(REQUESTER)).say(opening(ticket, { ...asked, access: null }));
    expect(receipts[0]?.outcome).toMatchObject({ kind: 'refused', refusal: { code: 'rule', rule: 'form-missing' } });
    const access = { sense: 'open', resource: 'Partage Paie', rights: 'read', from: '2026-11-24', until: null } as const;
    const id = await reports(REQUESTER, { ...asked, access, beneficiary: { person: null, name: 'M. Duval' } });
    // Confidential: not for the correspondents of the site.
    expect(await seenBy(MINA, id)).toBeNull();
    await does(ENGINEER, id, 'take', { expected: null });
    expect(await mayNot(ENGINEER, id, 'start', { remote: false })).toContain('direction');
    expect(await mayNot(ENGINEER, id, 'resolve', { text: 'x', resolution: 'delivered', mode: 'remote' })).toContain('formulaire signé');
    expect((await seenBy(HEAD, id))?.head.approval).toEqual({ state: 'pending' });
    await does(HEAD, id, 'approve', { text: 'Accordé.' });
    await does(ENGINEER, id, 'start', { remote: false });
    expect(await mayNot(ENGINEER, id, 'resolve', { text: 'x', resolution: 'delivered', mode: 'remote' })).toContain('étape obligatoire');
    await does(ENGINEER, id, 'complete_task', { task: 'apply_right' });
    await does(ENGINEER, id, 'resolve', { text: 'Lecture ouverte.', resolution: 'delivered', mode: 'remote' });
    // On paper: the signed form is its photo.
    const paper = await reports(REQUESTER, { ...asked, access: { ...access, sense: 'close' }, photos: [FORM] });
    await does(ENGINEER, paper, 'take', { expected: null });
    await does(ENGINEER, paper, 'receive_form', { photo: FORM });
    expect(await school.head(paper)).toMatchObject({
      approval: { state: 'approved', by: null },
      checks: [{ check: 'form', by: ENGINEER, photo: FORM }],
    });
    // The head does not approve an own request.
    const own = await reports(HEAD, { ...asked, access });
    expect(await mayNot(HEAD, own, 'approve', { text: '' })).toContain('propre demande');
  });

  test('C2. une boîte mail perdue : prise par le niveau 2, appel, à distance avec accord, expliqué', async () => {
    const ticket = await reports(REQUESTER, { category: 'accounts', symptom: 'mailbox_lost', callback: '06 39 98 00 01, avant 16 h' });
    expect(await school.head(ticket)).toMatchObject({ level: 2, callback: '06 39 98 00 01, avant 16 h' });
    expect(await mayNot(MINA, ticket, 'take', { expected: null })).toContain('« prendre »');
    await does(TECH, ticket, 'take', { expected: null });
    expect(await mayNot(TECH, ticket, 'start', { remote: true })).toContain('accord de l’usager');
    await does(TECH, ticket, 'record_check', { check: 'consent', how: 'phone' });
    await does(TECH, ticket, 'start', { remote: true });
    for (const task of ['call_user', 'remote_look', 'find_mailbox', 'explain_user']) await does(TECH, ticket, 'complete_task', { task });
    await does(TECH, ticket, 'resolve', { text: 'La boîte était archivée.', resolution: 'assisted', mode: 'remote' });
  });

  test('C3. un mot de passe oublié : ouvert par un collègue, identité vérifiée, jamais écrit, revu le lendemain', async () => {
    const ticket = await reports(REQUESTER, { category: 'accounts', symptom: 'forgotten_password', beneficiary: { person: MINA, name: '' } });
    await does(TECH, ticket, 'take', { expected: null });
    await does(TECH, ticket, 'start', { remote: false });
    expect(await mayNot(TECH, ticket, 'note', { text: 'Mot de passe : Rentree2026', visibility: 'public' })).toContain('n’en garde jamais');
    expect(await mayNot(TECH, ticket, 'resolve', { text: 'Fait.', resolution: 'assisted', mode: 'remote' })).toContain('identité');
    const actor = await school.actor(TECH);
    await executeSystem(school.db, { type: 'identity_compared', ticket, actor, how: 'Retour de congé', isSame: false }, school.now);
    expect(await mayNot(TECH, ticket, 'resolve', { text: 'Fait.', resolution: 'assisted', mode: 'remote' })).toContain('identité');
    await executeSystem(school.db, { type: 'identity_compared', ticket, actor, how: 'Retour de congé', isSame: true }, school.now);
    for (const task of ['give_temporary', 'explain_rules']) await does(TECH, ticket, 'complete_task', { task });
    await does(TECH, ticket, 'resolve', { text: 'Provisoire donné de vive voix.', resolution: 'assisted', mode: 'remote' });
    const next = (await school.head(ticket)).tasks.find((t) => t.id === 'changed_next_day');
    expect(next).toMatchObject({ done: null, mandatory: false, after: expect.any(Number) });
    await does(TECH, ticket, 'complete_task', { task: 'changed_next_day' }, 24 * 60);
    // No word of it is a password anywhere in what was stored.
    const events = await school.db.event.findMany({ where: { ticketId: ticket } });
    expect(JSON.stringify(events)).not.toContain('Rentree2026');
  });

  test('D. accord, rendez-vous, visite : le délai s’arrête en attendant, l’arrivée est prouvée, le compte rendu suit', async () => {
    await school.db.asset.create({ data: { id: PRINTER, siteId: SITE, type: 'printer', version: 1 } });
    const ticket = await reports(REQUESTER, { asset: PRINTER, category: 'printing', symptom: 'wont_print', impact: 'group', urgency: 'high' });
    await does(MINA, ticket, 'take', { expected: null });
    const at = school.now + 3 * HOUR;
    await does(MINA, ticket, 'plan_visit', { visit: VISIT, at, minutes: 45, remote: false, text: 'Pendant la pause.' });
    expect(await school.head(ticket)).toMatchObject({ status: 'waiting', waitReason: 'appointment', waitUntil: at, visit: { state: 'proposed' } });
    expect((await clock('ttr', ticket)).state).toBe('paused');
    await does(REQUESTER, ticket, 'answer_visit', { visit: VISIT, accept: false, text: 'En cours à cette heure.' });
    expect(await school.head(ticket)).toMatchObject({ status: 'in_progress', visit: { state: 'declined' } });
    expect(await mayNot(MINA, ticket, 'arrive', { asset: null })).toContain('rendez-vous');
    const second = VISIT.replace('bb', 'bc');
    await does(MINA, ticket, 'plan_visit', { visit: second, at: at + HOUR, minutes: 45, remote: false, text: '' });
    await does(REQUESTER, ticket, 'answer_visit', { visit: second, accept: true, text: '' });
    expect((await seenBy(REQUESTER, ticket))?.head.visit).toMatchObject({ state: 'accepted' });
    // Scanned where it stands: the printer itself says that somebody was there.
    await does(MINA, ticket, 'arrive', { asset: PRINTER }, 120);
    expect(await school.head(ticket)).toMatchObject({ status: 'in_progress', visit: { state: 'arrived' } });
    const [proof] = (await seenBy(REQUESTER, ticket))?.timeline.filter((r) => r.event.type === 'VisitArrived') ?? [];
    expect(proof?.event).toMatchObject({ asset: PRINTER });
    await does(MINA, ticket, 'leave', { text: 'Rouleau changé.' }, 30);
    await does(MINA, ticket, 'resolve', { text: 'Rouleau changé.', resolution: 'permanent', mode: 'on_site' });
    // An answer of the requester ends a wait for it by itself.
    const asked = await reports(REQUESTER);
    await does(MINA, asked, 'take', { expected: null });
    await does(MINA, asked, 'wait', { reason: 'requester', until: null, text: 'Quel poste ?' });
    await does(REQUESTER, asked, 'note', { text: 'Le poste du fond.', visibility: 'public' });
    expect(await stateOf(asked)).toBe('in_progress');
  });

  test('E. les six étapes de la fiche : créer, qualifier, confier, diagnostiquer, résoudre, clôturer', async () => {
    // 1. Create: whoever records, by whatever channel, of one of three natures.
    const ticket = await reports(MINA, {
      channel: 'phone',
      category: 'software',
      symptom: 'portal_login',
      nature: 'assistance',
      text: 'L’ENT refuse.',
    });
    const twin = await reports(REQUESTER, { category: 'software', symptom: 'portal_login', text: 'L’ENT ne s’ouvre pas.' });
    // 2. Qualify: facts give the priority; another one has its reason on record.
    const about = { nature: 'incident', category: 'software', symptom: 'portal_login', asset: null, room: null, reachable: true };
    await does(TECH, ticket, 'qualify', { ...about, impact: 'site', urgency: 'high', priority: 1, reason: 'Bulletins ce soir.' });
    expect(await school.head(ticket)).toMatchObject({
      nature: 'incident',
      priority: 1,
      override: { priority: 1, reason: 'Bulletins ce soir.', by: TECH },
    });
    await does(TECH, twin, 'mark_duplicate', { of: ticket });
    expect(await school.head(twin)).toMatchObject({ status: 'dropped', duplicateOf: ticket });
    expect((await school.head(ticket)).observers).toContain(REQUESTER);
    await does(REQUESTER, twin, 'note', { text: 'Aussi chez la documentaliste.', visibility: 'public' });
    expect((await seenBy(TECH, ticket))?.timeline.map((r) => (r.event.type === 'NoteAdded' ? r.event.text : ''))).toContain(
      'Aussi chez la documentaliste.',
    );
    // 3. Assign: to whoever knows, who hears of it.
    await does(SUPERVISOR, ticket, 'assign', { person: ENGINEER, team: null, text: 'Tu connais le CAS.' });
    expect(await school.head(ticket)).toMatchObject({ status: 'taken', assignee: ENGINEER });
    expect(await school.db.notice.count({ where: { ticketId: ticket, personId: ENGINEER, kind: 'assigned' } })).toBe(1);
    // 4. Diagnose: in tasks; what is mandatory is done first.
    const task = '01932f5e-7b00-7000-8000-0000000000cc';
    await does(ENGINEER, ticket, 'start', { remote: false });
    await does(ENGINEER, ticket, 'add_task', { task, text: 'Lire le journal du CAS', mandatory: true });
    const done = { text: 'Certificat renouvelé.', resolution: 'permanent', mode: 'remote' };
    expect(await mayNot(ENGINEER, ticket, 'resolve', done)).toContain('étape obligatoire');
    await does(ENGINEER, ticket, 'complete_task', { task });
    await does(ENGINEER, ticket, 'escalate', { direction: 'hierarchical', reason: 'critical', text: 'Bulletins.', team: null });
    // 5. Resolve. 6. Close: by nobody objecting.
    await does(ENGINEER, ticket, 'resolve', done);
    await executeSystem(school.db, { type: 'close', ticket }, school.now + HOUR);
    expect(await stateOf(ticket)).toBe('closed');
    expect(await mayNot(MINA, ticket, 'take', { expected: null })).toContain('Fermé');
  });
});
