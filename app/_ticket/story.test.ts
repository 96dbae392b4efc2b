import { beforeAll, expect, test } from 'vitest';
import type { PersonId, TicketId } from '#domain/ids.ts';
import type { Recorded, TicketEvent } from '#domain/ticket/events.ts';
import { evolve } from '#domain/ticket/evolve.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { learnRest } from '#domain/words/spoken.ts';
import { storyOf, trackOf } from './story.ts';

const person = (name: string) => name as PersonId;
const NOW = Date.UTC(2026, 10, 20, 9, 0);
const MINUTE = 60_000;
const opened = {
  id: '01930000-0000-7000-8000-000000000001' as TicketId,
  site: 's',
  level: 1,
  categoryLevel: 1,
  status: 'new',
  handedTo: { to: 'level' },
  requester: 'claire',
  beneficiary: 'claire',
  assignee: null,
  helpers: [],
  observers: [],
  photos: [],
  channel: 'scan',
  text: 'Voyant rouge',
  openedAt: NOW,
  reachable: true,
} as unknown as Ticket;

/** A ticket from what was done, a minute apart; `here` of them are only on this phone. */
function ticketOf(acts: readonly (readonly [string, TicketEvent])[], here = 0): TicketView {
  const timeline = [['claire', { type: 'TicketOpened', ticket: opened }] as const, ...acts].map(
    ([by, event], i, all): Recorded => ({
      id: i >= all.length - here ? `${i}.0` : `e${i}`,
      event,
      by: person(by),
      at: NOW + i * MINUTE,
      received: i >= all.length - here ? null : NOW + i * MINUTE,
    }),
  );
  const head = timeline.reduce<Ticket | null>(evolve, null) ?? opened;
  const names = { claire: 'Claire Roy', karim: 'Karim Benali', sofia: 'Sofia Lemaire', mina: 'Mina Diallo' };
  return { kind: 'ticket', id: head.id, version: 1, head, timeline, names, pending: [], doubtful: [] };
}

const teller = { view: { sites: new Map() }, me: person('karim'), language: 'fr', now: NOW } as const;
const take: TicketEvent = { type: 'OwnershipTaken', from: null };
const up: TicketEvent = { type: 'TicketEscalated', direction: 'up', reason: 'skills', text: '', team: null };
const photo = (hash: string): TicketEvent => ({ type: 'PhotoAttached', hash: hash as never });

beforeAll(learnRest);

test('newest first, in the words of the reader, with the level that was reached', () => {
  const lines = storyOf(
    ticketOf([
      ['karim', take],
      ['karim', up],
    ]),
    teller,
  );
  expect(lines.map(({ sentence }) => `${sentence.actor} ${sentence.text}`)).toEqual([
    'Vous avez passé le relais au niveau 2',
    'Vous avez pris en charge',
    'Claire Roy a signalé depuis l’autocollant',
  ]);
  expect(lines[0]?.quote).toBe('Il faut d’autres compétences');
});

test('photos of one person in a row are one line, their arrival none', () => {
  const lines = storyOf(
    ticketOf([
      ['karim', photo('a')],
      ['karim', photo('b')],
      ['sofia', { type: 'PhotoStored', hash: 'a' as never }],
      ['sofia', photo('c')],
    ]),
    teller,
  );
  expect(lines.map((l) => l.photos.length)).toEqual([1, 2, 0]);
  expect(lines[1]?.sentence.text).toBe('avez ajouté 2 photos');
});

test('what a later build tells is left out, and nothing breaks', () => {
  const later = { type: 'TicketTeleported', to: 'Mars' } as unknown as TicketEvent;
  const ticket = ticketOf([
    ['karim', take],
    ['karim', later],
  ]);
  expect(ticket.head.status).toBe('taken');
  expect(storyOf(ticket, teller)).toHaveLength(2);
});

test('what is only on this phone names its action', () => {
  const [newest, older] = storyOf(ticketOf([['karim', take]], 1), teller);
  expect(newest?.seq).toBe(1);
  expect(older?.seq).toBeNull();
});

