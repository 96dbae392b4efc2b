import { describe, expect, test } from 'vitest';
import { type Language, languageOf, words } from './index.ts';

const person = (you: boolean) => Object.assign(new String('Mina Diallo'), { name: 'Mina Diallo', you });

/** Ready words for every argument that sentences ask for by name. */
const GIVEN = {
  ...{ reason: 'parts', channel: 'scan', resolution: 'permanent', mode: 'on_site', priority: 2, level: 2, max: 4000, seconds: 2, direction: 'up' },
  ...{
    when: 'hier',
    time: '10 h 12',
    date: '4 nov.',
    before: '9 h 43',
    since: '9 h 34',
    until: 'lundi',
    span: '9 min',
    own: '30 min',
    resolve: '10 h',
  },
  ...{ site: 'Pasteur', place: 'CDI', building: 'Bât. B', room: '203', number: '2026-00123', code: '7K3M-Q9PX', reference: '7F2C', version: '1' },
  ...{
    thing: 'Imprimante',
    fault: 'bourrage',
    symptom: 'Bourrage papier',
    subject: 'Pas d’image',
    what: 'Note',
    label: 'En cours',
    text: 'b2o3',
    category: 'Affichage',
  },
  ...{
    verb: 'prendre',
    status: 'closed',
    rule: 'top-level',
    impact: 'Une classe',
    urgency: 'cours difficile',
    step: 'shown',
    because: 'joined',
    circle: 'deputies',
  },
  ...{
    check: 'consent',
    stars: 4,
    task: 'Commander une lampe',
    role: 'Direction',
    team: 'Prestataire',
    first: 'Mina',
    name: 'Étage 1',
    screen: 'Accueil',
    browser: 'Firefox',
    system: 'Android',
  },
  ...{ password: 'phrase', size: '3 Mo', done: '412 Ko', toTake: 3, open: 1, all: 3 },
};

/** Arguments that fit every sentence; each set goes through other branches. */
function samples(path: string): Record<string, unknown>[] {
  const reason = path.includes('TicketDropped') ? 'duplicate' : 'parts';
  const given = { ...GIVEN, reason };
  const people = (you: boolean) => ({
    who: person(you),
    person: person(you),
    from: person(!you),
    helper: person(!you),
    owner: person(!you),
    beneficiary: person(!you),
    whom: person(!you),
    people: [person(you), person(!you)],
  });
  return [
    { ...given, n: 0, internal: true, ...people(true) },
    { ...given, n: 1, internal: false, because: 'already_taken', direction: 'out', step: 'opened', ...people(false) },
    { ...given, n: 2, because: 'already_taken', direction: 'on_site', step: 'undelivered', ...people(true) },
    { ...given, n: 7, all: 9, direction: 'hierarchical', step: 'undelivered', ...people(false) },
  ];
}

/** An argument that no list here names is a plain word. */
const known = (args: Record<string, unknown>) => new Proxy(args, { get: (target, key) => (key in target ? Reflect.get(target, key) : 'mot') });

/** Every text of a tree with its path; sentences are called with each set of samples. */
function texts(node: unknown, path = ''): { path: string; text: string }[] {
  if (typeof node === 'string') return [{ path, text: node }];
  if (typeof node === 'function') {
    // the scanner's sentences take one plain value
    if (path.startsWith('scan.')) return texts(node(3), path);
    return samples(path).flatMap((args) => texts(node(known(args)), path));
  }
  if (node === null || node === undefined) return [];
  return Object.entries(node).flatMap(([key, value]) => texts(value, path ? `${path}.${key}` : key));
}

/** The paths of a tree, functions and texts alike. */
function paths(node: unknown, path = ''): string[] {
  if (node === null || typeof node !== 'object') return [`${path}:${typeof node}`];
  return Object.entries(node).flatMap(([key, value]) => paths(value, path ? `${path}.${key}` : key));
}

test('English has the very keys of French', () => {
  expect(paths(words('en'))).toEqual(expect.arrayContaining(paths(words('fr'))));
  expect(paths(words('en')).length).toBe(paths(words('fr')).length);
  expect(paths(words('fr')).length).toBeGreaterThan(500);
});

