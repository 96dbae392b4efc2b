'use client';
import { useMemo } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Announced } from './Announced.tsx';
import { OnCallNote } from './OnCallNote.tsx';
import { Outages } from './Outages.tsx';

/** What is true for a while where this person is: outages that are known, what is announced, and that they are on call. */
export function Banners() {
  const { site, sites } = useField();
  const shown = useMemo(() => (site === null ? sites : [site]), [site, sites]);
  const ids = useMemo(() => shown.map((s) => s.id), [shown]);
  return (
    <>
      <Outages sites={ids} />
      <Announced sites={shown} />
      <OnCallNote />
    </>
  );
}