test('the track: who reported, who had it, who holds it, what is next', () => {
  const shown = (t: TicketView) => trackOf(t, teller).map(({ label, state }) => `${label} ${state}`);
  expect(shown(ticketOf([]))).toEqual(['Claire Roy had', 'À prendre next']);
  expect(
    shown(
      ticketOf([
        ['sofia', take],
        ['sofia', up],
        ['karim', take],
      ]),
    ),
  ).toEqual(['Claire Roy had', 'Sofia Lemaire had', 'Vous now', 'Résolu next']);
  const solved: TicketEvent = { type: 'TicketResolved', text: 'ok', resolution: 'permanent', mode: 'on_site' };
  expect(
    shown(
      ticketOf([
        ['karim', take],
        ['karim', solved],
      ]),
    ),
  ).toEqual(['Claire Roy had', 'Vous had', 'Résolu had']);
});

test('an appointment, a step and a choice of priority are told with their words', () => {
  const at = NOW + 24 * 60 * MINUTE;
  const visit = { id: 'v', at, minutes: 30, remote: false, by: person('karim'), state: 'proposed', arrived: null, left: null } as const;
  const facts = { priority: 3, override: { priority: 3, reason: 'Salle fermée', by: person('karim') }, steps: [] };
  const lines = storyOf(
    ticketOf([
      ['karim', { type: 'TicketQualified', facts } as unknown as TicketEvent],
      ['karim', { type: 'TaskAdded', task: { id: 'check_plug', step: 'check_plug', text: '', mandatory: false, after: null, done: null } }],
      ['karim', { type: 'VisitPlanned', visit, text: 'Avec la lampe' }],
      ['claire', { type: 'VisitAnswered', visit: 'v', accepted: true, text: '' }],
      ['karim', { type: 'VisitArrived', visit: 'v', asset: 'a' as never }],
    ]),
    teller,
  );
  expect(lines.map(({ sentence }) => `${sentence.actor} ${sentence.text}`).slice(0, 5)).toEqual([
    'Vous êtes sur place, équipement scanné',
    'Claire Roy a accepté le rendez-vous',
    'Vous avez proposé un rendez-vous\u00a0: demain à 10\u00a0h\u00a000',
    'Vous avez ajouté une tâche\u00a0: Vérifier l’alimentation et l’interrupteur',
    'Vous avez précisé le ticket\u00a0: P3, priorité choisie',
  ]);
  expect(lines.map((l) => l.quote).slice(0, 5)).toEqual([null, null, 'Avec la lampe', null, 'Salle fermée']);
});

test('a call is told with whom, who called and whether anybody answered, as each reader says it', () => {
  const call = (way: 'in' | 'out' | 'unanswered', who: string | null, name = '', visibility: 'public' | 'internal' = 'public'): TicketEvent => ({
    ...{ type: 'NoteAdded', text: way === 'unanswered' ? '' : 'Demain', visibility },
    call: { way, person: who === null ? null : person(who), name },
  });
  const ticket = ticketOf([
    ['karim', call('in', 'claire')],
    ['karim', call('out', null, 'La loge', 'internal')],
    ['karim', call('unanswered', 'claire')],
    ['sofia', call('in', null)],
  ]);
  const told = (me: string) =>
    storyOf(ticket, { ...teller, me: person(me) })
      .slice(0, 4)
      .map(({ sentence }) => `${sentence.actor} ${sentence.text}`);
  expect(told('karim')).toEqual([
    'Sofia Lemaire a noté un appel',
    'Vous avez téléphoné à Claire Roy, sans réponse',
    'Vous avez téléphoné à La loge, noté pour l’équipe',
    'Vous avez noté un appel de Claire Roy',
  ]);
  expect(told('claire').slice(1)).toEqual([
    'Karim Benali vous a téléphoné, sans réponse',
    'Karim Benali a téléphoné à La loge, noté pour l’équipe',
    'Karim Benali a noté votre appel',
  ]);
  expect(storyOf(ticket, teller)[1]).toMatchObject({ icon: 'phone', tone: 'w', quote: null });
});
