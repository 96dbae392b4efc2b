import { useCallback, useState } from 'react';
import { COLUMNS, type Column, FIRST_COLUMNS } from '#domain/register/table.ts';

const KEY = 'relais-register-columns';

function read(): readonly Column[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (!Array.isArray(stored)) return FIRST_COLUMNS;
    const known = COLUMNS.filter((column) => stored.includes(column));
    return known.length === 0 ? FIRST_COLUMNS : known;
  } catch {
    return FIRST_COLUMNS;
  }
}

/** The columns that this browser shows, kept for the next time. */
export function useColumns(): { columns: readonly Column[]; toggle: (column: Column) => void } {
  const [columns, setColumns] = useState(read);
  const toggle = useCallback((column: Column) => {
    setColumns((was) => {
      const next = COLUMNS.filter((one) => (one === column ? !was.includes(one) : was.includes(one)));
      if (next.length === 0) return was;
      try {
        localStorage.setItem(KEY, JSON.stringify(next));
      } catch {
        // For this visit only.
      }
      return next;
    });
  }, []);
  return { columns, toggle };
}
