import 'server-only';
import type { Actor, Role } from '#domain/actor.ts';
import type { SiteId } from '#domain/ids.ts';
import type { Known } from '#domain/imports/known.ts';
import { assetsWhere, roomsWhere, sitesWhere } from '#server/register-read.ts';
import { Pace } from '#server/sheets/bounds.ts';
import { among, type Sql } from '#server/sql.ts';

/** Where somebody may bring things in: everywhere, or on these sites. */
export type Scope = 'all' | readonly SiteId[];

const IMPORTERS: ReadonlySet<Role> = new Set(['technician', 'engineer', 'supervisor', 'admin']);

/** Empty: nowhere. */
export function importScope({ memberships }: Pick<Actor, 'memberships'>): Scope {
  const held = memberships.filter((m) => IMPORTERS.has(m.role));
  if (held.some((m) => m.site === null)) return 'all';
  return [...new Set(held.flatMap((m) => (m.site === null ? [] : [m.site])))];
}

/** New schools are an administrator's of the whole organisation. */
export function mayAddSites({ memberships }: Pick<Actor, 'memberships'>): boolean {
  return memberships.some((m) => m.role === 'admin' && m.site === null);
}

export function isWithin(scope: Scope, site: string | null): boolean {
  return scope === 'all' || (site !== null && scope.some((one) => one === site));
}

/** Assets in one statement: no reader holds the thread for long. */
const AT_ONCE = 4000;

/** The register as far as the scope goes. Read piece by piece; what changes meanwhile is looked at again when it is written. */
export async function knownIn(read: Sql, scope: Scope, pace = new Pace()): Promise<Known> {
  const within = (column: string) => {
    if (scope === 'all') return { text: '1 = 1', values: [] as readonly unknown[] };
    const { marks, values } = among(scope);
    return { text: `${column} IN ${marks}`, values };
  };
  const [ofSites, ofRest] = [within('id'), within('"siteId"')];
  const sites = await sitesWhere(read, `${ofSites.text} ORDER BY id`, ofSites.values);
  const rooms = await roomsWhere(read, `${ofRest.text} ORDER BY id`, ofRest.values);
  const assets: Known['assets'][number][] = [];
  for (let after = ''; ; ) {
    const page = await assetsWhere(read, `${ofRest.text} AND id > ? ORDER BY id LIMIT ${AT_ONCE}`, [...ofRest.values, after]);
    assets.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < AT_ONCE) break;
    after = last.id;
    await pace.rest();
  }
  return { sites, rooms, assets };
}
