import 'server-only';
import { type Actor, SUPPORT } from '#domain/actor.ts';
import type { AssetId, Instant, RoomId, SiteId, StickerCode } from '#domain/ids.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import { decideRegister, evolveRound, type RegisterDecision, type RegisterFacts } from '#domain/register/decide.ts';
import { evolveAsset, type RegisterEvent, type RegisterRecord } from '#domain/register/events.ts';
import { plainNumber } from '#domain/register/lay.ts';
import { type Asset, ROUND_LASTS, type Round, type Sticker } from '#domain/register/thing.ts';
import { assetsWhere, bearersOf, roundsNamed, roundsOf, stickersOf } from './register-read.ts';
import { among, instantOf, jsonOf, type Sql } from './sql.ts';

/** How long before the oldest tap a tour may have begun that still counts, ms: a phone may have been without a line for a week. */
const BEFORE = ROUND_LASTS + 7 * 86_400_000;

type Numbered = Pick<Asset, 'id' | 'serial' | 'inventory'>;

/** Its numbers, however they were typed; a serial and an inventory number are never each other's. */
function keysOf(site: SiteId, { serial, inventory }: Omit<Numbered, 'id'>): string[] {
  return [
    ...(serial === null ? [] : [`${site} serial ${plainNumber(serial)}`]),
    ...(inventory === null ? [] : [`${site} inventory ${plainNumber(inventory)}`]),
  ];
}

/**
 * What the register's commands of one transaction work on, beside the tickets' Book: the things they name, read once; their changes, written
 * once at the end.
 */
export class RegisterBook {
  readonly #assets = new Map<string, Asset | null>();
  readonly #rooms = new Map<string, { readonly id: RoomId; readonly site: SiteId }>();
  readonly #stickers = new Map<StickerCode, Sticker>();
  /** The latest by room, and by id those that commands name. */
  #rounds = new Map<string, Round>();
  #named = new Map<string, Round & { readonly room: string }>();
  /** Who bears it now, by site and number. */
  readonly #numbers = new Map<string, Set<AssetId>>();
  /** Of those who are to stand in for somebody. */
  #serving: readonly { readonly personId: string; readonly siteId: string | null }[] = [];
  /** When who last said where they are, by person and site. */
  readonly #presences = new Map<string, Instant>();
  readonly records: RegisterRecord[] = [];

  async read(tx: Sql, commands: readonly RegisterCommand[], received: Instant): Promise<void> {
    if (commands.length === 0) return;
    const assetIds = commands.flatMap((c) =>
      'asset' in c && typeof c.asset === 'string' ? [c.asset] : c.type === 'bind_sticker' && c.on.kind === 'asset' ? [c.on.id] : [],
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
    this.#named = await roundsNamed(tx, [...new Set(commands.flatMap((c) => ('round' in c ? [c.round] : [])))]);
    const counted = [...this.#rounds.values(), ...this.#named.values()].flatMap((r) => r.counts.flatMap((c) => c.asset ?? []));
    const assets = among([...new Set([...assetIds, ...bearers, ...counted])]);
    if (assetIds.length + bearers.length + counted.length > 0)
      for (const asset of await assetsWhere(tx, `id IN ${assets.marks}`, assets.values)) this.#assets.set(asset.id, asset);
    const froms = [...this.#rounds.values(), ...this.#named.values()].flatMap((r) => r.counts.flatMap((c) => c.from ?? []));
    // What this transaction moves may go back within it.
    const stands = [...this.#assets.values()].flatMap((a) => a?.room ?? []);
    const rooms = among([...new Set([...roomIds, ...froms, ...stands])]);
    if (roomIds.length > 0)
      for (const { id, siteId } of await tx.all<{ id: RoomId; siteId: SiteId }>(
        `SELECT id, "siteId" FROM "Room" WHERE id IN ${rooms.marks}`,
        rooms.values,
      ))
        this.#rooms.set(id, { id, site: siteId });
    await this.#readNumbers(tx, commands);
    await this.#readPresences(tx, commands);
    const deputies = among([...new Set(commands.flatMap((c) => (c.type === 'set_presence' ? (c.away?.deputy ?? []) : [])))]);
    const roles = among([...SUPPORT]);
    if (deputies.values[0] !== null)
      this.#serving = await tx.all(
        `SELECT m."personId", m."siteId" FROM "Membership" m JOIN "Person" p ON p.id = m."personId"
          WHERE p."disabledAt" IS NULL AND m.role IN ${roles.marks} AND m."personId" IN ${deputies.marks}`,
        [...roles.values, ...deputies.values],
      );
  }

  async #readPresences(tx: Sql, commands: readonly RegisterCommand[]): Promise<void> {
    const sites = [...new Set(commands.flatMap((c) => (c.type === 'set_presence' ? [c.site] : [])))];
    if (sites.length === 0) return;
    const { marks, values } = among(sites);
    const rows = await tx.all<{ subjectId: string; actorId: string; occurredAt: string | Date; data: unknown }>(
      `SELECT "subjectId", "actorId", "occurredAt", data FROM "RegisterEvent" WHERE "subjectId" IN ${marks} AND type = 'PresenceSaid'`,
      values,
    );
    for (const row of rows) this.#said(row.actorId, jsonOf<RegisterEvent>(row.data), row.subjectId, instantOf(row.occurredAt));
  }

  #said(person: string, event: RegisterEvent, site: string, at: Instant): void {
    if (event.type !== 'PresenceSaid') return;
    const key = `${person} ${event.everywhere ? '' : site}`;
    this.#presences.set(key, Math.max(this.#presences.get(key) ?? 0, at));
  }

  async #readNumbers(tx: Sql, commands: readonly RegisterCommand[]): Promise<void> {
    for (const command of commands) {
      const { serial = null, inventory = null } = command.type === 'add_asset' ? command : command.type === 'amend_asset' ? command.to : {};
      if (serial === null && inventory === null) continue;
      const rows = await bearersOf(tx, command.site, serial, inventory);
      for (const row of rows) this.#number(command.site, row);
    }
  }

