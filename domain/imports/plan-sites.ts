import type { SiteId } from '#domain/ids.ts';
import type { Site } from '#domain/register/thing.ts';
import { parseUai } from '#domain/uai.ts';
import { type Known, Sites } from './known.ts';
import type { Mapping } from './mapping.ts';
import type { Outcome, Settings } from './plan.ts';
import { leavesOut } from './problem.ts';
import { LineReader } from './read-line.ts';
import type { Line } from './sheet.ts';

/** Schools that are not on Paris's clock, by the first figures of their code. */
const ZONES: Readonly<Record<string, string>> = {
  ...{ '971': 'America/Guadeloupe', '972': 'America/Martinique', '973': 'America/Cayenne', '974': 'Indian/Reunion', '975': 'America/Miquelon' },
  ...{
    '976': 'Indian/Mayotte',
    '977': 'America/St_Barthelemy',
    '978': 'America/Marigot',
    '986': 'Pacific/Wallis',
    '987': 'Pacific/Tahiti',
    '988': 'Pacific/Noumea',
  },
};

/** The clock of a school, by its code: overseas ones begin with the number of their department. */
export function zoneOfUai(uai: string): string {
  return ZONES[uai.slice(0, 3)] ?? 'Europe/Paris';
}

/** "ECOLE DE NIVEAU ELEMENTAIRE" is not shouted. */
const quiet = (text: string) => (/^[^\p{Ll}]{4,}$/u.test(text) ? `${text.charAt(0)}${text.slice(1).toLowerCase()}` : text);

/** Plans the sites that a register of schools names, each known by its code. */
export class SitePlanner {
  readonly #sites: Sites;
  readonly #mapping: Mapping;
  readonly #newId: () => string;
  readonly #said = new Map<string, number>();

  constructor(known: Pick<Known, 'sites'>, { mapping, newId }: Pick<Settings, 'mapping' | 'newId'>) {
    this.#sites = new Sites(known.sites);
    this.#mapping = mapping;
    this.#newId = newId;
  }

  take(line: Line, isRagged: boolean): Outcome {
    const reader = new LineReader(line, this.#mapping);
    const width = this.#mapping.columns.length;
    if (!isRagged && line.cells.length < width) reader.wrong('short', null, `${line.cells.length}/${width}`);
    if (line.cells.slice(width).some((c) => c.trim() !== '')) reader.wrong('long', null, `${line.cells.length}/${width}`);
    const [label, uai] = [reader.text('siteName'), parseUai(reader.text('uai'))];
    if (uai === null) reader.wrong('uai', 'uai');
    if (label === '') reader.wrong('no-name', 'siteName');
    const earlier = uai === null ? undefined : this.#said.get(uai);
    if (earlier !== undefined) reader.wrong('twice', 'uai', String(earlier));
    const nothing = { line: line.n, label, changes: [], problems: reader.problems, ops: [] };
    if (uai === null || reader.problems.some(leavesOut)) return { ...nothing, how: 'left' };
    this.#said.set(uai, line.n);
    const wanted = this.#wanted(reader);
    const site = this.#sites.byUai(uai);
    if (site === undefined) {
      const none = { phone: null, desk: null, mailbox: null, sources: null, address: null, postcode: null, kind: null, academy: null, pupils: null };
      const row: Site = { id: this.#newId() as SiteId, uai, city: '', timeZone: zoneOfUai(uai), ...none, ...wanted, name: label.slice(0, 120) };
      this.#sites.add(row);
      return { ...nothing, how: 'add', ops: [{ of: 'site', id: row.id, site: row.id, event: { type: 'SiteAdded', site: row } }] };
    }
    const differing = (Object.keys(wanted) as (keyof Site)[]).filter((key) => wanted[key] !== site[key]);
    if (differing.length === 0) return { ...nothing, how: 'same' };
    const pick = (from: Partial<Site>) => Object.fromEntries(differing.map((key) => [key, from[key] ?? null])) as Partial<Site>;
    const op = { of: 'site', id: site.id, site: site.id, event: { type: 'SiteChanged', from: pick(site), to: pick(wanted) } } as const;
    const shown = (value: unknown) => (value === null || value === undefined ? '' : String(value));
    return {
      ...nothing,
      how: 'change',
      changes: differing.map((field) => ({ field, from: shown(site[field]), to: shown(wanted[field]) })),
      ops: [op],
    };
  }

  /** What the line says of the site; an empty cell says nothing. */
  #wanted(reader: LineReader): Partial<Site> {
    const phone = reader.text('phone').replace(/[^\d+]/g, '');
    const pupils = Number(reader.text('pupils').replace(/\s/g, '') || Number.NaN);
    const all: Record<string, string | number> = {
      name: reader.text('siteName').slice(0, 120),
      city: reader.text('city').slice(0, 80),
      address: reader.text('address').slice(0, 200),
      postcode: reader.text('postcode').slice(0, 10),
      // A spreadsheet has taken the zero away.
      phone: (/^[1-9]\d{8}$/.test(phone) ? `0${phone}` : phone).slice(0, 30),
      kind: quiet(reader.text('kind')).slice(0, 80),
      academy: reader.text('academy').slice(0, 80),
      pupils: Number.isInteger(pupils) && pupils >= 0 && pupils < 100_000 ? pupils : '',
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  }
}
