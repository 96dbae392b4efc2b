import 'server-only';

/**
 * The fields that whoever typed changed of what they saw. Only those are theirs to write: the rest of the form says again what stood there.
 * @returns 'changed-meanwhile' where one of them is no longer what they saw, nor what they typed
 */
export function typedOver<T extends object>(was: T, seen: Partial<T>, to: Partial<T>): readonly (keyof T)[] | 'changed-meanwhile' {
  const typed = (Object.keys(to) as (keyof T)[]).filter((field) => to[field] !== seen[field] && to[field] !== was[field]);
  return typed.some((field) => was[field] !== seen[field]) ? 'changed-meanwhile' : typed;
}
