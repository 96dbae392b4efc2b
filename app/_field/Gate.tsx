'use client';
import { useSyncExternalStore } from 'react';
import { FieldApp } from './FieldApp.tsx';

const never = () => () => undefined;

/**
 * Nothing of the field app is in the prerendered page: its HTML is served at every address, and hydrating another one's markup is
 * React's error 418.
 */
export function Gate() {
  const isBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return isBrowser ? <FieldApp /> : null;
}
