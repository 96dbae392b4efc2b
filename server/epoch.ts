import 'server-only';
import { createHash } from 'node:crypto';
import type { Actor } from '#domain/actor.ts';
import type { PersonId, SiteId } from '#domain/ids.ts';
import { choosesSites, SITES_HELD, sitesHeld } from '#domain/window.ts';
import { PROTOCOL } from '#domain/wire.ts';
import type { Db } from './db.ts';
import { pinnedBy } from './pins.ts';

/** Who reads, and what their device holds. */
export interface Reader {
  readonly actor: Actor;
  readonly held: readonly SiteId[];
  /**
   * (database incarnation, wire version, the actor's roles, teams and sites, and when they last changed): differs → the device resets
   * (sync.md section 2). Rights taken and given back make another epoch: what left their sight in between left no exit.
   */
  readonly epoch: string;
}

/** How this database, and this person in it, stand at the start of a request. */
export interface Standing {
  readonly version: number;
  readonly incarnation: string;
  /** Version at which `markRights` last noted a change; 0: never. */
  readonly rights: number;
}

export async function standingOf(db: Db, person: PersonId): Promise<Standing> {
  const [row] = await db.$queryRaw<{ version: number; incarnation: string; rights: number | null }[]>`SELECT version, incarnation,
    (SELECT version FROM "Exit" WHERE "personId" = ${person} AND kind = 'rights' AND "docId" = '') AS rights FROM "Organisation" WHERE id = 'org'`;
  if (row === undefined) throw new Error('the organisation has no row');
  return { version: Number(row.version), incarnation: row.incarnation, rights: Number(row.rights ?? 0) };
}

export async function readerOf(db: Db, actor: Actor, { incarnation, rights }: Pick<Standing, 'incarnation' | 'rights'>): Promise<Reader> {
  const held = await heldBy(db, actor);
  const roles = actor.memberships.map((m) => `${m.role}@${m.site ?? '*'}`).sort();
  const scope = createHash('sha256')
    .update(JSON.stringify([roles, [...actor.teams].sort(), held, rights]))
    .digest('base64url')
    .slice(0, 16);
  return { actor, held, epoch: `${incarnation}.${PROTOCOL}.${scope}` };
}

async function heldBy(db: Db, actor: Actor): Promise<SiteId[]> {
  if (!choosesSites(actor)) return sitesHeld(actor, [], []);
  // One more than a device can hold is enough to know that the scope is too large to hold whole.
  const all = await db.site.findMany({ select: { id: true }, orderBy: { id: 'asc' }, take: SITES_HELD + 1 });
  const pinned = all.length <= SITES_HELD ? [] : await pinnedBy(db, actor.person);
  return sitesHeld(
    actor,
    all.map((s) => s.id as SiteId),
    pinned,
  );
}
