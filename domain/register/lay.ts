import { SUPPORT } from '#domain/actor.ts';
import type { AssetDocument, Colleague, RoomDocument, SiteDocument } from '#domain/documents.ts';
import type { AssetId, Instant, PersonId, StickerCode } from '#domain/ids.ts';
import { actorOf, type Replica } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import type { RegisterCommand } from './commands.ts';
import { decideRegister, evolveRound, type KnownAsset, type RegisterDecision, type RegisterFacts } from './decide.ts';
import { evolveAsset, type RegisterChange, type RegisterEvent } from './events.ts';
import type { Asset, Sticker } from './thing.ts';

export type Register = Pick<Replica, 'sites' | 'rooms' | 'assets'>;

/** The same number, however it was typed. */
export function plainNumber(number: string): string {
  return number.toUpperCase().replace(/[\s-]/g, '');
}

/** The rules' questions, answered from what this device holds. */
export function factsOf({ sites, rooms, assets }: Register): RegisterFacts {
  const bears = (a: AssetDocument, field: 'serial' | 'inventory', wanted: string | null) =>
    wanted !== null && a[field] !== null && plainNumber(a[field]) === plainNumber(wanted);
  return {
    asset: (id) => (assets.get(id) as KnownAsset | undefined) ?? null,
    room: (id) => rooms.get(id) ?? null,
    sticker: (code) => stickerOn(code, rooms, assets),
    round: (id) => rooms.get(id)?.round ?? null,
    presenceSaid: () => null,
    numbered: (site, serial, inventory, but) => {
      const all = [...assets.values()].filter((a) => a.site === site && a.state !== 'retired');
      const own = but === null ? undefined : assets.get(but);
      const other = (field: 'serial' | 'inventory', wanted: string | null) =>
        own !== undefined && bears(own, field, wanted) ? undefined : all.find((a) => bears(a, field, wanted));
      return (other('serial', serial) ?? other('inventory', inventory))?.id ?? null;
    },
    serves: (person, site, everywhere) => {
      const held = sites.get(site)?.colleagues.find((c) => c.id === person)?.memberships ?? [];
      return held.some((m) => SUPPORT.has(m.role) && (m.site === null || (!everywhere && m.site === site)));
    },
  };
}

/** What bears this code here; of another one the device knows nothing. */
function stickerOn(code: StickerCode, rooms: Register['rooms'], assets: Register['assets']): Sticker | undefined {
  for (const { id, site, codes } of assets.values()) if (codes.includes(code)) return { code, site, state: 'bound', on: { kind: 'asset', id } };
  for (const { id, site, codes } of rooms.values()) if (codes.includes(code)) return { code, site, state: 'bound', on: { kind: 'room', id } };
  return undefined;
}

/**
 * What a command that waits on this phone does to what it shows. @returns the register with the change laid over, the things it touches, and
 * the verdict
 */
export function layRegister(
  register: Register,
  command: RegisterCommand,
  me: Me,
  at: Instant,
): { readonly register: Register; readonly touched: readonly string[]; readonly decision: RegisterDecision } {
  const decision = decideRegister(factsOf(register), command, actorOf(me), at);
  const about = subjectsIn(register, command);
  if (!decision.ok || decision.changes.length === 0) return { register, touched: about, decision };
  const rooms = new Map(register.rooms);
  const assets = new Map(register.assets);
  const sites = new Map(register.sites);
  for (const change of decision.changes) lay(change, { sites, rooms, assets }, me.person, at);
  return { register: { sites, rooms, assets }, touched: [...new Set([...decision.changes.map((c) => c.id as string), ...about])], decision };
}

/** What a command is about, by its own words: the thing first, then the room that it is said of. */
export function subjectsOf(command: RegisterCommand): string[] {
  if (command.type === 'bind_sticker') return [command.on.id];
  if (command.type === 'set_presence') return [command.site];
  const thing = 'asset' in command && typeof command.asset === 'string' ? [command.asset as string] : [];
  return 'room' in command && command.room !== null ? [...thing, command.room] : thing;
}

/** The same where only a sticker is named: what bears it, as far as this device knows. */
export function subjectsIn({ rooms, assets }: Pick<Register, 'rooms' | 'assets'>, command: RegisterCommand): string[] {
  if (command.type !== 'revoke_sticker' && command.type !== 'replace_sticker') return subjectsOf(command);
  const codes = 'by' in command ? [command.code, command.by] : [command.code];
  return [...new Set(codes.flatMap((code) => stickerOn(code, rooms, assets)?.on?.id ?? []))];
}

interface Laying {
  readonly sites: Map<string, SiteDocument>;
  readonly rooms: Map<string, RoomDocument>;
  readonly assets: Map<string, AssetDocument>;
}

function lay({ of, id, event }: RegisterChange, { sites, rooms, assets }: Laying, by: PersonId, at: Instant): void {
  if (event.type === 'PresenceSaid') {
    layPresence(sites, { ...event, site: id });
    return;
  }
  if (event.type === 'AssetAdded') {
    assets.set(id, assetShown(event.asset));
    return;
  }
  const thing = of === 'asset' ? assets.get(id) : rooms.get(id);
  if (thing === undefined) return;
  const codes =
    event.type === 'StickerBound'
      ? [...thing.codes, event.code].sort()
      : event.type === 'StickerRevoked'
        ? thing.codes.filter((c) => c !== event.code)
        : thing.codes;
  if (thing.kind === 'asset') assets.set(id, { ...(evolveAsset(thing as Partial<Asset>, event) as AssetDocument), kind: 'asset', codes });
  else rooms.set(id, { ...thing, codes, round: evolveRound(thing.round ?? null, event, by, at) });
}

/** Said of one site, it stands in that one's document; said of all, in each. */
function layPresence(
  sites: Map<string, SiteDocument>,
  { person, everywhere, away, site: place }: Extract<RegisterEvent, { type: 'PresenceSaid' }> & { site: string },
): void {
  for (const [id, site] of sites) {
    if (!everywhere && id !== place) continue;
    const colleagues = site.colleagues.map((c): Colleague => {
      if (c.id !== person) return c;
      const { away: _, ...here } = c;
      return away === null ? here : { ...here, away };
    });
    sites.set(id, { ...site, colleagues });
  }
}

/** An asset that only this phone knows yet, as its document will be. */
export function assetShown(asset: Asset): AssetDocument {
  const { id, site, room, type, maker, model, serial, inventory, name, state, critical, charter, purchasedOn, warrantyUntil, seenAt } = asset;
  const plain = { id: id as AssetId, site, room, type, maker, model, serial, inventory, state, critical, charter, purchasedOn, warrantyUntil };
  return { kind: 'asset', version: 0, ...plain, ...(name === null ? {} : { name }), ...(seenAt === null ? {} : { seenAt }), codes: [] };
}
