import { useState } from 'react';

/**
 * What stood in a form when its reader began to type, which the server compares with what stands there now.
 * Fields that nobody typed in show what is told anew.
 */
export function useSeen<T>(given: T): { readonly seen: T; readonly typing: () => void; readonly anew: () => void } {
  const [begun, setBegun] = useState<{ readonly with: T } | null>(null);
  return { seen: begun === null ? given : begun.with, typing: () => setBegun((was) => was ?? { with: given }), anew: () => setBegun(null) };
}
