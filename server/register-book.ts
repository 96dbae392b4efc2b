import 'server-only';
import { type Actor, SUPPORT } from '#domain/actor.ts';
import type { AssetId, Instant, RoomId, SiteId, StickerCode } from '#domain/ids.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import { decideRegister, evolveRound, type RegisterDecision, type RegisterFacts } from '#domain/register/decide.ts';
import { evolveAsset, type RegisterRecord } from '#domain/register/events.ts';
import { plainNumber } from '#domain/register/lay.ts';
import { type Asset, ROUND_LASTS, type Round, type Sticker } from '#domain/register/thing.ts';
import { assetsWhere, roundsOf, stickersOf } from './register-rows.ts';
import { among, type Sql } from './sql.ts';

/** How long before the oldest tap a tour may have begun that still counts, ms: a phone may have been without a line for a week. */
const BEFORE = ROUND_LASTS + 7 * 86_400_000;

/**
 * What the register's commands of one transaction work on, beside the tickets' Book: the things they name, read once; their changes, written
 * once at the end.
 */
export class RegisterBook {
  readonly #assets = new Map<string, Asset | null>();
  readonly #rooms = new Map<string, { readonly id: RoomId; readonly site: SiteId }>();
  readonly #stickers = new Map<StickerCode, Sticker>();
  #rounds = new Map<string, Round>();
  /** By site and number. */
  readonly #numbers = new Map<string, AssetId>();
  /** Of those who are to stand in for somebody. */
  #serving: readonly { readonly personId: string; readonly siteId: string | null }[] = [];
  readonly records: RegisterRecord[] = [];

  async read(tx: Sql, commands: readonly RegisterCommand[], received: Instant): Promise<void> {
    if (commands.length === 0) return;
    const assetIds = commands.flatMap((c) =>
      'asset' in c && c.asset !== null ? [c.asset] : c.type === 'bind_sticker' && c.on.kind === 'asset' ? [c.on.id] : [],
    );
    const codes = commands.flatMap((c) => ('code' in c && c.code !== null ? ['by' in c ? [c.code, c.by] : [c.code]].flat() : []));
    for (const [code, sticker] of await stickersOf(tx, codes)) this.#stickers.set(code, sticker);
    const bearers = [...this.#stickers.values()].flatMap(({ on }) => (on?.kind === 'asset' ? [on.id] : []));
    // What a count moved may have to go back: it is in the tour's own list.
    const roomIds = commands.flatMap((c) =>
      'room' in c && c.room !== null ? [c.room] : c.type === 'bind_sticker' && c.on.kind === 'room' ? [c.on.id] : [],
    );
    const tours = commands.flatMap((c) => ('round' in c ? [c.room] : []));
    this.#rounds = await roundsOf(tx, tours, received - BEFORE);
    const counted = [...this.#rounds.values()].flatMap((r) => r.counts.flatMap((c) => c.asset ?? []));
    const assets = among([...new Set([...assetIds, ...bearers, ...counted])]);
    if (assetIds.length + bearers.length + counted.length > 0)
      for (const asset of await assetsWhere(tx, `id IN ${assets.marks}`, assets.values)) this.#assets.set(asset.id, asset);
    const froms = [...this.#rounds.values()].flatMap((r) => r.counts.flatMap((c) => c.from ?? []));
    const rooms = among([...new Set([...roomIds, ...froms])]);
    if (roomIds.length > 0)
      for (const { id, siteId } of await tx.all<{ id: RoomId; siteId: SiteId }>(
        `SELECT id, "siteId" FROM "Room" WHERE id IN ${rooms.marks}`,
        rooms.values,
      ))
        this.#rooms.set(id, { id, site: siteId });
    await this.#readNumbers(tx, commands);
    const deputies = among([...new Set(commands.flatMap((c) => (c.type === 'set_presence' ? (c.away?.deputy ?? []) : [])))]);
    const roles = among([...SUPPORT]);
    if (deputies.values[0] !== null)
      this.#serving = await tx.all(
        `SELECT m."personId", m."siteId" FROM "Membership" m JOIN "Person" p ON p.id = m."personId"
          WHERE p."disabledAt" IS NULL AND m.role IN ${roles.marks} AND m."personId" IN ${deputies.marks}`,
        [...roles.values, ...deputies.values],
      );
  }

  async #readNumbers(tx: Sql, commands: readonly RegisterCommand[]): Promise<void> {
    for (const command of commands) {
      const { serial = null, inventory = null } = command.type === 'add_asset' ? command : command.type === 'amend_asset' ? command.to : {};
      if (serial === null && inventory === null) continue;
      const plain = (column: string) => `REPLACE(REPLACE(UPPER("${column}"), ' ', ''), '-', '')`;
      const rows = await tx.all<{ id: AssetId; serial: string | null; inventory: string | null }>(
        `SELECT id, serial, inventory FROM "Asset" WHERE "siteId" = ? AND state <> 'retired' AND (${plain('serial')} = ? OR ${plain('inventory')} = ?)`,
        [command.site, serial === null ? null : plainNumber(serial), inventory === null ? null : plainNumber(inventory)],
      );
      for (const row of rows) this.#number(command.site, row);
    }
  }

  #number(site: SiteId, asset: { readonly id: AssetId; readonly serial: string | null; readonly inventory: string | null }): void {
    if (asset.serial !== null) this.#numbers.set(`${site} serial ${plainNumber(asset.serial)}`, asset.id);
    if (asset.inventory !== null) this.#numbers.set(`${site} inventory ${plainNumber(asset.inventory)}`, asset.id);
  }

