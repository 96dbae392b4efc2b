'use client';
import { useEffect } from 'react';
import { useField } from './field.tsx';

/** The document's title while this screen is open. */
export function useTitle(screen: string): void {
  const { words: w } = useField();
  useEffect(() => {
    document.title = w.common.title({ screen });
  }, [w, screen]);
}
