import type { AssetType } from '#domain/catalogue.ts';
import type { AssetId, RoomId, SiteId } from '#domain/ids.ts';
import type { RegisterChange } from '#domain/register/events.ts';
import { foldLabel } from '#domain/register/search-text.ts';
import { type Asset, BARE_ASSET, type Facts, ROOM_LONGEST, type Room } from '#domain/register/thing.ts';
import type { Format } from './fields.ts';
import { Assets, contradict, type Known, Rooms, Sites } from './known.ts';
import type { Mapping } from './mapping.ts';
import { partsOf, placeOf } from './places.ts';
import { leavesOut, type Problem } from './problem.ts';
import { LineReader, type Said } from './read-line.ts';
import { isSpelling, same } from './same.ts';
import type { Line, Sheet } from './sheet.ts';

export type How = 'add' | 'change' | 'same' | 'left';

/** What becomes of one line. */
export interface Outcome {
  readonly line: number;
  readonly how: How;
  /** What people know it by: its name, or its number. */
  readonly label: string;
  /** Of what is there already: each thing that becomes another. Rooms and sites by their names. */
  readonly changes: readonly { readonly field: string; readonly from: string; readonly to: string }[];
  readonly problems: readonly Problem[];
  /** What is to be written, in this order. */
  readonly ops: readonly RegisterChange[];
}

export interface Settings {
  readonly format: Format;
  readonly mapping: Mapping;
  /** Where a line goes that names no site; null: it has to name one. */
  readonly site: SiteId | null;
  /** Ids for what is added. */
  readonly newId: () => string;
}

/** Facts that an inventory agent adds to its line. */
export interface WithFacts extends Line {
  readonly facts?: Facts;
}

/** GLPI counts computers, printers and the rest each from 1. */
const FAMILY: Partial<Record<AssetType, string>> = {
  ...{ workstation: 'Computer', laptop: 'Computer', tablet: 'Computer', server: 'Computer', printer: 'Printer', phone: 'Phone' },
  ...{ switch: 'NetworkEquipment', access_point: 'NetworkEquipment' },
};

/**
 * What is to be done so that the register holds what a file says, line by line. It looks at nothing but its arguments and at the lines before,
 * so that a line that says something again finds it: the same file twice comes to nothing the second time.
 */
export class Planner {
  readonly #settings: Settings;
  readonly #sites: Sites;
  readonly #rooms: Rooms;
  readonly #roomById = new Map<string, Room>();
  readonly #assets: Assets;
  /** By which line an asset was said. */
  readonly #said = new Map<string, number>();
  readonly #width: number;

  constructor(known: Known, settings: Settings) {
    this.#settings = settings;
    this.#sites = new Sites(known.sites);
    this.#rooms = new Rooms(known.rooms);
    for (const room of known.rooms) this.#roomById.set(room.id, room);
    this.#assets = new Assets(known.assets);
    this.#width = settings.mapping.columns.length;
  }