  get facts(): RegisterFacts {
    return {
      asset: (id) => this.#assets.get(id) ?? null,
      room: (id) => this.#rooms.get(id) ?? null,
      sticker: (code) => this.#stickers.get(code) ?? null,
      round: (room) => this.#rounds.get(room) ?? null,
      numbered: (site, serial, inventory) =>
        (serial === null ? undefined : this.#numbers.get(`${site} serial ${plainNumber(serial)}`)) ??
        (inventory === null ? undefined : this.#numbers.get(`${site} inventory ${plainNumber(inventory)}`)) ??
        null,
      serves: (person, site, everywhere) =>
        this.#serving.some((m) => m.personId === person && (m.siteId === null || (!everywhere && m.siteId === site))),
    };
  }

  /** The rules' word on one command, and what follows from it taken in. */
  settle(command: RegisterCommand, actor: Actor, at: Instant, from: RegisterRecord['from']): RegisterDecision {
    const decision = decideRegister(this.facts, command, actor, at);
    if (!decision.ok) return decision;
    for (const change of decision.changes) {
      const record: RegisterRecord = { ...change, by: actor.person, at, from };
      this.records.push(record);
      this.#apply(record);
    }
    return decision;
  }

  #apply({ of, id, site, event, by, at }: RegisterRecord): void {
    if (of === 'asset') {
      const asset = evolveAsset(this.#assets.get(id) ?? null, event);
      this.#assets.set(id, asset);
      if (asset !== null) this.#number(site, asset);
    }
    if (event.type === 'StickerBound') this.#stickers.set(event.code, { code: event.code, site, state: 'bound', on: event.on });
    if (event.type === 'StickerRevoked') this.#stickers.set(event.code, { code: event.code, site, state: 'revoked', on: event.on });
    if (of === 'room' && by !== null) {
      const round = evolveRound(this.#rounds.get(id) ?? null, event, by, at);
      if (round !== null) this.#rounds.set(id, round);
    }
  }

  /** Assets as these commands leave them, for tickets of the same transaction. */
  assetsNow(): Asset[] {
    const touched = new Set(this.records.filter((r) => r.of === 'asset').map((r) => r.id as string));
    return [...this.#assets.values()].filter((a) => a !== null && touched.has(a.id)) as Asset[];
  }
}
