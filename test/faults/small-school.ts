/** A school without browsers: people who say commands to the server's own code, on a clock of the row's. */
import { randomUUID } from 'node:crypto';
import type { Role } from '#domain/actor.ts';
import type { Instant, OriginId, PersonId, SiteId } from '#domain/ids.ts';
import type { Command } from '#domain/ticket/commands.ts';
import type { Db } from '#server/db.ts';
import { execute } from '#server/execute.ts';
import { actorFor } from '#server/session/actor.ts';

export const SITE = '00000001-0000-7000-8000-000000000001' as SiteId;

export class SmallSchool {
  readonly db: Db;
  now: Instant;
  readonly #origins = new Map<PersonId, { readonly origin: OriginId; seq: number }>();

  private constructor(db: Db, now: Instant) {
    this.db = db;
    this.now = now;
  }

  /** @param db fresh */
  static async on(db: Db, now: Instant): Promise<SmallSchool> {
    await db.organisation.create({ data: { id: 'org', name: 'Essai', incarnation: 'one', version: 1 } });
    await db.site.create({ data: { id: SITE, uai: '0340000A', name: 'École', city: 'Ici', version: 1, mailbox: 'service@ecole.example' } });
    return new SmallSchool(db, now);
  }

  /** @param siteId null: a role on the whole organisation */
  async person(login: string, role: Role, siteId: SiteId | null = SITE): Promise<PersonId> {
    const id = randomUUID();
    const row = { id, login, givenName: login, familyName: 'Essai', email: `${login}@ecole.example` };
    await this.db.person.create({ data: { ...row, memberships: { create: { id: randomUUID(), role, siteId } } } });
    const at = new Date(0);
    const origin = randomUUID();
    await this.db.origin.create({ data: { id: origin, personId: id, lastContact: at, lastAct: at, createdAt: at } });
    this.#origins.set(id as PersonId, { origin: origin as OriginId, seq: 0 });
    return id as PersonId;
  }

  /** @throws when it is refused */
  async say(by: PersonId, command: Command): Promise<void> {
    const actor = await actorFor(this.db, by);
    const device = this.#origins.get(by);
    if (actor === null || device === undefined) throw new Error('nobody');
    device.seq += 1;
    const { outcome } = await execute(this.db, actor, device.origin, { seq: device.seq, at: this.now, offset: 0, command }, this.now);
    if (outcome.kind !== 'executed') throw new Error(`${command.type}: ${JSON.stringify(outcome)}`);
  }
}
