import { categoryForAssetType, type Symptom, symptomsFor } from '#domain/catalogue.ts';
import type { Instant, TicketId } from '#domain/ids.ts';
import { type Command, PLAIN_OPEN } from '#domain/ticket/commands.ts';
import type { Impact, Urgency, WaitReason } from '#domain/ticket/ticket.ts';
import type { Dice } from './dice.ts';
import type { DemoAsset } from './equipment.ts';
import type { DemoPeople, DemoPerson } from './people.ts';
import type { DemoSchool } from './schools.ts';

/** One act of one person; `close` is the system's. */
export interface Act {
  readonly at: Instant;
  readonly by: DemoPerson | null;
  readonly command: Command | { readonly type: 'close'; readonly ticket: TicketId };
}

export interface Cast {
  readonly school: DemoSchool;
  readonly assets: readonly DemoAsset[];
  readonly people: DemoPeople;
  readonly requesters: readonly DemoPerson[];
  readonly correspondents: readonly DemoPerson[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What people write, by symptom; the symptom alone is enough for the rest. */
const SAID: Readonly<Partial<Record<Symptom, readonly string[]>>> = {
  no_image: ['Écran bleu « aucun signal », j’ai débranché et rebranché le câble.', 'Voyant rouge fixe, pas d’image depuis ce matin.'],
  wont_start: ['Il bipe trois fois et s’éteint.', 'Plus rien depuis la coupure de courant d’hier.'],
  very_slow: ['Dix minutes pour ouvrir une session.'],
  paper_jam: ['Bac 2, la feuille reste coincée au même endroit.'],
  no_toner: ['Traces grises, puis page blanche.'],
  no_wifi: ['Les tablettes ne voient plus le réseau dans cette salle.'],
  no_network: ['Tous les postes du fond sont coupés.'],
  stylus: ['Le stylet écrit à côté du trait.'],
  no_tone: ['Plus de tonalité, le voisin marche.'],
  portal_login: ['L’ENT dit « identifiant inconnu » alors que la messagerie marche.'],
  locked_account: ['Compte bloqué après trois essais.'],
  app_missing: ['GeoGebra manque sur les postes du fond.'],
  mailbox_full: ['Je ne reçois plus rien depuis lundi.'],
};
const DONE = [
  'Câble remplacé, essai fait avec le professeur.',
  'Redémarrage complet, mise à jour passée.',
  'Pièce changée, tout fonctionne.',
  'Réglage repris, à surveiller.',
];
const NOTES = ['Passé ce matin, salle occupée.', 'Essayé avec un autre câble : même chose.', 'Lampe à 4 200 heures.', 'Le voisin n’a rien.'];
const REMOTE: readonly (readonly [string, Symptom])[] = [
  ['software', 'portal_login'],
  ['accounts', 'locked_account'],
  ['software', 'app_missing'],
  ['accounts', 'mailbox_full'],
];

/** How a ticket of the demo ends up, and how many of them a school has. */
const FLOWS = { new: 4, taken: 3, in_progress: 3, waiting: 3, escalated: 3, on_site: 1, provider: 1, resolved: 6, dropped: 3, closed: 22 } as const;
type Flow = keyof typeof FLOWS;

/** The past of one school, ending now: tickets in every status, with the acts that led there. Unsorted. */
export function demoActs(dice: Dice, cast: Cast, now: Instant): Act[] {
  return (Object.entries(FLOWS) as [Flow, number][]).flatMap(([flow, count]) =>
    Array.from({ length: count }, () => story(dice, cast, flow, now)).flat(),
  );
}

function story(dice: Dice, cast: Cast, flow: Flow, now: Instant): Act[] {
  const { people } = cast;
  const ticket: TicketId = dice.id();
  const acts: Act[] = [];
  const requester = dice.pick(cast.requesters);
  const n1 = dice.pick(cast.correspondents);
  const sofia = people.as('sofia');
  let at = now - age(dice, flow);
  const say = (by: DemoPerson, command: Command, wait = dice.between(4, 50) * MINUTE) => {
    acts.push({ at, by, command });
    at += wait;
  };
  const remote = flow === 'escalated' && dice.next() < 0.7;
  say(dice.next() < 0.4 ? n1 : requester, remote ? openRemote(dice, cast, ticket) : openOn(dice, cast, ticket));
  const v = 1 as const;
  if (flow === 'new') return acts;
  if (flow === 'escalated') {
    if (!remote) {
      say(n1, { type: 'take', v, ticket, expected: null });
      say(n1, { type: 'note', v: 2, ticket, text: dice.pick(NOTES), visibility: 'internal', call: null });
      say(n1, { type: 'escalate', v, ticket, direction: 'up', reason: 'skills', text: 'Je ne vois pas d’où cela vient.', team: null });
    }
    return acts;
  }
  if (flow === 'on_site') {
    say(n1, { type: 'escalate', v, ticket, direction: 'up', reason: 'skills', text: 'Configuration à voir.', team: null });
    say(sofia, { type: 'take', v, ticket, expected: null });
    say(sofia, {
      type: 'escalate',
      v,
      ticket,
      direction: 'on_site',
      reason: 'remote_impossible',
      text: 'Pas joignable à distance, à voir sur place.',
      team: null,
    });
    return acts;
  }
  if (flow === 'dropped') {
    say(n1, { type: 'take', v, ticket, expected: null });
    say(n1, {
      type: 'drop',
      v,
      ticket,
      reason: dice.pick(['not_reproduced', 'out_of_scope', 'no_longer_needed']),
      text: 'Essayé deux fois, tout marche.',
    });
    return acts;
  }
  say(n1, { type: 'take', v, ticket, expected: null });
  if (flow === 'taken') return acts;
  say(n1, { type: 'start', v: 2, ticket, remote: false });
  if (dice.next() < 0.5)
    say(n1, { type: 'note', v: 2, ticket, text: dice.pick(NOTES), visibility: dice.next() < 0.5 ? 'public' : 'internal', call: null });
  if (flow === 'in_progress') return acts;
  if (flow === 'provider') {
    say(n1, { type: 'escalate', v, ticket, direction: 'out', reason: 'warranty', text: 'Sous garantie, à faire enlever.', team: people.team.id });
    return acts;
  }
  if (flow === 'waiting') {
    const [reason, text]: [WaitReason, string] = dice.pick([
      ['parts', 'Lampe commandée.'],
      ['requester', 'J’ai besoin de savoir sur quel poste.'],
      ['appointment', 'Salle libre jeudi.'],
    ]);
    say(n1, { type: 'wait', v, ticket, reason, until: reason === 'requester' ? null : now + dice.between(1, 5) * DAY, text });
    return acts;
  }
  const resolution = dice.next() < 0.25 ? 'workaround' : 'permanent';
  say(n1, { type: 'resolve', v, ticket, text: dice.pick(DONE), resolution, mode: 'on_site' }, 6 * DAY);
  if (flow === 'closed') acts.push({ at, by: null, command: { type: 'close', ticket } });
  return acts;
}

/** How long ago it began, ms: closed ones up to three months back. */
function age(dice: Dice, flow: Flow): number {
  if (flow === 'closed') return dice.between(8 * 24, 90 * 24) * HOUR;
  if (flow === 'resolved') return dice.between(8 * 60, 4 * 24 * 60) * MINUTE;
  if (flow === 'new' || flow === 'on_site') return dice.between(170, 9 * 60) * MINUTE;
  return dice.between(5 * 60, 6 * 24 * 60) * MINUTE;
}

function facts(dice: Dice): { impact: Impact; urgency: Urgency } {
  return { impact: dice.pick(['person', 'person', 'group', 'group', 'site']), urgency: dice.pick(['low', 'normal', 'normal', 'high']) };
}

function openOn(dice: Dice, { school, assets }: Cast, ticket: TicketId): Command {
  const asset = dice.pick(assets.filter((a) => !['server', 'other'].includes(a.type)));
  const category = categoryForAssetType(asset.type);
  const symptom = dice.pick(symptomsFor(asset.type).slice(0, 3));
  return {
    type: 'open',
    ...PLAIN_OPEN,
    ticket,
    site: school.id,
    asset: asset.id,
    room: asset.room,
    code: asset.code,
    nature: category.nature,
    channel: 'scan',
    category: category.code,
    symptom,
    text: dice.pick(SAID[symptom] ?? ['']),
    ...facts(dice),
    photos: [],
  };
}

function openRemote(dice: Dice, { school }: Cast, ticket: TicketId): Command {
  const [category, symptom] = dice.pick(REMOTE);
  const room = dice.pick(school.rooms.filter((r) => r.kind !== 'technical')).id;
  return {
    type: 'open',
    ...PLAIN_OPEN,
    ticket,
    site: school.id,
    asset: null,
    room,
    code: null,
    nature: 'incident',
    channel: 'portal',
    category,
    symptom,
    text: dice.pick(SAID[symptom] ?? ['']),
    ...facts(dice),
    photos: [],
  };
}