  #number(site: SiteId, asset: Numbered): void {
    for (const key of keysOf(site, asset)) this.#numbers.set(key, (this.#numbers.get(key) ?? new Set<AssetId>()).add(asset.id));
  }

  /** It bears them no longer: another may, in the same transaction. */
  #unnumber({ site, ...asset }: Asset): void {
    for (const key of keysOf(site, asset)) this.#numbers.get(key)?.delete(asset.id);
  }

  #bearerOf(key: string, but: AssetId | null): AssetId | null {
    const bearers = this.#numbers.get(key);
    if (bearers === undefined || (but !== null && bearers.has(but))) return null;
    const [first = null] = bearers;
    return first;
  }

  get facts(): RegisterFacts {
    return {
      asset: (id) => this.#assets.get(id) ?? null,
      room: (id) => this.#rooms.get(id) ?? null,
      sticker: (code) => this.#stickers.get(code) ?? null,
      round: (room, id) => {
        const named = this.#named.get(id);
        return named?.room === room ? named : (this.#rounds.get(room) ?? null);
      },
      numbered: (site, serial, inventory, but) =>
        keysOf(site, { serial, inventory }).reduce<AssetId | null>((found, key) => found ?? this.#bearerOf(key, but), null),
      presenceSaid: (person, site, everywhere) => this.#presences.get(`${person} ${everywhere ? '' : site}`) ?? null,
      serves: (person, site, everywhere) =>
        this.#serving.some((m) => m.personId === person && (m.siteId === null || (!everywhere && m.siteId === site))),
    };
  }

  /** The rules' word on one command, and what follows from it taken in. */
  settle(command: RegisterCommand, actor: Actor, at: Instant, from: RegisterRecord['from']): RegisterDecision {
    // A tour of another room, and so of another school, is nobody's to write into by its id.
    if ('round' in command && (this.#named.get(command.round)?.room ?? command.room) !== command.room)
      return { ok: false, refusal: { code: 'unknown' } };
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
    if (by !== null) this.#said(by, event, id, at);
    if (of === 'asset') {
      const before = this.#assets.get(id) ?? null;
      const asset = evolveAsset(before, event);
      this.#assets.set(id, asset);
      if (before !== null) this.#unnumber(before);
      if (asset !== null && asset.state !== 'retired') this.#number(asset.site, asset);
    }
    if (event.type === 'StickerBound') this.#stickers.set(event.code, { code: event.code, site, state: 'bound', on: event.on });
    if (event.type === 'StickerRevoked') {
      const isWhole = event.reason === 'wrong';
      this.#stickers.set(event.code, { code: event.code, site, state: isWhole ? 'blank' : 'revoked', on: isWhole ? null : event.on });
    }
    if (of === 'room' && by !== null) {
      const of = 'round' in event && typeof event.round === 'string' ? event.round : '';
      const latest = this.#rounds.get(id) ?? null;
      const round = evolveRound(this.#named.get(of) ?? (latest?.id === of ? latest : null), event, by, at);
      if (round === null) return;
      this.#named.set(of, { ...round, room: id });
      if (latest === null || latest.id === of || latest.startedAt <= round.startedAt) this.#rounds.set(id, round);
    }
  }

  /** Assets as these commands leave them, for tickets of the same transaction. */
  assetsNow(): Asset[] {
    const touched = new Set(this.records.filter((r) => r.of === 'asset').map((r) => r.id as string));
    return [...this.#assets.values()].filter((a) => a !== null && touched.has(a.id)) as Asset[];
  }
}
