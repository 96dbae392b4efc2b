import { useCallback, useEffect, useRef, useState } from 'react';
import { toTheDoor } from '#app/admin/office.ts';
import type { RegisterPage, RegisterRow } from '#server/office/register/page.ts';
import { registerPage } from './actions.ts';
import type { Shown } from './address.ts';

/** Somebody types: the server is asked when they pause. */
const PAUSE_MS = 250;

export interface Rows {
  readonly rows: readonly RegisterRow[];
  /** All that match. */
  readonly count: number;
  readonly isWhole: boolean;
  readonly state: 'here' | 'asking' | 'failed';
  /** The rows after these. */
  more(): void;
  /** From the beginning, what is there now. */
  again(): Promise<void>;
}

/**
 * The rows of a table, page after page as one goes down; from the beginning when what is asked for changes. An answer to an earlier question
 * is thrown away.
 * @param first the answer that the page came with
 */
export function useRows(first: RegisterPage, shown: Shown): Rows {
  const [{ rows, count, after }, setPage] = useState({ rows: first.rows, count: first.count ?? 0, after: first.after });
  const [state, setState] = useState<Rows['state']>('here');
  const turn = useRef(0);
  const isBusy = useRef(false);

  const load = useCallback(async (asked: Shown, from: RegisterPage['after']) => {
    turn.current += 1;
    const mine = turn.current;
    isBusy.current = true;
    setState('asking');
    try {
      const told = await registerPage({ ...asked, after: from });
      if (mine !== turn.current) return;
      isBusy.current = false;
      if (!told.ok) {
        if (told.fault === 'signed-out') return toTheDoor();
        return setState('failed');
      }
      const { value } = told;
      setPage((was) => ({
        rows: from === null ? value.rows : [...was.rows, ...value.rows],
        count: value.count ?? was.count,
        after: value.after,
      }));
      setState('here');
    } catch {
      if (mine !== turn.current) return;
      isBusy.current = false;
      setState('failed');
    }
  }, []);

  const asked = useRef(shown);
  useEffect(() => {
    if (asked.current === shown) return;
    const isTyping = asked.current.filter.text !== shown.filter.text;
    asked.current = shown;
    const timer = setTimeout(() => void load(shown, null), isTyping ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [shown, load]);

  const more = useCallback(() => {
    if (after !== null && !isBusy.current) void load(asked.current, after);
  }, [after, load]);
  const again = useCallback(() => load(asked.current, null), [load]);
  return { rows, count, isWhole: after === null, state, more, again };
}
