import type { ColleaguePresence } from '#domain/documents.ts';
import type { AssetId, Instant, OriginId, PersonId, RoomId, SiteId, StickerCode, TicketId } from '#domain/ids.ts';
import type { Asset, AssetDecision, Count, On, Room, Site } from './thing.ts';

/** What can happen to something of the register. Names are in the past; a row of RegisterEvent each. */
export type RegisterEvent =
  | { readonly type: 'AssetAdded'; readonly asset: Asset }
  /** Only the fields that changed, as they were and as they are; `room` among them is a move. */
  | { readonly type: 'AssetChanged'; readonly from: Partial<Asset>; readonly to: Partial<Asset> }
  | { readonly type: 'AssetSeen'; readonly room: RoomId | null; readonly round: string | null; readonly at: Instant }
  | { readonly type: 'AssetDecided'; readonly decision: AssetDecision }
  | { readonly type: 'PartReplaced'; readonly part: string; readonly text: string; readonly ticket: TicketId | null }
  | { readonly type: 'FileAttached'; readonly file: string; readonly name: string }
  | { readonly type: 'FileRemoved'; readonly file: string; readonly name: string }
  /** Its row is no longer there: an import that added it was undone. */
  | { readonly type: 'AssetRemoved' }
  | { readonly type: 'RoomAdded'; readonly room: Room }
  | { readonly type: 'RoomChanged'; readonly from: Partial<Room>; readonly to: Partial<Room> }
  | { readonly type: 'RoomRemoved' }
  | { readonly type: 'SiteAdded'; readonly site: Site }
  | { readonly type: 'SiteChanged'; readonly from: Partial<Site>; readonly to: Partial<Site> }
  /** Nobody and nothing was there: an import that added it was undone. */
  | { readonly type: 'SiteRemoved' }
  | { readonly type: 'StickerBound'; readonly code: StickerCode; readonly on: On }
  | { readonly type: 'StickerRevoked'; readonly code: StickerCode; readonly on: On; readonly reason: 'torn' | 'lost' | 'wrong' | 'replaced' }
  | { readonly type: 'RoundBegun'; readonly round: string }
  | { readonly type: 'ThingCounted'; readonly round: string; readonly count: Count }
  | { readonly type: 'CountUndone'; readonly round: string; readonly key: string }
  | { readonly type: 'RoundEnded'; readonly round: string }
  /** Of a site, or of all: then the site is one of them. */
  | { readonly type: 'PresenceSaid'; readonly person: PersonId; readonly everywhere: boolean; readonly away: ColleaguePresence | null };

/** An event of one thing. A sticker's events are those of what it is on; a tour's those of its room. */
export interface RegisterChange {
  readonly of: 'asset' | 'room' | 'site';
  readonly id: AssetId | RoomId | SiteId;
  readonly site: SiteId;
  readonly event: RegisterEvent;
}

/** A change with who said it. */
export interface RegisterRecord extends RegisterChange {
  /** null: the house itself. */
  readonly by: PersonId | null;
  /** Field time. */
  readonly at: Instant;
  readonly from: { readonly origin: OriginId; readonly seq: number } | null;
}

/** The asset after an event of it; null: it is no longer there. Pure, the same on phone and server. */
export function evolveAsset<A extends Partial<Asset>>(asset: A | null, event: RegisterEvent): A | null {
  switch (event.type) {
    case 'AssetAdded':
      return event.asset as unknown as A;
    case 'AssetRemoved':
      return null;
    case 'AssetChanged': {
      // What was decided for one school's budget, and why, is nothing to another.
      const isElsewhere = event.to.site !== undefined && event.to.site !== asset?.site;
      return asset === null ? null : { ...asset, ...(isElsewhere ? { decision: null } : {}), ...event.to };
    }
    case 'AssetSeen':
      return asset === null ? null : { ...asset, seenAt: Math.max(asset.seenAt ?? 0, event.at) };
    case 'AssetDecided':
      return asset === null ? null : { ...asset, decision: event.decision };
    default:
      return asset;
  }
}
