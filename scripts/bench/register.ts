/** The register's table at 65 000 assets of 180 schools, in this process, on both databases: p95 of the first rows of each question. */
import { searchTextOf } from '#domain/register/search-text.ts';
import { Dice } from '#prisma/demo/dice.ts';
import type { Db } from '#server/db.ts';
import { listChoices } from '#server/office/register/choices.ts';
import { type Keeper, keeperOf } from '#server/office/register/keeper.ts';
import { listAssets } from '#server/office/register/page.ts';
import { actorFor } from '#server/session/actor.ts';
import { Throttle } from '#server/throttle.ts';
import { fillRegister } from '#test/fill-register.ts';
import { onBoth } from './both.ts';
import { type Figure, fixed, ownCpu, quantile } from './measure.ts';

const SITES = 180;
const ASSETS = 361;
const ROOMS = 40;
const TIMES = 20;
/** First rows on the screen within so many ms, of which the line and the drawing take some. */
const TARGET = 300;

const id = (kind: number, n: number) => `${String(kind).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const MADE: Readonly<Record<string, readonly (readonly [maker: string, model: string])[]>> = {
  workstation: [
    ['HP', 'ProDesk 400 G5'],
    ['Dell', 'OptiPlex 3080'],
    ['Lenovo', 'ThinkCentre M70q'],
  ],
  laptop: [['HP', 'ProBook 450 G8']],
  projector: [['Epson', 'EB-X49']],
  printer: [['Brother', 'HL-L5100DN']],
  tablet: [['Apple', 'iPad 9']],
  switch: [['HPE', 'Aruba 2930F']],
};
const TYPES = ['workstation', 'workstation', 'workstation', 'workstation', 'laptop', 'projector', 'printer', 'tablet', 'switch'];
const STATES = ['in_service', 'in_service', 'in_service', 'in_service', 'in_stock', 'in_repair', 'retired'];

async function grow(db: Db): Promise<void> {
  const dice = new Dice(180);
  const pick = <T>(of: readonly T[]) => of[dice.between(0, of.length - 1)] as T;
  await db.organisation.create({ data: { id: 'org', name: 'Banc', incarnation: 'bench', version: 1 } });
  const schools = Array.from({ length: SITES }, (_, s) => s);
  await fillRegister(db, {
    sites: schools.map((s) => ({
      id: id(1, s),
      uai: `098${String(s).padStart(4, '0')}Z`,
      name: `${s % 3 ? 'École' : 'Lycée'} ${s}`,
      city: `Ville ${s % 60}`,
    })),
    rooms: schools.flatMap((s) =>
      Array.from({ length: ROOMS }, (_, n) => ({
        ...{ id: id(2, s * ROOMS + n), siteId: id(1, s), building: n % 2 ? 'Bât. A' : 'Bât. B', floor: String(n % 4) },
        name: n % 7 ? `${n % 4}${String(n).padStart(2, '0')}` : `Salle des élèves ${n}`,
      })),
    ),
    assets: schools.flatMap((s) =>
      Array.from({ length: ASSETS }, (_, n) => {
        const type = pick(TYPES);
        const [maker, model] = pick(MADE[type] ?? []);
        const year = dice.between(2016, 2026);
        const label = {
          serial: `CZC${dice
            .between(1e8, 1e9 - 1)
            .toString(36)
            .toUpperCase()}`,
          inventory: `INV-${s}-${n}`,
          name: `S${s}-PC-${n}`,
          maker,
          model,
        };
        return {
          ...{ id: id(3, s * ASSETS + n), siteId: id(1, s), roomId: n % 30 ? id(2, s * ROOMS + (n % ROOMS)) : null, type, ...label },
          ...{
            state: pick(STATES),
            critical: n % 90 === 0,
            vip: n % 120 === 0,
            charter: pick([true, true, false, null]),
            search: searchTextOf(label),
          },
          ...{ purchasedOn: `${year}-09-01`, warrantyUntil: n % 10 ? `${year + 3}-08-31` : null, cost: n % 5 ? dice.between(20_000, 120_000) : null },
          seenAt: n % 3 ? new Date(Date.UTC(2026, n % 10, (n % 27) + 1)) : null,
        };
      }),
    ),
    stickers: schools.flatMap((s) =>
      Array.from({ length: ASSETS }, (_, n) => ({
        code: `S${(s * ASSETS + n).toString(36).toUpperCase().padStart(7, '0')}`,
        siteId: id(1, s),
        assetId: id(3, s * ASSETS + n),
      })),
    ),
  });
  for (const [n, role, siteId] of [
    [0, 'technician', null],
    [1, 'correspondent', id(1, 7)],
  ] as const) {
    await db.person.create({ data: { id: id(4, n), login: String(n), givenName: 'Camille', familyName: 'Banc' } });
    await db.membership.create({ data: { id: id(5, n), personId: id(4, n), role, siteId } });
  }
}

const QUESTIONS: Readonly<Record<string, (i: number) => Record<string, unknown>>> = {
  'all, as one opens it': () => ({}),
  'one school': (i) => ({ filter: { site: id(1, i) } }),
  'a room': (i) => ({ filter: { site: id(1, i), room: id(2, i * ROOMS + 3) } }),
  'a piece of a serial': (i) => ({ filter: { text: `zc${i}` } }),
  'an inventory number': (i) => ({ filter: { text: `INV-${i * 7}-12` } }),
  'a model, and a room': (i) => ({ filter: { text: `probook 1${String(i).padStart(2, '0')}` } }),
  'a type and a school by their words': (i) => ({ filter: { text: `vidéoproj lycée ${i * 3}` } }),
  'a piece of a code': (i) => ({ filter: { text: `S000${i.toString(36)}` } }),
  'nothing at all': (i) => ({ filter: { text: `introuvable${i}` } }),
  'guarantee over, by its end': () => ({ filter: { warranty: 'over' }, sort: 'warrantyUntil', up: false }),
  'critical and never seen': () => ({ filter: { critical: 'yes', seen: 'never' } }),
  'off the charter, of a maker, by name': () => ({ filter: { charter: 'no', maker: 'HP' }, sort: 'name' }),
  'by serial number': () => ({ sort: 'serial' }),
  'by the date it was seen, last first': () => ({ sort: 'seenAt', up: false }),
};

async function keeper(db: Db, n: number): Promise<Keeper> {
  const found = await actorFor(db, id(4, n));
  if (found === null) throw new Error('nobody there');
  const { name, language, ...actor } = found;
  const made = keeperOf({ db, session: { actor, name, language }, now: Date.now() }, new Throttle());
  if ('ok' in made) throw new Error(made.fault);
  return made;
}

async function timed(ask: (i: number) => Promise<number>): Promise<{ readonly value: string; readonly p95: number; readonly found: number }> {
  const took: number[] = [];
  let found = 0;
  const cpu = ownCpu();
  for (let i = 0; i < TIMES; i += 1) {
    const start = performance.now();
    found += await ask(i);
    took.push(performance.now() - start);
  }
  const p95 = quantile(took, 0.95);
  return { value: `${fixed(quantile(took, 0.5), 1)}, ${fixed(p95, 1)}, ${fixed((ownCpu() - cpu) / TIMES, 1)}`, p95, found: found / TIMES };
}

async function figures(name: string, db: Db): Promise<Figure[]> {
  const out: Figure[] = [];
  const all = await keeper(db, 0);
  const add = (what: string, { value, p95, found }: Awaited<ReturnType<typeof timed>>) =>
    out.push({ name: `${name}: ${what} (${fixed(found, 0)} match)`, value, target: `p95 <= ${TARGET}`, met: p95 <= TARGET });
  for (const [question, of] of Object.entries(QUESTIONS)) {
    const ask = async (i: number) => {
      const told = await listAssets(all, of(i));
      if (!told.ok) throw new Error(told.fault);
      return told.value.count ?? 0;
    };
    add(question, await timed(ask));
  }
  const one = await keeper(db, 1);
  add(
    'a correspondent, all of theirs',
    await timed(async () => {
      const told = await listAssets(one, {});
      return told.ok ? (told.value.count ?? 0) : 0;
    }),
  );
  let after: unknown = null;
  add(
    'the next page',
    await timed(async () => {
      const told = await listAssets(all, { after });
      if (!told.ok) throw new Error(told.fault);
      after = told.value.after;
      return told.value.rows.length;
    }),
  );
  add(
    'what the filters offer',
    await timed(async () => {
      const told = await listChoices(all, { site: '' });
      return told.ok ? told.value.made.length : 0;
    }),
  );
  return out;
}

export function benchRegister(): Promise<void> {
  return onBoth('The register’s table at 65 000 assets: p50, p95, CPU of this process, ms', grow, figures);
}
