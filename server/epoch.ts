import 'server-only';
import { createHash } from 'node:crypto';
import type { Actor } from '#domain/actor.ts';
import type { Instant, OriginId, PersonId, SiteId } from '#domain/ids.ts';
import { choosesSites, SITES_HELD, sitesHeld } from '#domain/window.ts';
import { PROTOCOL } from '#domain/wire.ts';
import type { Db } from './db.ts';
import { pinnedBy } from './pins.ts';
import { instantOf, storeOf } from './sql.ts';

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

/** How this database, this person in it, and their device stand at the start of a request. */
export interface Standing {
  readonly version: number;
  readonly incarnation: string;
  /** Version at which `markRights` last noted a change; 0: never. */
  readonly rights: number;
  /** null: never heard of. */
  readonly origin: { readonly personId: string; readonly lastSeq: number; readonly settled: number; readonly lastContact: Instant } | null;
}

interface StandingRow {
  readonly version: number;
  readonly incarnation: string;
  readonly rights: number | null;
  readonly personId: string | null;
  readonly lastSeq: number;
  readonly settled: number;
  readonly lastContact: string | Date;
}

export async function standingOf(db: Db, person: PersonId, origin: OriginId | null = null): Promise<Standing> {
  const [row] = await storeOf(db).read.all<StandingRow>(
    `SELECT o.version, o.incarnation, (SELECT version FROM "Exit" WHERE "personId" = ? AND kind = 'rights' AND "docId" = '') AS rights,
      k."personId", k."lastSeq", k.settled, k."lastContact"
      FROM "Organisation" o LEFT JOIN "Origin" k ON k.id = ? WHERE o.id = 'org'`,
    [person, origin],
  );
  if (row === undefined) throw new Error('the organisation has no row');
  const { version, incarnation, rights, personId, lastSeq, settled, lastContact } = row;
  const known = personId === null ? null : { personId, lastSeq, settled, lastContact: instantOf(lastContact) };
  return { version, incarnation, rights: rights ?? 0, origin: known };
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
  const all = await storeOf(db).read.all<{ id: string }>(`SELECT id FROM "Site" ORDER BY id LIMIT ${SITES_HELD + 1}`);
  const pinned = all.length <= SITES_HELD ? [] : await pinnedBy(db, actor.person);
  return sitesHeld(
    actor,
    all.map((s) => s.id as SiteId),
    pinned,
  );
}
