import { foldLabel } from '#domain/register/search-text.ts';
import type { Asset, Room, Site } from '#domain/register/thing.ts';
import { parseUai } from '#domain/uai.ts';
import { buildingKey, lookalike, partsOf, roomKey } from './places.ts';

/** The register as far as whoever imports may see it. */
export interface Known {
  readonly sites: readonly Site[];
  readonly rooms: readonly Room[];
  readonly assets: readonly Asset[];
}

class Index<T> {
  readonly #all = new Map<string, T[]>();
  add(key: string, value: T): void {
    const list = this.#all.get(key);
    if (list === undefined) this.#all.set(key, [value]);
    else if (!list.includes(value)) list.push(value);
  }
  of(key: string): readonly T[] {
    return this.#all.get(key) ?? [];
  }
}

/** Sites by code and by name. */
export class Sites {
  readonly #byId = new Map<string, Site>();
  readonly #byUai = new Map<string, Site>();
  readonly #byName = new Index<Site>();

  constructor(sites: readonly Site[]) {
    for (const site of sites) this.add(site);
  }

  add(site: Site): void {
    this.#byId.set(site.id, site);
    this.#byUai.set(site.uai, site);
    this.#byName.add(foldLabel(site.name), site);
    this.#byName.add(foldLabel(`${site.name} ${site.city}`), site);
  }

  get(id: string): Site | undefined {
    return this.#byId.get(id);
  }

  byUai(uai: string): Site | undefined {
    return this.#byUai.get(uai);
  }

  /** By a code or a name, alone or at the end of a path ("Académie > Ville > Lycée"). */
  find(text: string): readonly Site[] {
    // As it is kept, whatever its letter.
    const kept = this.#byUai.get(text.trim().toUpperCase());
    if (kept !== undefined) return [kept];
    const uai = parseUai(text);
    if (uai !== null) return [this.#byUai.get(uai)].filter((s) => s !== undefined);
    const whole = this.#byName.of(foldLabel(text));
    if (whole.length > 0) return whole;
    for (const part of partsOf(text).toReversed()) {
      const code = /\b\d{7}[A-Z]\b/i.exec(part)?.[0];
      const site = code === undefined ? undefined : this.#byUai.get(parseUai(code) ?? '');
      const found = site === undefined ? this.#byName.of(foldLabel(part)) : [site];
      if (found.length > 0) return found;
    }
    return [];
  }
}

/** Rooms of sites, by building and name, by name alone, and by what is read for it. */
export class Rooms {
  readonly #exact = new Map<string, Room>();
  readonly #byName = new Index<Room>();
  readonly #near = new Index<Room>();

  constructor(rooms: readonly Room[]) {
    for (const room of rooms) this.add(room);
  }

  add(room: Room): void {
    const [building, name] = [buildingKey(room.building), roomKey(room.name)];
    const exact = `${room.site} ${building} ${name}`;
    if (!this.#exact.has(exact)) this.#exact.set(exact, room);
    this.#byName.add(`${room.site} ${name}`, room);
    // "B203" is how people say room 203 of building B.
    if (building !== '' && building.length <= 2) this.#byName.add(`${room.site} ${building}${name}`, room);
    this.#near.add(`${room.site} ${lookalike(name)}`, room);
  }

  /** @returns the room, or those that it may be */
  find(
    siteId: string,
    building: string | null,
    name: string,
  ): { readonly room: Room | null; readonly near: readonly Room[]; readonly several: boolean } {
    const key = roomKey(name);
    const exact = this.#exact.get(`${siteId} ${buildingKey(building)} ${key}`);
    if (exact !== undefined) return { room: exact, near: [], several: false };
    if (building === null) {
      const named = this.#byName.of(`${siteId} ${key}`);
      if (named.length === 1) return { room: named[0] ?? null, near: [], several: false };
      if (named.length > 1) return { room: null, near: named, several: true };
    }
    // Only what has figures is misread: a room called Loto is not room L0T0.
    const near = /\d/.test(key) ? this.#near.of(`${siteId} ${lookalike(key)}`) : [];
    return { room: null, near: near.filter((r) => building === null || buildingKey(r.building) === buildingKey(building)), several: false };
  }
}

const numberKey = (text: string) => foldLabel(text);
const nameKey = (site: string, name: string) => `${site} ${foldLabel(name)}`;

/** Assets by what they are known by. */
export class Assets {
  readonly #byId = new Map<string, Asset>();
  readonly #bySource = new Index<string>();
  readonly #bySerial = new Index<string>();
  readonly #byInventory = new Index<string>();
  readonly #byName = new Index<string>();

  constructor(assets: readonly Asset[] = []) {
    for (const asset of assets) this.add(asset);
  }

  add(asset: Asset): void {
    this.#byId.set(asset.id, asset);
    for (const [source, id] of Object.entries(asset.sources ?? {})) this.#bySource.add(`${source} ${id}`, asset.id);
    if (asset.serial !== null) this.#bySerial.add(numberKey(asset.serial), asset.id);
    if (asset.inventory !== null) this.#byInventory.add(numberKey(asset.inventory), asset.id);
    if (asset.name !== null) this.#byName.add(nameKey(asset.site, asset.name), asset.id);
  }

  byId(id: string): Asset | undefined {
    return this.#byId.get(id);
  }

  #those(index: Index<string>, key: string): Asset[] {
    return index.of(key).flatMap((id) => this.#byId.get(id) ?? []);
  }

  bySource(source: string, id: string): Asset[] {
    return this.#those(this.#bySource, `${source} ${id}`);
  }

  bySerial(serial: string): Asset[] {
    return this.#those(this.#bySerial, numberKey(serial)).filter((a) => a.serial !== null && numberKey(a.serial) === numberKey(serial));
  }

  byInventory(inventory: string): Asset[] {
    return this.#those(this.#byInventory, numberKey(inventory)).filter(
      (a) => a.inventory !== null && numberKey(a.inventory) === numberKey(inventory),
    );
  }

  byName(site: string, name: string): Asset[] {
    return this.#those(this.#byName, nameKey(site, name)).filter((a) => a.name !== null && nameKey(a.site, a.name) === nameKey(site, name));
  }
}

/** Two numbers that are both said, and are not the same. */
export function contradict(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && numberKey(one) !== numberKey(other);
}
