'use client';
import { useEffect } from 'react';
import type { Language } from '#domain/words/language.ts';
import type { Device } from '#sync/device.ts';

/** The theme and the language as the device chose them, on the root of the page. */
export function useAppearance(theme: Device['theme'], language: Language): void {
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    // The bar of the browser follows the app and not the system.
    const bars = document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]');
    for (const bar of bars) {
      bar.dataset['system'] ??= bar.content;
      bar.content = theme === 'system' ? (bar.dataset['system'] ?? '') : BAR[theme];
    }
  }, [theme]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
}

const BAR = { light: '#f2f5f3', dark: '#0b1312' } as const;
