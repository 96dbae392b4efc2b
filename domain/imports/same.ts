import { foldLabel } from '#domain/register/search-text.ts';
import type { Asset } from '#domain/register/thing.ts';
import { makerName, modelName } from './values.ts';

/** A number that is written with other dashes or capitals is the same number, and a maker by another of its names the same maker. */
export function isSpelling(key: keyof Asset, one: unknown, was: Asset): boolean {
  const other = was[key];
  if (typeof one !== 'string' || typeof other !== 'string') return false;
  if (key === 'serial' || key === 'inventory') return foldLabel(one) === foldLabel(other);
  if (key === 'maker') return makerName(other) === one;
  return key === 'model' && modelName(other, was.maker === null ? null : makerName(was.maker)) === one;
}

/** Do both say the same, nothing included? */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if ((one ?? null) === null || (other ?? null) === null) return (one ?? null) === (other ?? null);
  return typeof one === 'object' && typeof other === 'object' && stable(one) === stable(other);
}

/** JSON with its keys in order: a database gives them back as it likes. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
