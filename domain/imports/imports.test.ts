import { describe, expect, test } from 'vitest';
import type { SiteId } from '#domain/ids.ts';
import { FIELDS } from '#domain/register/commands.ts';
import { BARE_ASSET, type Site } from '#domain/register/thing.ts';
import { words } from '#domain/words/index.ts';
import { officeWords } from '#domain/words/office.ts';
import { fieldsOf, formatOf, modelHeaders } from './fields.ts';
import type { Known } from './known.ts';
import { NO_CHOICES, proposed } from './mapping.ts';
import { partsOf, placeOf, roomName } from './places.ts';
import { type Outcome, planImport } from './plan.ts';
import { zoneOfUai } from './plan-sites.ts';
import { LEAVES, type ProblemCode, TELLS } from './problem.ts';
import { LONGEST } from './read-line.ts';
import type { Sheet } from './sheet.ts';
import { parseType } from './types.ts';
import { dayOrderOf, isHollow, isSpoiled, makerName, modelName, parseCost, parseDay, parseState, parseYes } from './values.ts';

const S1 = 's1' as SiteId;
const site = (id: string, name: string, uai: string) => ({ id, name, uai, city: 'Ici' }) as Site;
const KNOWN: Known = { sites: [site('s1', 'Lycée Jean-Zay', '0750655E'), site('s2', 'Collège Camus', '0940176F')], rooms: [], assets: [] };

function sheet(text: string, separator = ';'): Sheet {
  const [headers = [], ...rows] = text.split('\n').map((line) => line.split(separator));
  return { spelling: { kind: 'csv', encoding: 'UTF-8', separator }, headers, lines: rows.map((cells, i) => ({ n: i + 2, cells })) };
}

function plan(text: string, { known = KNOWN, site: where = null as SiteId | null, choices = NO_CHOICES } = {}): Outcome[] {
  const read = sheet(text);
  const format = formatOf(read.headers);
  let n = 0;
  return planImport(read, known, { format, mapping: { ...proposed(read, format), choices }, site: where, newId: () => `new-${++n}` });
}

/** The register after a plan. */
function grown(outcomes: readonly Outcome[], known: Known = KNOWN): Known {
  const next = { sites: [...known.sites], rooms: [...known.rooms], assets: [...known.assets] };
  for (const { event, id } of outcomes.flatMap((o) => o.ops)) {
    if (event.type === 'RoomAdded') next.rooms.push(event.room);
    if (event.type === 'AssetAdded') next.assets.push(event.asset);
    if (event.type === 'AssetChanged') next.assets = next.assets.map((a) => (a.id === id ? { ...a, ...event.to } : a));
  }
  return next;
}

const codes = (outcomes: readonly Outcome[]) => outcomes.map((o) => [o.how, ...o.problems.map((p) => p.code)].join(' '));

describe('what columns hold', () => {
  test.each([
    ['glpi', 'Nom;Statut;Fabricant;Numéro de série;Type;Modèle;Système d’exploitation - Nom;Lieu;Dernière modification'],
    ['glpi', 'Name;Status;Manufacturer;Serial number;Type;Model;Location;Last update'],
    ['itop', 'Nom;Nom organisation;Etat;Criticité;Nom site;Nom Marque;Nom Modèle'],
    ['itop', 'Name;Organization name;Status;Business criticality;Location name;Brand name'],
    ['snipe', 'Company;Name;Asset Tag;Category;Supplier;Manufacturer;Location'],
    ['schools', 'Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement'],
    ['sheet', 'Salle;Nom;Numéro de série'],
  ])('%s is recognised', (format, headers) => {
    expect(formatOf(headers.split(';'))).toBe(format);
  });

  test('our own model is read back column by column, in both languages', () => {
    for (const language of ['fr', 'en'] as const) {
      const headers = modelHeaders(language);
      const fields = fieldsOf(headers, formatOf(headers));
      expect(fields.filter((f) => f === null)).toEqual([]);
      expect(new Set(fields).size).toBe(headers.length);
    }
  });

  test('a header said twice is read once', () => {
    expect(fieldsOf(['Model', 'Serial', 'Model'], 'snipe')).toEqual(['model', 'serial', null]);
  });
});

