/** What the register's table can show of an asset, in the order in which it does. */
export const COLUMNS = [
  'site',
  'room',
  'type',
  'made',
  'name',
  'inventory',
  'serial',
  'state',
  'marks',
  'warrantyUntil',
  'purchasedOn',
  'cost',
  'supplier',
  'orderNumber',
  'seenAt',
  'tickets',
  'codes',
] as const;
export type Column = (typeof COLUMNS)[number];

/** Those that a browser shows before anybody chose: what one looks for a thing by. */
export const FIRST_COLUMNS: readonly Column[] = ['site', 'room', 'type', 'made', 'name', 'inventory', 'serial', 'state', 'marks', 'warrantyUntil'];

/** Those by which the table can be put in order. */
export const SORTS = ['place', 'type', 'made', 'name', 'inventory', 'serial', 'state', 'warrantyUntil', 'purchasedOn', 'cost', 'seenAt'] as const;
export type Sort = (typeof SORTS)[number];

/** Which assets; an empty text leaves a question out. */
export interface RegisterFilter {
  readonly text: string;
  readonly site: string;
  /** A room's id; `none`: in no room. */
  readonly room: string;
  readonly building: string;
  readonly type: string;
  readonly state: string;
  readonly maker: string;
  readonly model: string;
  readonly warranty: '' | 'over' | 'soon' | 'running' | 'unknown';
  readonly critical: '' | 'yes';
  readonly vip: '' | 'yes';
  readonly charter: '' | 'yes' | 'no' | 'unknown';
  readonly seen: '' | 'never' | 'long';
}

export const NO_FILTER: RegisterFilter = {
  text: '',
  site: '',
  room: '',
  building: '',
  type: '',
  state: '',
  maker: '',
  model: '',
  warranty: '',
  critical: '',
  vip: '',
  charter: '',
  seen: '',
};

/** A guarantee ends soon within so many days; a thing was not seen for long after so many. */
export const SOON_DAYS = 90;
export const LONG_DAYS = 365;

/** The filter in an address, so that a table can be sent to a colleague; what is empty is left out. */
export function filterToQuery(filter: RegisterFilter): string {
  const pairs = (Object.keys(NO_FILTER) as (keyof RegisterFilter)[]).flatMap((key) =>
    filter[key] === '' ? [] : [`${key}=${encodeURIComponent(filter[key])}`],
  );
  return pairs.join('&');
}

/** Why the register's desk says no, beside what the office says everywhere. */
export type RegisterFault = 'number-taken' | 'changed-meanwhile' | 'day-order' | 'file-kind' | 'too-large' | 'full' | 'room-taken' | 'room-used';
