'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useField } from './field.tsx';
import { fitting } from './fitting.ts';
import { useTyping } from './typing.ts';

/** A pause in the typing, ms: the words are then on the disk. */
const PAUSE = 400;

export interface Draft<T> {
  readonly value: T;
  readonly set: (patch: Partial<T>) => void;
  /** The stored words have been read: until then a form shows its blank, and nothing is stored. */
  readonly isLoaded: boolean;
  /** Words of an earlier visit were found. */
  readonly wasFound: boolean;
  /** What is shown is what the disk holds. */
  readonly isKept: boolean;
  /** The device had no room for it: the words are on the screen only. */
  readonly isLost: boolean;
  /** Submitted, or thrown away by the person: nothing is kept. */
  readonly clear: () => Promise<void>;
}

/**
 * A form whose words survive the browser: kept for this person at each pause, given back at the next visit.
 * @param key of the form and its subject, such as `note 0193…`
 * @param blank the form untouched; a plain object that can be stored, the same for the life of the form
 */
export function useDraft<T extends object>(key: string, blank: T): Draft<T> {
  const { store } = useField();
  const [value, setValue] = useState(blank);
  const [isLoaded, setLoaded] = useState(false);
  const [wasFound, setFound] = useState(false);
  const [kept, setKept] = useState<'kept' | 'not yet' | 'lost'>('kept');
  const pending = useRef<T | null>(null);
  /** What was typed since the form opened: it counts for more than what is found. */
  const typed = useRef<Partial<T>>({});
  const timer = useRef(0);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const words = pending.current;
    pending.current = null;
    if (words === null) return;
    // A form emptied again is no draft.
    const keeping = JSON.stringify(words) === JSON.stringify(blank) ? store.dropDraft(key) : store.putDraft(key, words);
    keeping.then(
      () => pending.current === null && setKept('kept'),
      () => setKept('lost'),
    );
  }, [store, key, blank]);

  useEffect(() => {
    let isHere = true;
    store
      .getDraft(key)
      .then((found) => {
        if (!isHere || typeof found !== 'object' || found === null) return;
        const whole = { ...blank, ...fitting(blank, found), ...typed.current };
        setValue(whole);
        setFound(true);
        if (Object.keys(typed.current).length === 0) return;
        // Typed before the words were found: both are kept together.
        pending.current = whole;
        flush();
      })
      .catch(() => 'nothing to give back')
      .finally(() => isHere && setLoaded(true));
    // A page put away without a pause keeps its words too.
    document.addEventListener('visibilitychange', flush);
    return () => {
      isHere = false;
      document.removeEventListener('visibilitychange', flush);
      flush();
    };
  }, [store, key, blank, flush]);

  const set = useCallback(
    (patch: Partial<T>) => {
      typed.current = { ...typed.current, ...patch };
      setKept('not yet');
      setValue((now) => {
        const next = { ...now, ...patch };
        pending.current = next;
        return next;
      });
      clearTimeout(timer.current);
      timer.current = window.setTimeout(flush, PAUSE);
    },
    [flush],
  );

  const clear = useCallback(async () => {
    clearTimeout(timer.current);
    pending.current = null;
    typed.current = {};
    setValue(blank);
    setFound(false);
    setKept('kept');
    await store.dropDraft(key).catch(() => 'it is offered again at the next visit');
  }, [store, key, blank]);

  useTyping(isLoaded && JSON.stringify(value) !== JSON.stringify(blank));
  return { value, set, isLoaded, wasFound, isKept: kept === 'kept', isLost: kept === 'lost', clear };
}
