'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useField } from './field.tsx';
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
  const pending = useRef<T | null>(null);
  const timer = useRef(0);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const words = pending.current;
    pending.current = null;
    if (words !== null) store.putDraft(key, words).catch(() => 'no room: the words stay on the screen');
  }, [store, key]);

  useEffect(() => {
    let isHere = true;
    store
      .getDraft(key)
      .then((kept) => {
        if (!isHere) return;
        if (typeof kept === 'object' && kept !== null) {
          setValue((now) => ({ ...now, ...(kept as Partial<T>) }));
          setFound(true);
        }
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
  }, [store, key, flush]);

  const set = useCallback(
    (patch: Partial<T>) => {
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
    setValue(blank);
    setFound(false);
    await store.dropDraft(key).catch(() => 'it is offered again at the next visit');
  }, [store, key, blank]);

  useTyping(isLoaded && JSON.stringify(value) !== JSON.stringify(blank));
  return { value, set, isLoaded, wasFound, clear };
}
