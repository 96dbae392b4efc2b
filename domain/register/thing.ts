import type { AssetId, Instant, PersonId, PhotoHash, RoomId, SiteId, StickerCode } from '#domain/ids.ts';

export const ASSET_STATES = ['in_service', 'in_stock', 'in_repair', 'retired', 'lost'] as const;
export type AssetState = (typeof ASSET_STATES)[number];

/** Its ids in other tools: `{glpi: "Computer 12", snipe: "17"}`. One id a tool. */
export type Sources = Readonly<Record<string, string>>;

/** What an inventory agent says of a machine, in its own words: `{os: "Windows 11 Pro", memory: "16 GiB"}`. */
export type Facts = Readonly<Record<string, string>>;

export const CHOICES = ['keep', 'repair', 'replace'] as const;

/** What an engineer decided about an asset that keeps failing. `year`: of the budget, for a replacement. */
export interface AssetDecision {
  readonly choice: (typeof CHOICES)[number];
  readonly year: number | null;
  readonly text: string;
  readonly by: PersonId;
  readonly at: Instant;
}

/** A piece of equipment, whole. Days are "2026-11-24"; `cost` in cents. */
export interface Asset {
  readonly id: AssetId;
  readonly site: SiteId;
  readonly room: RoomId | null;
  /** One of ASSET_TYPES (domain/catalogue.ts), or what an earlier import called it. */
  readonly type: string;
  readonly maker: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly inventory: string | null;
  /** On the network: "CDI-PC-03". */
  readonly name: string | null;
  readonly state: AssetState;
  readonly critical: boolean;
  readonly vip: boolean;
  readonly charter: boolean | null;
  readonly purchasedOn: string | null;
  readonly warrantyUntil: string | null;
  readonly cost: number | null;
  readonly supplier: string | null;
  readonly orderNumber: string | null;
  readonly note: string | null;
  readonly sources: Sources | null;
  readonly facts: Facts | null;
  readonly seenAt: Instant | null;
  readonly decision: AssetDecision | null;
}

/** Nothing is known of it yet but where it is. */
export const BARE_ASSET = {
  room: null,
  type: 'other',
  maker: null,
  model: null,
  serial: null,
  inventory: null,
  name: null,
  state: 'in_service',
  critical: false,
  vip: false,
  charter: null,
  purchasedOn: null,
  warrantyUntil: null,
  cost: null,
  supplier: null,
  orderNumber: null,
  note: null,
  sources: null,
  facts: null,
  seenAt: null,
  decision: null,
} as const satisfies Omit<Asset, 'id' | 'site'>;

/** What a person may write about an asset beside where it is. */
export const AMENDABLE = [
  'type',
  'maker',
  'model',
  'serial',
  'inventory',
  'name',
  'state',
  'critical',
  'vip',
  'charter',
  'purchasedOn',
  'warrantyUntil',
  'cost',
  'supplier',
  'orderNumber',
  'note',
] as const satisfies readonly (keyof Asset)[];
export type Amendable = Pick<Asset, (typeof AMENDABLE)[number]>;

/** Those that stand on the thing itself, and its state: whoever is before it may say them. The rest is the desk's. */
export const ON_THE_THING: ReadonlySet<keyof Amendable> = new Set(['type', 'maker', 'model', 'serial', 'inventory', 'name', 'state'] as const);

export interface Room {
  readonly id: RoomId;
  readonly site: SiteId;
  readonly building: string | null;
  readonly floor: string | null;
  readonly name: string;
  readonly vip: boolean;
  readonly sources: Sources | null;
}

/** A school, as the register knows it. */
export interface Site {
  readonly id: SiteId;
  readonly uai: string;
  readonly name: string;
  readonly city: string;
  readonly phone: string | null;
  readonly desk: string | null;
  readonly mailbox: string | null;
  readonly timeZone: string;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly kind: string | null;
  readonly academy: string | null;
  readonly pupils: number | null;
  readonly sources: Sources | null;
}

/** What a sticker is on. */
export interface On {
  readonly kind: 'asset' | 'room';
  readonly id: AssetId | RoomId;
}

export interface Sticker {
  readonly code: StickerCode;
  /** null: a blank one that any site may use. */
  readonly site: SiteId | null;
  readonly state: 'blank' | 'bound' | 'revoked';
  readonly on: On | null;
}

/** found: where it was expected; moved: it was elsewhere, and is here now; left: it is on a visit; unknown: the label says nothing here. */
export const FOUND = ['found', 'moved', 'left', 'unknown'] as const;

/** Something found on a tour of a room. */
export interface Count {
  /** The asset's id, or what the label of an unknown thing said: counted once a tour. */
  readonly key: string;
  readonly asset: AssetId | null;
  /** `remark`: not counted again; what another wrote or photographed of something that is on the list already. */
  readonly how: (typeof FOUND)[number] | 'remark';
  readonly label: string | null;
  readonly note: string;
  readonly photo: PhotoHash | null;
  /** Where it was before, when it was moved here. */
  readonly from: RoomId | null;
  readonly at: Instant;
  readonly by: PersonId;
}

/** Longest texts of a room, whoever writes them: they stand on a door plate. */
export const ROOM_LONGEST = { building: 60, floor: 20, name: 60 } as const;

/** A tour of a room: what is there. Several people may walk it together; what each finds is in one list. */
export interface Round {
  readonly id: string;
  readonly by: PersonId;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly counts: readonly Count[];
}

/** A tour that nobody ended goes on for so long, and takes what was tapped so long before it; who begins later, or comes after its end, begins another. Milliseconds. */
export const ROUND_LASTS = 12 * 3_600_000;
