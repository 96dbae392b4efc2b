import { AMENDABLE, type Amendable, type Asset } from '#domain/register/thing.ts';
import type { Language } from '#domain/words/index.ts';

/** The form as it is typed: text in every field. */
export type Typed = Readonly<Record<keyof Amendable | 'room', string>>;

const FLAGS: ReadonlySet<string> = new Set(['critical', 'vip', 'charter']);

function textOf(field: keyof Amendable | 'room', value: unknown, language: Language): string {
  if (value === null || value === undefined) return '';
  if (field === 'charter') return value ? 'yes' : 'no';
  if (typeof value === 'boolean') return value ? 'yes' : '';
  if (field !== 'cost') return String(value);
  const cents = (Number(value) / 100).toFixed(2);
  return language === 'fr' ? cents.replace('.', ',') : cents;
}

export function typedOf(asset: Asset, language: Language): Typed {
  const fields = [...AMENDABLE, 'room'] as const;
  return Object.fromEntries(fields.map((field) => [field, textOf(field, asset[field], language)])) as Typed;
}

/** "1 249,90" and "1249.90" are 124990 cents; empty: null; undefined: no price. */
export function centsOf(typed: string): number | null | undefined {
  const plain = typed.replace(/[\s €]/g, '').replace(',', '.');
  if (plain === '') return null;
  return /^\d{1,8}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : undefined;
}

function readOf(field: keyof Amendable | 'room', text: string): unknown {
  if (field === 'charter') return text === '' ? null : text === 'yes';
  if (FLAGS.has(field)) return text === 'yes';
  if (field === 'cost') return centsOf(text);
  return text.trim() === '' ? null : text.trim();
}

/**
 * What was changed, and what was seen of it; what was left alone is not said, so that another's change of it stays.
 * @returns 'cost' when that is no price
 */
export function changesOf(asset: Asset, typed: Typed, language: Language): { from: Record<string, unknown>; to: Record<string, unknown> } | 'cost' {
  const was = typedOf(asset, language);
  const [from, to]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  for (const field of [...AMENDABLE, 'room'] as const) {
    if (typed[field] === was[field]) continue;
    const value = readOf(field, typed[field]);
    if (value === undefined) return 'cost';
    from[field] = asset[field];
    to[field] = value;
  }
  return { from, to };
}