describe.each(['fr', 'en'] as Language[])('%s', (language) => {
  const all = texts(words(language));
  const wrong = (test: (text: string) => boolean) => all.filter(({ text }) => test(text)).map(({ path, text }) => `${path}: ${text}`);

  test('no text is empty or broken', () => {
    expect(wrong((t) => t.trim() === '' || /undefined|\bnull\b|NaN|\[object|function/.test(t))).toEqual([]);
  });
  test('apostrophes and dots are typographic, and nobody is shouted at', () => {
    expect(wrong((t) => /'|\.\.\.|!/.test(t))).toEqual([]);
  });
  test('no double and no outer spaces', () => {
    expect(wrong((t) => / {2}|^ | $/.test(t))).toEqual([]);
  });
});

test('French puts a no-break space before : ; ? and inside « »', () => {
  const bad = texts(words('fr')).filter(({ text }) => / [:;?»]|« |[^\s\u00a0\d:/][;?](?!\w)|N° |n° /.test(text));
  expect(bad.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
});

test('what is not known leaves no hole in a sentence', () => {
  for (const language of ['fr', 'en'] as Language[]) {
    const w = words(language);
    const who = { name: 'Mina', you: false };
    const said = [
      w.common.place({ building: null, room: 'CDI' }),
      w.sync.strip.offline({ since: null }),
      w.sync.strip.serverDownThen({ n: 3, span: null }),
      w.status.waiting({ reason: 'parts', until: null }),
      w.status.forRequester.taken({ first: null }),
      w.home.handover.from({ who: 'Mina', level: null }),
      w.home.handover.leftThen({ who: null }),
      w.outbox.empty({ time: null }),
      w.lock.several({ n: 4, site: 'Pasteur', before: null }).body,
      ...[
        w.timeline.event.TicketOpened({ who: null, channel: 'monitoring', beneficiary: null }),
        w.timeline.event.OwnershipTaken({ who, from: null }),
        w.timeline.event.TicketEscalated({ who, direction: 'up', level: null, team: null }),
        w.timeline.event.TicketEscalated({ who, direction: 'out', level: null, team: null }),
        w.timeline.event.HelperJoined({ who, because: 'already_taken', owner: null }),
        w.timeline.event.WorkPaused({ who, reason: 'parts', until: null }),
        w.timeline.event.WorkResumed({ who: null }),
      ].map(({ actor, text }) => `${actor} ${text}`),
    ];
    expect(said.filter((t) => /null|undefined| {2}| $/.test(t))).toEqual([]);
  }
});

test('no name and no free text reaches a lock screen', () => {
  for (const language of ['fr', 'en'] as Language[]) {
    for (const say of Object.values(words(language).lock.kind)) {
      const { title, body } = say({ number: '2026-00123', category: 'Affichage', place: 'Bât. B, salle 203', before: '9 h 43', n: null });
      expect(title.length).toBeLessThanOrEqual(60);
      expect(body.length).toBeLessThanOrEqual(110);
      const bare = say({ number: null, category: null, place: null, before: null, n: null });
      expect(bare.body).not.toBe('');
    }
  }
});

test('"Vous" takes its own form of the verb', () => {
  const { event } = words('fr').timeline;
  const mina = { name: 'Mina Diallo', you: false };
  const you = { name: 'Karim Benali', you: true };
  expect(event.OwnershipTaken({ who: you, from: null })).toEqual({ actor: 'Vous', text: 'avez pris en charge' });
  expect(event.OwnershipTaken({ who: mina, from: null })).toEqual({ actor: 'Mina Diallo', text: 'a pris en charge' });
  expect(event.OwnershipRelieved({ who: mina, from: you }).text).toBe('a repris votre ticket');
  expect(event.OwnershipRelieved({ who: you, from: { name: 'Ana Faure', you: false } }).text).toBe('avez repris le ticket d’Ana Faure');
  expect(event.AlertTraced({ person: mina, step: 'shown' })).toEqual({ actor: null, text: 'L’alerte a été montrée à Mina Diallo' });
  expect(event.AlertTraced({ person: you, step: 'shown' }).text).toBe('L’alerte vous a été montrée');
  expect(event.TicketClosed().actor).toBeNull();
});

test('the name of a place reads as a sentence', () => {
  const { place } = words('fr').common;
  expect(place({ building: 'Bât. B', room: '203' })).toBe('Bât. B, salle 203');
  expect(place({ building: null, room: '203' })).toBe('Salle 203');
  expect(place({ building: null, room: 'CDI' })).toBe('CDI');
});

test('a ticket’s title keeps acronyms', () => {
  const { title } = words('fr').catalogue;
  expect(title({ thing: 'Vidéoprojecteur', symptom: 'Pas d’image' })).toBe('Vidéoprojecteur\u00a0: pas d’image');
  expect(title({ thing: 'Poste', symptom: 'ENT lent' })).toBe('Poste\u00a0: ENT lent');
});

test('the language of a person, of a browser, of nobody', () => {
  expect(languageOf('en-GB')).toBe('en');
  expect(languageOf('fr')).toBe('fr');
  expect(languageOf(null)).toBe('fr');
});

test('the page speaks French until another language is learned', async () => {
  const spoken = await import('./spoken.ts');
  expect(spoken.words('en').common).toBe(words('fr').common);
  await spoken.learn('en');
  expect(spoken.words('en')).toBe(words('en'));
  await spoken.learnRest();
  expect(spoken.words('fr')).toEqual(words('fr'));
});
