'use client';
import { useCallback, useEffect, useState } from 'react';
import { useAppearance } from '#app/_field/appearance.ts';
import { leave } from '#app/signin/credentials.ts';
import { type Language, languageOf, type Words, words } from '#domain/words/index.ts';
import { type OfficeWords, officeWords } from '#domain/words/office.ts';
import type { Told } from '#server/office/desk.ts';
import { readDevice } from '#sync/device.ts';

export interface Texts {
  readonly language: Language;
  readonly w: Words;
  readonly o: OfficeWords;
}

/** The texts in the language of whoever is signed in on this device; French until it has been asked. */
export function useTexts(): Texts {
  const [language, setLanguage] = useState<Language>('fr');
  const [theme, setTheme] = useState<'system' | 'light' | 'dark'>('system');
  useEffect(() => {
    readDevice().then(
      (device) => {
        const me = device.people.find(({ id }) => id === device.person);
        setLanguage(device.language ?? me?.language ?? languageOf(navigator.language));
        setTheme(device.theme);
      },
      () => setLanguage(languageOf(navigator.language)),
    );
  }, []);
  useAppearance(theme, language);
  return { language, w: words(language), o: officeWords(language) };
}

/** Somebody signed out here without a network: the device forgot them, and the cookie could not be told. It is told now. */
async function leftBehind(): Promise<boolean> {
  const device = await readDevice();
  return device.person === null && (await leave());
}

/** The session ended: to the door, and back here after it. */
export function toTheDoor(): void {
  location.assign(`/signin?next=${encodeURIComponent(location.pathname + location.search)}`);
}

export type Load<T> = { readonly state: 'loading' | 'forbidden' | 'failed' } | { readonly state: 'here'; readonly value: T };

/**
 * What the office answers to a question, asked once the page is there and again at will.
 * @param ask a server action; the same function from one rendering to the next
 */
export function useTold<T>(ask: () => Promise<Told<T>>): { load: Load<T>; again: () => Promise<void> } {
  const [load, setLoad] = useState<Load<T>>({ state: 'loading' });
  const again = useCallback(async () => {
    try {
      if (await leftBehind()) return toTheDoor();
      const told = await ask();
      if (told.ok) return setLoad({ state: 'here', value: told.value });
      if (told.fault === 'signed-out') return toTheDoor();
      setLoad({ state: told.fault === 'not-allowed' ? 'forbidden' : 'failed' });
    } catch {
      setLoad({ state: 'failed' });
    }
  }, [ask]);
  useEffect(() => {
    void again();
  }, [again]);
  return { load, again };
}
