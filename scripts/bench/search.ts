/** A search beside 25 000 tickets of 78 schools, in this process, on both databases: p95 of each kind, and what the index costs. */
import type { Db } from '#server/db.ts';
import { search } from '#server/search.ts';
import { makeIndex } from '#server/search-index.ts';
import { actorFor } from '#server/session/actor.ts';
import { onBoth } from './both.ts';
import { type Figure, fixed, ownCpu, quantile } from './measure.ts';
import { correspondentId, growScale } from './scale.ts';

const SITES = 78;
const TIMES = 40;
const TARGET = 100;

/** Each takes the number of the try, so that no answer is one that was asked for before. */
const KINDS: Readonly<Record<string, (i: number) => string>> = {
  'one word that all hold': () => 'démarre',
  'two words that many hold': (i) => `démarre ${['imprimante', 'portable', 'vidéoprojecteur'][i % 3]}`,
  'a thing and a room': (i) => `imprimante salle ${i}`,
  'a serial number': (i) => `SN${i}-${(i * 7) % 361}`,
  'a slip of the finger': () => 'imprimnate bourage',
  'two slips in a long word': () => 'imrpimnate',
  'nothing at all': (i) => `introuvable${i}`,
};

async function figures(name: string, db: Db): Promise<Figure[]> {
  const technician = await db.membership.findFirstOrThrow({ where: { role: 'technician', siteId: null } });
  const people = { 'whole organisation': technician.personId, 'one school': correspondentId(3, 0) } as const;
  const out: Figure[] = [];
  for (const [who, id] of Object.entries(people)) {
    const actor = await actorFor(db, id);
    if (actor === null) throw new Error(`nobody is ${id}`);
    for (const [kind, text] of Object.entries(KINDS)) {
      const took: number[] = [];
      let found = 0;
      const cpu = ownCpu();
      for (let i = 0; i < TIMES; i += 1) {
        const start = performance.now();
        found += (await search(db, actor, text(i))).tickets.length;
        took.push(performance.now() - start);
      }
      const spent = (ownCpu() - cpu) / TIMES;
      const p95 = quantile(took, 0.95);
      out.push({
        name: `${name}, ${who}: ${kind} (${fixed(found / TIMES, 0)} found)`,
        value: `${fixed(quantile(took, 0.5), 1)}, ${fixed(p95, 1)}, ${fixed(spent, 1)}`,
        target: `p95 <= ${TARGET}`,
        met: p95 <= TARGET,
      });
    }
  }
  return out;
}

async function grow(db: Db): Promise<void> {
  const { tickets } = await growScale(db, { sites: SITES }, Date.now());
  const start = performance.now();
  const made = await makeIndex(db);
  console.log(`  ${tickets} tickets, ${made} indexed in ${fixed((performance.now() - start) / 1000, 1)} s`);
}

export function benchSearch(): Promise<void> {
  return onBoth('Searches: p50, p95, CPU of this process a search, ms', grow, figures);
}
