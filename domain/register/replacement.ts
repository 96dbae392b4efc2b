import type { AssetState } from './thing.ts';

/** So many tickets in so many days are a pattern, not bad luck. */
export const RECURRING = 3;
export const RECURRING_DAYS = 90;
const DAY_MS = 86_400_000;

/** After how many years a thing of a type is old, where its guarantee is over; a manager's rule of thumb, not a fault by itself. */
const OLD_AT: Readonly<Record<string, number>> = {
  tablet: 4,
  phone: 4,
  laptop: 5,
  workstation: 6,
  access_point: 7,
  server: 7,
  printer: 7,
  projector: 8,
  switch: 10,
};
const OLD_OTHERWISE = 8;

export interface Ageing {
  readonly type: string;
  readonly state: AssetState;
  /** Days, "2021-08-24". */
  readonly purchasedOn: string | null;
  readonly warrantyUntil: string | null;
}

/** Why one would think of replacing it: it fails again and again, or it is old and nobody repairs it for nothing any more. */
export type ReplacementReason =
  | { readonly kind: 'recurring'; readonly tickets: number }
  | { readonly kind: 'old'; readonly years: number; readonly warrantyUntil: string | null };

/** From this instant on a ticket counts as lately. */
export function recurringSince(now: number): number {
  return now - RECURRING_DAYS * DAY_MS;
}

/** Whole years from a day to another. */
export function yearsBetween(from: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(from.slice(0, 4));
  return today.slice(4) < from.slice(4) ? years - 1 : years;
}

/** Is nobody bound any more to repair it for nothing? What was never said is no guarantee. */
export function isWarrantyOver({ warrantyUntil }: Pick<Ageing, 'warrantyUntil'>, today: string): boolean {
  return warrantyUntil === null || warrantyUntil < today;
}

/**
 * The one rule of the asset's card and of the list of replacements.
 * @param tickets opened on it in the last RECURRING_DAYS, those without a fault in the end (dropped, tests) aside
 * @param today "2026-11-24" where the asset is
 * @returns empty: no reason; nothing is said of what is gone already
 */
export function replacementReasons(asset: Ageing, tickets: number, today: string): ReplacementReason[] {
  if (asset.state === 'retired' || asset.state === 'lost') return [];
  const reasons: ReplacementReason[] = [];
  if (tickets >= RECURRING) reasons.push({ kind: 'recurring', tickets });
  const years = asset.purchasedOn === null ? null : yearsBetween(asset.purchasedOn, today);
  if (years !== null && years >= (OLD_AT[asset.type] ?? OLD_OTHERWISE) && isWarrantyOver(asset, today)) {
    reasons.push({ kind: 'old', years, warrantyUntil: asset.warrantyUntil });
  }
  return reasons;
}