  /** @param isRagged may lines be shorter than their headers? In a workbook they are; in a CSV such a line was cut. */
  take(line: WithFacts, isRagged: boolean): Outcome {
    const reader = new LineReader(line, this.#settings.mapping);
    const ops: RegisterChange[] = [];
    const found = this.#plan(line, reader, ops, isRagged);
    const label = reader.text('name') || reader.text('inventory') || reader.text('serial') || '';
    if (reader.problems.some(leavesOut) || found === null)
      return { line: line.n, how: 'left', label, changes: [], problems: reader.problems, ops: [] };
    return { line: line.n, ...found, label, problems: reader.problems, ops };
  }

  #plan(line: WithFacts, reader: LineReader, ops: RegisterChange[], isRagged: boolean): Pick<Outcome, 'how' | 'changes'> | null {
    const { mapping, format } = this.#settings;
    if (!isRagged && line.cells.length < this.#width) reader.wrong('short', null, `${line.cells.length}/${this.#width}`);
    if (line.cells.slice(this.#width).some((c) => c.trim() !== '')) reader.wrong('long', null, `${line.cells.length}/${this.#width}`);
    if (reader.problems.length > 0) return null;
    const type = reader.type();
    const state = reader.state();
    if (type === 'skip') reader.wrong('skipped', 'type');
    if (state === 'skip') reader.wrong('skipped', 'state');
    const place = this.#siteAndPlace(reader);
    if (place === null || type === 'skip' || state === 'skip') return null;
    const said: Said = { ...reader.said(), ...(type === undefined ? {} : { type }), ...(state === undefined ? {} : { state }) };
    const kind = said.type ?? mapping.otherwise ?? 'other';
    const typed = reader.number('id');
    const id = typed === undefined ? undefined : format === 'glpi' ? `${FAMILY[kind] ?? 'Peripheral'} ${typed}` : typed;
    if (id === undefined && said.serial === undefined && said.inventory === undefined && said.name === undefined) {
      reader.wrong('nameless', null);
      return null;
    }
    const asset = this.#known(reader, said, { id, kind, site: place.site });
    if (asset === 'unsure') return null;
    const earlier = asset === null ? undefined : this.#said.get(asset.id);
    if (asset !== null && earlier !== undefined) {
      reader.wrong('twice', null, String(earlier));
      return null;
    }
    // Where nobody says otherwise, a thing that is known stays where it is.
    const site = place.site ?? asset?.site ?? this.#settings.site;
    if (site === null) {
      reader.wrong('no-site', null);
      return null;
    }
    const room = this.#room(reader, site, place, ops);
    const sources = id === undefined ? (asset?.sources ?? null) : { ...asset?.sources, [format]: id };
    if (asset === null) {
      const fresh = { id: this.#settings.newId() as AssetId, site, room: room ?? null, sources, facts: line.facts ?? null };
      const row: Asset = { ...BARE_ASSET, ...said, type: kind, ...fresh };
      ops.push({ of: 'asset', id: row.id, site, event: { type: 'AssetAdded', asset: row } });
      this.#assets.add(row);
      this.#said.set(row.id, line.n);
      return { how: 'add', changes: [] };
    }
    return this.#change(asset, said, { site, room, sources, facts: line.facts }, line.n, ops);
  }

  /** Which site the line names, and the rest of its place. null: it names one that nobody knows. `site: null`: it names none. */
  #siteAndPlace(reader: LineReader): { readonly site: SiteId | null; readonly parts: readonly string[] } | null {
    const { mapping } = this.#settings;
    const parts = partsOf(reader.text('place'));
    const named = reader.text('site');
    let site: SiteId | null = null;
    if (named !== '') {
      const chosen = mapping.choices.site[foldLabel(named)];
      if (chosen === 'skip') {
        reader.wrong('skipped', 'site');
        return null;
      }
      const found = chosen === undefined ? this.#sites.find(named) : [this.#sites.get(chosen)].filter((s) => s !== undefined);
      if (found.length !== 1) {
        reader.wrong(found.length === 0 ? 'site-unknown' : 'site-several', 'site');
        return null;
      }
      site = found[0]?.id ?? null;
    }
    // "Lycée Jean-Zay > Bât. B > 203": the first parts may say the site.
    while (parts.length > 0) {
      const found = this.#sites.find(parts[0] ?? '');
      const [only] = found;
      if (only === undefined || found.length > 1 || (site !== null && only.id !== site)) break;
      site = only.id;
      parts.shift();
    }
    return { site, parts };
  }

  /** The asset that the line speaks of, by its id elsewhere, its serial, its inventory number, its type and name. */
  #known(
    reader: LineReader,
    said: Said,
    { id, kind, site }: { readonly id: string | undefined; readonly kind: AssetType; readonly site: SiteId | null },
  ): Asset | null | 'unsure' {
    const { format } = this.#settings;
    const differs = (a: Asset) => contradict(a.serial, said.serial ?? null);
    // Our own export names our own ids.
    const own = id === undefined ? undefined : this.#assets.byId(id);
    if (own !== undefined && !differs(own)) return own;
    const bySource = id === undefined ? [] : this.#assets.bySource(format, id).filter((a) => !differs(a));
    if (bySource.length === 1) return bySource[0] ?? null;
    if (said.serial !== undefined) {
      const all = this.#assets.bySerial(said.serial);
      const found =
        all.length > 1 ? all.filter((a) => !contradict(a.inventory, said.inventory ?? null) && !contradict(a.maker, said.maker ?? null)) : all;
      if (found.length > 1 || (all.length > 1 && found.length === 0)) return this.#unsure(reader, 'serial', all);
      if (found[0] !== undefined) return found[0];
    }
    if (said.inventory !== undefined) {
      const found = this.#assets.byInventory(said.inventory);
      const fitting = found.filter((a) => !differs(a));
      if (fitting.length > 1) return this.#unsure(reader, 'inventory', fitting);
      if (fitting[0] !== undefined) return fitting[0];
      const [other] = found;
      if (other !== undefined) {
        reader.wrong('conflict', 'inventory', other.serial);
        return 'unsure';
      }
    }
    const place = site ?? this.#settings.site;
    if (said.name === undefined || place === null) return null;
    const named = this.#assets
      .byName(place, said.name)
      .filter(
        (a) =>
          (said.type === undefined || a.type === kind) &&
          !differs(a) &&
          !contradict(a.inventory, said.inventory ?? null) &&
          !contradict(a.sources?.[format] ?? null, id ?? null),
      );
    return named.length > 1 ? this.#unsure(reader, 'name', named) : (named[0] ?? null);
  }

  #unsure(reader: LineReader, field: 'serial' | 'inventory' | 'name', found: readonly Asset[]): 'unsure' {
    reader.wrong('several', field, String(found.length));
    return 'unsure';
  }

  /** The room's id; undefined: the line says none. One that is not there yet is added. */
  #room(reader: LineReader, siteId: SiteId, { parts }: { readonly parts: readonly string[] }, ops: RegisterChange[]): RoomId | undefined {
    const place = placeOf(parts);
    const own = placeOf([reader.text('building'), reader.text('floor'), reader.text('room')].filter((p) => p !== ''));
    const isOwn = reader.text('room') !== '';
    const name = isOwn ? own.room : place.room;
    if (name === null || name === '') return undefined;
    const field = isOwn ? 'room' : 'place';
    if (name.length > ROOM_LONGEST.name) {
      reader.wrong('too-long', field, String(ROOM_LONGEST.name));
      return undefined;
    }
    const building =
      (isOwn && reader.text('building') !== '' ? placeOf([reader.text('building'), name]).building : place.building)?.slice(
        0,
        ROOM_LONGEST.building,
      ) ?? null;
    const floor = ((isOwn ? reader.text('floor') : place.floor) || null)?.slice(0, ROOM_LONGEST.floor) ?? null;
    const { room, near, several } = this.#rooms.find(siteId, building, name);
    if (room !== null) return room.id;
    const [only] = near;
    if (several && only !== undefined) {
      reader.wrong('room-several', field, near.map((r) => roomLabel(r)).join(', '));
      return undefined;
    }
    if (only !== undefined && near.length === 1) {
      reader.wrong('room-near', field, roomLabel(only));
      return only.id;
    }
    const row: Room = { id: this.#settings.newId() as RoomId, site: siteId, building, floor, name, vip: false, sources: null };
    ops.push({ of: 'room', id: row.id, site: siteId, event: { type: 'RoomAdded', room: row } });
    this.#rooms.add(row);
    this.#roomById.set(row.id, row);
    return row.id;
  }

  #change(
    asset: Asset,
    said: Said,
    there: {
      readonly site: SiteId;
      readonly room: RoomId | undefined;
      readonly sources: Asset['sources'];
      readonly facts: WithFacts['facts'];
    },
    line: number,
    ops: RegisterChange[],
  ): Pick<Outcome, 'how' | 'changes'> {
    const isMoved = there.site !== asset.site;
    const wanted: Partial<Asset> = {
      ...said,
      site: there.site,
      // Elsewhere, its room of before is no longer its.
      ...(there.room !== undefined || isMoved ? { room: there.room ?? null } : {}),
      sources: there.sources,
      // A part of an inventory says nothing of the rest.
      ...(there.facts === undefined ? {} : { facts: { ...asset.facts, ...there.facts } }),
    };
    const differing = (Object.keys(wanted) as (keyof Asset)[]).filter(
      (key) => !same(wanted[key], asset[key]) && !isSpelling(key, wanted[key], asset),
    );
    this.#said.set(asset.id, line);
    if (differing.length === 0) return { how: 'same', changes: [] };
    const pick = (from: Partial<Asset>) => Object.fromEntries(differing.map((key) => [key, from[key] ?? null])) as Partial<Asset>;
    const set = pick(wanted);
    ops.push({ of: 'asset', id: asset.id, site: there.site, event: { type: 'AssetChanged', from: pick(asset), to: set } });
    this.#assets.add({ ...asset, ...set });
    const shown = differing.map((field) => ({ field, from: this.#shown(field, asset[field]), to: this.#shown(field, wanted[field]) }));
    return { how: 'change', changes: shown };
  }

  #shown(field: keyof Asset, value: unknown): string {
    if (value === null || value === undefined) return '';
    if (field === 'site') return this.#sites.get(String(value))?.name ?? '';
    if (field === 'room') {
      const room = this.#roomById.get(String(value));
      return room === undefined ? '' : roomLabel(room);
    }
    if (field === 'facts') return '';
    if (field === 'sources') return Object.values(value).join(', ');
    return String(value);
  }
}

export function roomLabel({ building, name }: Pick<Room, 'building' | 'name'>): string {
  return building === null ? name : `${building} / ${name}`;
}

/** The whole plan at once, for tables that are small. */
export function planImport(sheet: Pick<Sheet, 'lines' | 'spelling'>, known: Known, settings: Settings): Outcome[] {
  const planner = new Planner(known, settings);
  return sheet.lines.map((line) => planner.take(line, sheet.spelling.kind !== 'csv'));
}