describe('values', () => {
  test('days', () => {
    const said = ['2024-02-29', '29/02/2024', '29.2.24', '31/02/2024', '45351', '0000-00-00', '2024-02-29 10:20', 'hier', ''];
    expect(said.map((d) => parseDay(d, 'dmy'))).toEqual(['2024-02-29', '2024-02-29', '2024-02-29', null, '2024-02-29', '', '2024-02-29', null, '']);
    expect(parseDay('2/29/24', 'mdy')).toBe('2024-02-29');
    expect([dayOrderOf(['3/4/24', '13/4/24']), dayOrderOf(['3/14/24']), dayOrderOf(['3/4/24'])]).toEqual(['dmy', 'mdy', null]);
  });
  test('prices', () => {
    const said = ['1 234,56 €', '1,234.56', '549,9', '1.249', '0,5', 'gratuit', '', '1\u202f234,00'];
    expect(said.map(parseCost)).toEqual([123456, 123456, 54990, 124900, 50, null, '', 123400]);
  });
  test('numbers that are none', () => {
    expect(['6,37702E+15', '1.2E+9', 'E75I09008', '5E12'].map(isSpoiled)).toEqual([true, true, false, true]);
    expect(['0000000000', 'To be filled by O.E.M.', 'Default string', 'INV-1', '7'].map(isHollow)).toEqual([true, true, true, false, false]);
  });
  test('words', () => {
    const types = ['Portable', 'Poste fixe', 'Vidéoprojecteur', 'TNI', 'Imprimante laser', 'Switch', 'Borne Wi-Fi', 'iPad', 'Serveur', 'Boulier'];
    expect(types.map(parseType)).toEqual([
      'laptop',
      'workstation',
      'projector',
      'board',
      'printer',
      'switch',
      'access_point',
      'tablet',
      'server',
      null,
    ]);
    expect(['En service', 'Hors service', 'En stock', 'En panne', 'Volé', 'Ready to Deploy', 'Au grenier'].map(parseState)).toEqual([
      'in_service',
      'retired',
      'in_stock',
      'in_repair',
      'lost',
      'in_stock',
      null,
    ]);
    expect(['oui', 'X', 'non', 'haute', 'peut-être'].map(parseYes)).toEqual([true, true, false, true, null]);
    expect(['Hewlett-Packard', 'Dell Inc.', 'LENOVO', 'ASUSTeK COMPUTER INC.', 'Speechi', 'Apple Computer, Inc.'].map(makerName)).toEqual([
      'HP',
      'Dell',
      'Lenovo',
      'Asus',
      'Speechi',
      'Apple',
    ]);
    expect(modelName('HP ProDesk 400', 'HP')).toBe('ProDesk 400');
  });
  test('what our own screens call types and states is understood', () => {
    for (const language of ['fr', 'en'] as const) {
      const { catalogue, status } = words(language);
      for (const [type, label] of Object.entries(catalogue.assetType)) expect([label, parseType(label)]).toEqual([label, type]);
      for (const [state, label] of Object.entries(status.assetState)) expect([label, parseState(label)]).toEqual([label, state]);
    }
  });
  test('places', () => {
    expect(placeOf(partsOf('Bât. B > 2e étage > 203'))).toEqual({ building: 'Bât. B', floor: '2e étage', room: '203' });
    expect(placeOf(partsOf('Bâtiment B > Salle 203'))).toEqual({ building: 'Bât. B', floor: null, room: '203' });
    expect(placeOf(partsOf('RdC / CDI'))).toEqual({ building: null, floor: 'RdC', room: 'CDI' });
    expect(placeOf(partsOf('CDI'))).toEqual({ building: null, floor: null, room: 'CDI' });
    expect([roomName('Salle café'), roomName('Salle n° 12'), roomName('salle B12')]).toEqual(['Salle café', '12', 'B12']);
    expect([zoneOfUai('9740001A'), zoneOfUai('0750655E')]).toEqual(['Indian/Reunion', 'Europe/Paris']);
  });
});

