/** Ids are UUIDv7, minted where the thing is born; branded so that one cannot stand for another. */
type Brand<T, B extends string> = T & { readonly __brand: B };

export type PersonId = Brand<string, 'PersonId'>;
export type SiteId = Brand<string, 'SiteId'>;
export type RoomId = Brand<string, 'RoomId'>;
export type AssetId = Brand<string, 'AssetId'>;
export type TicketId = Brand<string, 'TicketId'>;
export type TeamId = Brand<string, 'TeamId'>;
export type OriginId = Brand<string, 'OriginId'>;
export type NoticeId = Brand<string, 'NoticeId'>;
/** sha256 of a photo's bytes, 64 lower-case hex digits. */
export type PhotoHash = Brand<string, 'PhotoHash'>;
/** Eight canonical letters of a sticker (domain/sticker.ts), no dash. */
export type StickerCode = Brand<string, 'StickerCode'>;

/** Milliseconds since 1970, UTC. */
export type Instant = number;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * A UUIDv7 (RFC 9562 section 5.7) from an instant and 10 random bytes; both are arguments because domain/ has neither clock nor dice.
 * @param at milliseconds since 1970
 * @param random at least 10 bytes
 */
export function uuidv7(at: Instant, random: Uint8Array): string {
  const hex = (n: number, width: number) => n.toString(16).padStart(width, '0');
  const r = (i: number) => random[i] ?? 0;
  const time = hex(Math.floor(at), 12);
  const a = hex(0x7000 | ((r(0) << 4) & 0x0ff0) | (r(1) & 0x0f), 4);
  const b = hex(0x8000 | ((r(2) & 0x3f) << 8) | r(3), 4);
  let node = '';
  for (let i = 4; i < 10; i += 1) node += hex(r(i), 2);
  return `${time.slice(0, 8)}-${time.slice(8)}-${a}-${b}-${node}`;
}

/**
 * The short word by which a ticket goes until it has its number: "P-3F9A2C", from the last six digits of its id,
 * which are random. The desk can search it.
 */
export function provisionalCode(id: TicketId): string {
  return `P-${id.slice(-6).toUpperCase()}`;
}
