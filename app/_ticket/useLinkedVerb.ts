'use client';
import { useEffect, useRef } from 'react';
import { useField } from '#app/_field/field.tsx';
import type { Verb } from '#domain/ticket/verbs.ts';
import { type FormVerb, isTap } from './forms.ts';

/**
 * Opens the form that a link asks for, `/tickets/…?do=reopen` as the letters write it, once the ticket offers it: the phone may hear only now that
 * it was resolved. Nothing is ever done by a link itself.
 * @param offered verbs that may be said now
 */
export function useLinkedVerb(offered: () => readonly Verb[], open: (verb: FormVerb) => void): void {
  const { navigate } = useField();
  const wanted = useRef<string | null | undefined>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) wanted.current = new URLSearchParams(location.search).get('do');
    if (wanted.current === null) return;
    const verb = offered().find((one) => one === wanted.current);
    if (verb === undefined || isTap(verb)) return;
    wanted.current = null;
    // Said again by "back" or a reload, it would open over and over.
    navigate(location.pathname, { replace: true });
    open(verb);
  });
}
