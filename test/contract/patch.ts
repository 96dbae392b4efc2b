import type { SiteDocument } from '#domain/documents.ts';
import { NOTHING } from '#sync/absorb.ts';
import type { Patch, Picture, Store } from '#sync/port.ts';

/** A photo of two bytes. */
export function picture(byte: number): Picture {
  return { hash: byte.toString(16).padStart(2, '0').repeat(32), bytes: new Uint8Array([byte, byte]).buffer, mime: 'image/jpeg', width: 1, height: 1 };
}

/** One entry settled, as an answer would. */
export async function settle(store: Store, seq: number, more: Partial<Patch> = {}): Promise<boolean> {
  return await store.apply({ ...NOTHING, settle: [seq], ...more }, await store.meta());
}

/** A document that a device may hold. */
export function siteNo(n: number): SiteDocument {
  const id = `0190c000-0000-7000-8000-${String(n).padStart(12, '0')}` as never;
  return { kind: 'site', id, version: n, name: '', uai: '', city: '', phone: null, timeZone: 'Europe/Paris', colleagues: [], teams: [] };
}