describe('a plan', () => {
  const GLPI = `Nom;Statut;Fabricant;Numéro de série;Numéro d'inventaire;Type;Lieu;ID
PC1;En service;HP;SER-1;INV-1;Portable;Lycée Jean-Zay > Bât. B > 203;1
PC2;En stock;HP;SER-2;;Poste;Lycée Jean-Zay > Bât. B > 2O3;2
PC3;En service;HP;;;Poste;Lycée Jean-Zay > CDI;3`;

  test('a second time it is nothing', () => {
    const first = plan(GLPI);
    expect(codes(first)).toEqual(['add', 'add room-near', 'add']);
    const known = grown(first);
    expect(known.rooms.map((r) => r.name)).toEqual(['203', 'CDI']);
    const second = plan(GLPI, { known });
    expect(codes(second)).toEqual(['same', 'same room-near', 'same']);
    expect(second.flatMap((o) => o.ops)).toEqual([]);
  });

  test('GLPI counts printers and computers each from 1', () => {
    const known = grown(plan(GLPI));
    const printer = plan('Nom;Statut;Fabricant;Numéro de série;Type;Lieu;ID\nIMP;En service;HP;;Imprimante;Lycée Jean-Zay;1', { known });
    expect(codes(printer)).toEqual(['add']);
  });

  test('a thing is known by its serial number, then its inventory number, then its type and name', () => {
    const known = grown(plan(GLPI));
    const by = (line: string) => plan(`Nom;Type;Numéro de série;Numéro d’inventaire\n${line}`, { known, site: S1 })[0];
    expect(by('X;Portable;ser 1;')?.changes).toEqual([{ field: 'name', from: 'PC1', to: 'X' }]);
    expect(by('PC1;Portable;;inv-1')?.how).toBe('same');
    expect(by('pc3;Poste;;')?.changes).toEqual([{ field: 'name', from: 'PC3', to: 'pc3' }]);
    expect(codes([by('PC3;Poste;SER-9;') as Outcome])).toEqual(['change']);
    expect(codes([by('Z;Portable;SER-9;INV-1') as Outcome])).toEqual(['left conflict']);
    expect(codes([by('PC2;Poste;SER-8;') as Outcome])).toEqual(['add']);
  });

  test('two things with one number are nobody’s to choose', () => {
    const two = [1, 2].map((n) => ({ ...BARE_ASSET, id: `a${n}`, site: S1, serial: 'DUP', name: `N${n}` }) as Known['assets'][number]);
    expect(codes(plan('Nom;Numéro de série\nX;DUP', { known: { ...KNOWN, assets: two }, site: S1 }))).toEqual(['left several']);
  });

  test('an empty cell changes nothing; an unknown site leaves the line out; a choice brings it in', () => {
    const known = grown(plan(GLPI));
    expect(codes(plan('Nom;Numéro de série;Prix\n;SER-1;', { known, site: S1 }))).toEqual(['same']);
    const text = 'Établissement;Nom\nLycée Zay;PC7';
    expect(codes(plan(text))).toEqual(['left site-unknown']);
    expect(codes(plan(text, { choices: { ...NO_CHOICES, site: { lyceezay: 's2' } } }))).toEqual(['add']);
    expect(codes(plan('Établissement;Nom\n0750655e;PC8'))).toEqual(['add']);
  });

  test('a thing that is moved to another school leaves its room', () => {
    const known = grown(plan(GLPI));
    const [moved] = plan('Établissement;Numéro de série\nCollège Camus;SER-1', { known });
    expect(moved?.ops[0]?.event).toMatchObject({ type: 'AssetChanged', to: { site: 's2', room: null } });
  });

  test('a line that was cut, and one with too many cells', () => {
    expect(codes(plan('Nom;Type;Numéro de série\nPC1;Poste\nPC2;Poste;S2;encore', { site: S1 }))).toEqual(['left short', 'left long']);
  });

  test('a text is as long as the forms take it, so that whatever came in a file can be corrected by hand; a longer one is told, the rest of its line stays', () => {
    for (const field of ['name', 'maker', 'model', 'serial', 'inventory', 'supplier', 'orderNumber', 'note'] as const) {
      const most = LONGEST[field] ?? 0;
      expect([most, most + 1].map((n) => FIELDS.shape[field].safeParse('x'.repeat(n)).success)).toEqual([true, false]);
    }
    const [kept, long] = plan(`Nom;Numéro de série\n${'n'.repeat(80)};SER-80\n${'n'.repeat(81)};SER-81`, { site: S1 });
    expect(kept?.ops[0]?.event).toMatchObject({ asset: { name: 'n'.repeat(80) } });
    expect(long?.ops[0]?.event).toMatchObject({ asset: { name: null, serial: 'SER-81' } });
    expect(long?.problems).toMatchObject([{ code: 'too-long', line: 3, column: 0, about: '80' }]);
  });

  test('spoiled numbers are told with their cell; alone they leave the line out', () => {
    const [both, alone] = plan('Nom;Numéro de série\nPC1;6,37702E+15\n;6,37702E+15', { site: S1 });
    expect(both?.problems).toMatchObject([{ code: 'spoiled', line: 2, column: 1 }]);
    expect(codes([both as Outcome, alone as Outcome])).toEqual(['add spoiled', 'left spoiled nameless']);
  });
});

test('each problem has its sentence, in both languages, as a colleague would say it', () => {
  for (const language of ['fr', 'en'] as const) {
    const { problem, unreadable } = officeWords(language).imports;
    for (const code of [...LEAVES, ...TELLS] as ProblemCode[]) {
      const said = problem[code]({ value: 'X', about: '3' });
      expect(said).toMatch(/[.]$/);
      expect(said).not.toMatch(/undefined|null|'|!/);
      if (language === 'fr') expect(said).not.toMatch(/ [:;?»]|« /);
    }
    for (const say of Object.values(unreadable)) {
      const said = say({ line: 3, most: 100_000 });
      expect(said).not.toMatch(/undefined|'|!|NaN/);
      if (language === 'fr') expect(said).not.toMatch(/ [:;?»]|« /);
    }
  }
});
