import * as z from 'zod/mini';
import { ASSET_TYPES, type AssetType } from '#domain/catalogue.ts';
import { FIELDS, type Field, type Format, fieldsOf, SITE_FIELDS } from './fields.ts';
import type { Sheet } from './sheet.ts';
import { type DayOrder, dayOrderOf } from './values.ts';

export const STATES = ['in_service', 'in_stock', 'in_repair', 'retired', 'lost'] as const;

/** What a person decided of values that nobody knows, by the value folded. `skip`: lines that say so are left out. */
export interface Choices {
  readonly type: Readonly<Record<string, AssetType | 'skip'>>;
  readonly state: Readonly<Record<string, (typeof STATES)[number] | 'skip'>>;
  /** Ids of sites. */
  readonly site: Readonly<Record<string, string>>;
}

/** How a file is read; remembered with its source, so that the next of its kind needs no question. */
export interface Mapping {
  /** Of each column; null: it is left aside. */
  readonly columns: readonly (Field | null)[];
  readonly dayOrder: DayOrder;
  /** What a line is that says no type, or one that nobody knows; null: those are of the type `other`. */
  readonly otherwise: AssetType | null;
  readonly choices: Choices;
}

const choice = <T extends z.core.SomeType>(value: T) =>
  z.record(z.string().check(z.maxLength(200)), value).check(z.refine((r) => Object.keys(r).length <= 500));

/** A mapping that a page sent. */
export const MappingSchema = z.object({
  columns: z.array(z.nullable(z.enum([...FIELDS, ...SITE_FIELDS]))).check(
    z.maxLength(300),
    // A field is read from one column.
    z.refine((columns) => new Set(columns.filter((c) => c !== null)).size === columns.filter((c) => c !== null).length),
  ),
  dayOrder: z.enum(['dmy', 'mdy']),
  otherwise: z.nullable(z.enum(ASSET_TYPES)),
  choices: z.object({
    type: choice(z.enum([...ASSET_TYPES, 'skip'])),
    state: choice(z.enum([...STATES, 'skip'])),
    site: choice(z.string().check(z.maxLength(60))),
  }),
});

export const NO_CHOICES: Choices = { type: {}, state: {}, site: {} };

const DAYS: ReadonlySet<Field | null> = new Set<Field>(['purchasedOn', 'warrantyUntil']);

/** Whether day or month comes first in a file, by its own days where they tell. */
export function dayOrderIn(sheet: Sheet, columns: Mapping['columns'], format: Format): DayOrder {
  const days = columns.flatMap((field, i) => (DAYS.has(field) ? sheet.lines.map((line) => line.cells[i] ?? '') : []));
  return dayOrderOf(days) ?? (format === 'snipe' ? 'mdy' : 'dmy');
}

/** The mapping that a file of this kind is proposed. */
export function proposed(sheet: Sheet, format: Format): Mapping {
  const columns = fieldsOf(sheet.headers, format);
  // A list of computers of GLPI names no type that tells them from printers.
  const otherwise = format === 'glpi' || format === 'itop' ? 'workstation' : null;
  return { columns, dayOrder: dayOrderIn(sheet, columns, format), otherwise, choices: NO_CHOICES };
}
