import type { AssetType } from '#domain/catalogue.ts';
import type { AssetState } from '#domain/documents.ts';
import { foldLabel } from '#domain/register/search-text.ts';
import { ROOM_LONGEST } from '#domain/register/thing.ts';
import type { AssetField, Field } from './fields.ts';
import type { Mapping } from './mapping.ts';
import type { Problem, ProblemCode } from './problem.ts';
import type { Line } from './sheet.ts';
import { parseType } from './types.ts';
import { isHollow, isSpoiled, makerName, modelName, parseCost, parseDay, parseState, parseYes } from './values.ts';

/** What a line says, each thing as the register keeps it. What is left out is not said: it changes nothing. */
export interface Said {
  readonly type?: AssetType;
  readonly name?: string;
  readonly maker?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly inventory?: string;
  readonly state?: AssetState;
  readonly critical?: boolean;
  readonly vip?: boolean;
  readonly charter?: boolean;
  readonly purchasedOn?: string;
  readonly warrantyUntil?: string;
  readonly cost?: number;
  readonly supplier?: string;
  readonly orderNumber?: string;
  readonly note?: string;
}

/** Longest texts of the register, the same as in its forms: what a file brings can be corrected by hand, and comes back from our own. */
export const LONGEST: Partial<Record<AssetField, number>> = {
  ...{ name: 80, maker: 80, model: 120, serial: 80, inventory: 80, supplier: 120, orderNumber: 80, note: 2000 },
  ...{ building: ROOM_LONGEST.building, floor: ROOM_LONGEST.floor, room: ROOM_LONGEST.name },
};

/** A line as the mapping reads it, and what is wrong with it. */
export class LineReader {
  readonly problems: Problem[] = [];
  readonly #line: Line;
  readonly #mapping: Mapping;
  readonly #at = new Map<Field, number>();

  constructor(line: Line, mapping: Mapping) {
    this.#line = line;
    this.#mapping = mapping;
    for (const [i, field] of mapping.columns.entries()) if (field !== null) this.#at.set(field, i);
  }

  /** What stands under a field, "" where nothing does. Line breaks and other blanks are one space, but in a note. */
  text(field: Field): string {
    const at = this.#at.get(field);
    const cell = (at === undefined ? '' : (this.#line.cells[at] ?? '')).normalize('NFC');
    if (field === 'note') return cell.replace(/\r\n?/g, '\n').trim();
    return cell.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  }

  /** Notes what is wrong with a cell, or with the line. */
  wrong(code: ProblemCode, field: Field | null, about: string | null = null): void {
    const value = field === null ? '' : this.text(field).slice(0, 200);
    this.problems.push({ line: this.#line.n, column: field === null ? null : (this.#at.get(field) ?? null), field, code, value, about });
  }

  /** A text that is not too long for the register; a number that is one. */
  #short(field: AssetField, isNumber = false): string | undefined {
    const text = this.text(field);
    if (text === '' || text === '-') return undefined;
    if (isNumber && isSpoiled(text)) {
      this.wrong('spoiled', field);
      return undefined;
    }
    if (isNumber && isHollow(text)) {
      this.wrong('hollow', field);
      return undefined;
    }
    if (text.length > (LONGEST[field] ?? 120)) {
      this.wrong('too-long', field, String(LONGEST[field] ?? 120));
      return undefined;
    }
    return text;
  }

  /** A number or an id that a spreadsheet has not spoiled. */
  number(field: AssetField): string | undefined {
    return this.#short(field, true);
  }

  #day(field: 'purchasedOn' | 'warrantyUntil'): string | undefined {
    const day = parseDay(this.text(field), this.#mapping.dayOrder);
    if (day === null) this.wrong('date', field);
    return day || undefined;
  }

  #yes(field: 'critical' | 'vip' | 'charter'): boolean | undefined {
    const text = this.text(field);
    if (text === '' || text === '-') return undefined;
    const yes = parseYes(text);
    if (yes === null) this.wrong('yes', field);
    return yes ?? undefined;
  }

  /** The type that the line says, by the choices made first; undefined: it says none that is known. 'skip': it is to be left out. */
  type(): AssetType | 'skip' | undefined {
    const text = this.text('type');
    if (text === '') return undefined;
    const chosen = this.#mapping.choices.type[foldLabel(text)];
    const type = chosen ?? parseType(text) ?? undefined;
    if (type === undefined) this.wrong('type-unknown', 'type');
    return type;
  }

  state(): AssetState | 'skip' | undefined {
    const text = this.text('state');
    if (text === '' || text === '-') return undefined;
    const state = this.#mapping.choices.state[foldLabel(text)] ?? parseState(text) ?? undefined;
    if (state === undefined) this.wrong('state-unknown', 'state');
    return state;
  }

  /** Everything but its place, its type and its state. */
  said(): Omit<Said, 'type' | 'state'> {
    const made = this.#short('maker');
    const maker = made === undefined || isHollow(made) ? undefined : makerName(made);
    const typed = this.#short('model');
    const model = typed === undefined || isHollow(typed) ? undefined : modelName(typed, maker ?? null);
    const cost = parseCost(this.text('cost'));
    if (cost === null) this.wrong('cost', 'cost');
    const all: Record<string, string | number | boolean | undefined> = {
      name: this.#short('name'),
      maker,
      model,
      serial: this.number('serial'),
      inventory: this.number('inventory'),
      critical: this.#yes('critical'),
      vip: this.#yes('vip'),
      charter: this.#yes('charter'),
      purchasedOn: this.#day('purchasedOn'),
      warrantyUntil: this.#day('warrantyUntil'),
      cost: typeof cost === 'number' ? cost : undefined,
      supplier: this.#short('supplier'),
      orderNumber: this.number('orderNumber'),
      note: this.#short('note'),
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }
}
