/**
 * Writes the days off that the product ships: `domain/sla/days/public.ts` and `school.ts`, from the two sources named there.
 * `npx tsx scripts/calendars.ts [--data <folder>] [--school-until 2026-08-31]`; what it writes is committed.
 * The school file says "False" before its first known day and after its last: its end is therefore said by hand, and refused when it
 * cannot be right.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { data: { type: 'string' }, 'school-until': { type: 'string', default: '2026-08-31' } } });
const data = values.data ?? fileURLToPath(new URL('../../shared/data/calendars', import.meta.url));
const until = values['school-until'];
const HEADER = '// Written by scripts/calendars.ts, not by hand. Sources and licences: NOTICE.md beside this file.\n\n';

function rowsOf(path: string): string[][] {
  const [, ...lines] = readFileSync(`${data}/${path}`, 'utf8').trim().split('\n');
  return lines.map((line) => line.trim().split(','));
}

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** "2026 0101 0406 …", a line a year. */
function byYear(days: readonly string[]): string {
  const years = new Map<string, string[]>();
  for (const day of days) {
    const [year = '', month, of] = day.split('-');
    years.set(year, [...(years.get(year) ?? []), `${month}${of}`]);
  }
  return [...years].map(([year, of]) => `${year} ${of.join(' ')}`).join('\n');
}

function publicDays(): string {
  const zones = new Map<string, Set<string>>();
  for (const [day = '', , of = ''] of rowsOf('etalab-jours-feries/csv/jours_feries.csv')) {
    for (const name of of.split('|')) {
      const zone = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll(' ', '-');
      zones.set(zone, (zones.get(zone) ?? new Set()).add(day));
    }
  }
  const all = [...new Set([...zones.values()].flatMap((days) => [...days]))].sort();
  const common = all.filter((day) => [...zones.values()].every((days) => days.has(day)));
  const first = all[0]?.slice(0, 4);
  const last = all.at(-1)?.slice(0, 4);
  const more = [...zones.keys()].sort().map((zone) => {
    const own = [...(zones.get(zone) ?? [])].filter((day) => !common.includes(day)).sort();
    return `  ${zone.includes('-') ? `'${zone}'` : zone}: ${own.length > 0 ? `\`\n${byYear(own)}\n\`` : "''"},\n`;
  });
  return `${HEADER}/** Public holidays from the first of January ${first} to the end of ${last}; months and days by year. */
export const PUBLIC_KNOWN = ['${first}-01-01', '${last}-12-31'] as const;

/** Those of every zone. */
export const PUBLIC_COMMON = \`\n${byYear(common)}\n\`;

/** Those of one zone beside. */
export const PUBLIC_MORE = {\n${more.join('')}};\n`;
}

/** First and last day of each break of one zone; two breaks that touch stay two. */
function breaks(rows: readonly string[][], column: number): [string, string][] {
  const found: [string, string][] = [];
  let name: string | undefined;
  for (const row of rows) {
    const [day = '', , , , of] = row;
    const last = found.at(-1);
    if (row[column] !== 'True') continue;
    if (last && dayAfter(last[1]) === day && name === of) last[1] = day;
    else found.push([day, day]);
    name = of;
  }
  return found;
}

function schoolDays(): string {
  const rows = rowsOf('vacances-scolaires/data.csv');
  const off = rows.filter((row) => row.includes('True')).map(([day = '']) => day);
  // Before its first break the file says "False" as well: it is known from that school year on.
  const from = `${off[0]?.slice(0, 4)}-09-01`;
  const lastTrue = off.at(-1) ?? '';
  const within = (Date.parse(until) - Date.parse(lastTrue)) / 86_400_000;
  if (!(within >= 0 && within <= 7)) throw new Error(`The last holiday known is ${lastTrue}: --school-until ${until} cannot be right.`);
  const zone = (letter: string, column: number) => {
    const years = new Map<string, string[]>();
    // A line a school year, which begins in September.
    for (const [first, last] of breaks(rows, column)) {
      const year = String(Number(first.slice(0, 4)) - (first.slice(5) < '09' ? 1 : 0));
      years.set(year, [...(years.get(year) ?? []), `${first}/${last}`]);
    }
    const holes = [...years].filter(([, of]) => of.length < 5).map(([year]) => year);
    if (holes.length > 0) throw new Error(`Fewer than five breaks in zone ${letter}, school years ${holes.join(', ')}: the source has a hole.`);
    return `  ${letter}: \`\n${[...years.values()].map((of) => of.join(' ')).join('\n')}\n\`,\n`;
  };
  return `${HEADER}/** School holidays are known from the first to the last of these days; past it, nothing is. */
export const SCHOOL_KNOWN = ['${from}', '${until}'] as const;

/** First and last day of each break without lessons, by zone; a line a school year. */
export const SCHOOL_BREAKS = {\n${zone('A', 1)}${zone('B', 2)}${zone('C', 3)}};\n`;
}

writeFileSync('domain/sla/days/public.ts', publicDays());
writeFileSync('domain/sla/days/school.ts', schoolDays());
