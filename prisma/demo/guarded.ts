import type { Instant, SiteId, TicketId } from '#domain/ids.ts';
import { type Command, PLAIN_OPEN } from '#domain/ticket/commands.ts';
import type { AccessForm } from '#domain/ticket/ticket.ts';
import type { Dice } from './dice.ts';
import type { DemoPeople, DemoPerson } from './people.ts';
import type { DemoSchool } from './schools.ts';
import type { Act } from './tickets.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const v = 1 as const;

/** Calendar day, "2026-11-22". */
const dayOf = (at: Instant) => new Date(at).toISOString().slice(0, 10);

/** The flows that are guarded: somebody locked out, rights asked for, granted and taken back. Unsorted. */
export function guardedActs(dice: Dice, people: DemoPeople, [lycee, college]: readonly DemoSchool[], now: Instant): Act[] {
  if (lycee === undefined || college === undefined) return [];
  const as = people.as;
  const acts: Act[] = [];
  const open = (site: SiteId, ticket: TicketId, more: Partial<Extract<Command, { type: 'open' }>>): Command => ({
    ...{ type: 'open', ...PLAIN_OPEN, ticket, site, asset: null, room: null, code: null, nature: 'incident', channel: 'phone' },
    ...{ category: 'accounts', symptom: 'forgotten_password', text: '', impact: 'person', urgency: 'high', photos: [], ...more },
  });
  const rights = (who: DemoPerson, access: AccessForm, text: string): Partial<Extract<Command, { type: 'open' }>> => ({
    ...{ nature: 'service_request', channel: 'portal', category: 'request', symptom: 'access_right', urgency: 'normal' },
    ...{ beneficiary: { person: who.id, name: '' }, access, text },
  });
  /** Asked, agreed to by the head, done by level 3. */
  const granted = (site: DemoSchool, from: DemoPerson, who: DemoPerson, head: DemoPerson, at: Instant, access: AccessForm, text: string) => {
    const ticket: TicketId = dice.id();
    const steps: [DemoPerson, Command][] = [
      [from, open(site.id, ticket, rights(who, access, text))],
      [head, { type: 'approve', v, ticket, text: '' }],
      [as('yann'), { type: 'take', v, ticket, expected: null }],
      [as('yann'), { type: 'start', v: 2, ticket, remote: false }],
      [as('yann'), { type: 'complete_task', v, ticket, task: 'apply_right' }],
      [as('yann'), { type: 'resolve', v, ticket, text: 'Droits posés sur le serveur.', resolution: 'delivered', mode: 'remote' }],
    ];
    acts.push(...steps.map(([by, command], i) => ({ at: at + i * HOUR, by, command })));
    acts.push({ at: at + 7 * DAY, by: null, command: { type: 'close', ticket } });
  };
  const [paul, claire, nadia] = [as('paul'), as('claire'), as('nadia')];
  const closed = now - 20 * DAY;
  const vie = { resource: 'Partage « Vie scolaire »', rights: 'write', until: null } as const;
  granted(lycee, claire, claire, as('anne'), now - 80 * DAY, { ...vie, sense: 'open', from: dayOf(now - 79 * DAY) }, 'Saisie des absences.');
  granted(lycee, claire, paul, as('anne'), now - 70 * DAY, { ...vie, sense: 'open', from: dayOf(now - 69 * DAY) }, 'Remplace Mme Roy.');
  granted(lycee, claire, paul, as('anne'), closed, { ...vie, sense: 'close', from: dayOf(closed) }, 'Fin du remplacement.');
  const exams = { resource: 'Dossier « Examens blancs »', rights: 'read', until: dayOf(now + 60 * DAY) } as const;
  granted(college, nadia, nadia, as('denis'), now - 40 * DAY, { ...exams, sense: 'open', from: dayOf(now - 39 * DAY) }, 'Préparer les épreuves.');

  // Today: one to be agreed to, one who is locked out and for whom a colleague called.
  const pending: TicketId = dice.id();
  const form: AccessForm = { sense: 'open', resource: 'Partage « Intendance »', rights: 'read', from: dayOf(now), until: null };
  acts.push({ at: now - 3 * HOUR, by: claire, command: open(lycee.id, pending, rights(paul, form, 'Suivi des commandes du laboratoire.')) });
  const locked: TicketId = dice.id();
  const report = 'Claire n’ouvre plus sa session depuis ce matin.';
  const about = { beneficiary: { person: claire.id, name: '' }, callback: 'Poste 214, salle des professeurs', text: report };
  acts.push({ at: now - 2 * HOUR, by: as('mina'), command: open(lycee.id, locked, about) });
  return acts;
}
