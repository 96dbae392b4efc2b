import 'server-only';

/** A request holds entries, which hold commands, which hold lists: five. */
const DEEPEST = 12;

/**
 * Is this what JSON of at most `limit` characters can say, and not nested without end? A server action's argument can be more: one whose
 * parts are shared says gigabytes in a kilobyte, one may hold itself, or dates, maps and promises. The walk is paid for by what it meets,
 * so that it ends soon whatever it is given.
 */
export function isPlain(value: unknown, limit: number): boolean {
  return cost(value, limit, DEEPEST) >= 0;
}

/** @returns what is left of `budget`; below zero when it was not enough, or the value is not plain */
function cost(value: unknown, budget: number, depth: number): number {
  if (typeof value === 'string') return budget - value.length - 2;
  if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'number') return budget - 1;
  if (typeof value !== 'object' || depth === 0) return -1;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return -1;
  let left = budget - 2;
  for (const [key, inner] of Object.entries(value)) {
    left = cost(inner, left - key.length - 1, depth - 1);
    if (left < 0) return -1;
  }
  return left;
}
