import type { IconName } from '#app/_ui/icons.ts';
import type { AssetHistory, HistoryLine } from '#domain/register/history.ts';
import type { Amendable, Asset } from '#domain/register/thing.ts';
import { formatCode } from '#domain/sticker.ts';
import type { Words } from '#domain/words/fr/index.ts';
import type { Language } from '#domain/words/index.ts';

/** "24/11/2026": short enough for a column. */
export function shortDay(day: string, language: Language): string {
  const [year, month, of] = day.split('-');
  return language === 'fr' ? `${of}/${month}/${year}` : day;
}

/** "1 249,90 €". @param cents of a euro */
export function price(cents: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' }).format(cents / 100);
}

/** What stands in a field, in words. */
export function valueSaid(w: Words, language: Language, field: keyof Asset, value: unknown): string {
  if (value === null || value === undefined || value === '') return w.history.nothing;
  if (typeof value === 'boolean') return value ? w.history.yes : w.history.no;
  if (field === 'state') return w.status.assetState[value as Asset['state']] ?? String(value);
  if (field === 'type') return (w.catalogue.assetType as Readonly<Record<string, string>>)[String(value)] ?? String(value);
  if (field === 'cost') return price(Number(value), language);
  if (field === 'purchasedOn' || field === 'warrantyUntil') return shortDay(String(value), language);
  return typeof value === 'object'
    ? Object.entries(value)
        .map(([key, of]) => `${key} ${of}`)
        .join(', ')
    : String(value);
}

function fieldName(w: Words, field: string): string {
  const { history: h } = w;
  if (field === 'sources' || field === 'facts' || field === 'site') return h[field];
  return h.field[field as keyof Amendable] ?? field;
}

/** A line of an asset's past: one sentence a change. */
export function toldOf(
  w: Words,
  language: Language,
  { event, imported }: HistoryLine,
  rooms: AssetHistory['rooms'],
): { icon: IconName; texts: string[] } {
  const h = w.history;
  const place = (room: string | null | undefined) => (room === null || room === undefined ? h.nowhere : (rooms[room] ?? h.elsewhere));
  switch (event.type) {
    case 'AssetAdded':
      return { icon: 'package', texts: [imported ? h.imported : h.added] };
    case 'AssetChanged': {
      const { from, to } = event;
      const texts = (Object.keys(to) as (keyof Asset)[]).map((field) =>
        field === 'room'
          ? h.moved({ from: place(from.room), to: place(to.room) })
          : h.changed({ what: fieldName(w, field), from: valueSaid(w, language, field, from[field]), to: valueSaid(w, language, field, to[field]) }),
      );
      return { icon: 'room' in to ? 'door-open' : 'pen-tool', texts: imported ? [h.importChanged, ...texts] : texts };
    }
    case 'AssetSeen':
      return { icon: 'map-pin-check', texts: [(event.round === null ? h.seen : h.counted)({ place: place(event.room) })] };
    case 'AssetDecided': {
      const { choice, year, text } = event.decision;
      return {
        icon: 'list-checks',
        texts: [h.decided({ choice: h.choice[choice], year: year === null ? '' : String(year) }), ...(text === '' ? [] : [text])],
      };
    }
    case 'PartReplaced':
      return { icon: 'wrench', texts: [h.part({ part: event.part }), ...(event.text === '' ? [] : [event.text])] };
    case 'FileAttached':
      return { icon: 'image', texts: [h.attached({ name: event.name })] };
    case 'FileRemoved':
      return { icon: 'file-x', texts: [h.detached({ name: event.name })] };
    case 'StickerBound':
      return { icon: 'qr-code', texts: [h.bound({ code: formatCode(event.code) })] };
    case 'StickerRevoked':
      return { icon: 'qr-code', texts: [h.revoked({ code: formatCode(event.code), why: h.why[event.reason] })] };
    default:
      return { icon: 'package', texts: [h.removed] };
  }
}
