import { price, shortDay } from '#app/_asset/told.ts';
import { assetLabel } from '#app/_field/said.ts';
import type { Texts } from '#app/admin/office.ts';
import type { Column, Sort } from '#domain/register/table.ts';
import { formatCode } from '#domain/sticker.ts';
import { date } from '#domain/words/time.ts';
import type { RegisterRow } from '#server/office/register/page.ts';

/** The order that a column's heading gives; null: none. */
export const SORT_OF: Readonly<Partial<Record<Column, Sort>>> = {
  site: 'place',
  type: 'type',
  made: 'made',
  name: 'name',
  inventory: 'inventory',
  serial: 'serial',
  state: 'state',
  warrantyUntil: 'warrantyUntil',
  purchasedOn: 'purchasedOn',
  cost: 'cost',
  seenAt: 'seenAt',
};

export function madeOf({ maker, model }: Pick<RegisterRow, 'maker' | 'model'>): string {
  return [maker, model].filter(Boolean).join(' ');
}

/** "Bât. B, 203" */
export function placeOf({ building, room }: Pick<RegisterRow, 'building' | 'room'>): string {
  return [building, room].filter(Boolean).join(', ');
}

/** What one calls it in a sentence: its name or number, or what it is. */
export function calledOf({ w }: Pick<Texts, 'w'>, row: Pick<RegisterRow, 'name' | 'inventory' | 'serial' | 'type' | 'maker' | 'model'>): string {
  return row.name ?? row.inventory ?? row.serial ?? `${assetLabel(w, row)} ${madeOf(row)}`.trim();
}

/** A cell in words; empty: nothing is known. */
export function cellOf({ w, o, language }: Texts, row: RegisterRow, column: Column, now: number, zone: string): string {
  switch (column) {
    case 'room':
      return placeOf(row);
    case 'type':
      return assetLabel(w, row);
    case 'made':
      return madeOf(row);
    case 'state':
      return w.status.assetState[row.state] ?? row.state;
    case 'marks':
      return [row.critical && o.register.critical, (row.vip || row.roomVip) && o.register.vip, row.charter === false && o.register.offCharter]
        .filter(Boolean)
        .join(', ');
    case 'warrantyUntil':
    case 'purchasedOn':
      return row[column] === null ? '' : shortDay(row[column], language);
    case 'cost':
      return row.cost === null ? '' : price(row.cost, language);
    case 'seenAt':
      return row.seenAt === null ? o.register.never : date(row.seenAt, now, zone, language);
    case 'tickets':
      return row.tickets === 0 ? '' : String(row.tickets);
    case 'codes':
      return row.codes.map(formatCode).join(', ');
    default:
      return row[column] ?? '';
  }
}
