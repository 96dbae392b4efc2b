'use client';
import { lazy, Suspense, useMemo } from 'react';
import { useField } from '#app/_field/field.tsx';
import { saidNow } from '#domain/announcement.ts';
import { turnsOf } from '#domain/oncall.ts';
import { learnRest } from '#domain/words/spoken.ts';
import { useReadHere } from './read.ts';
import { useOutages } from './useOutages.ts';

const Banners = lazy(async () => {
  const [{ Banners: found }] = await Promise.all([import('./Banners.tsx'), learnRest()]);
  return { default: found };
});

/** Looks whether there is something to say where this person is; most days there is not, and its words are not loaded. */
export function Watch() {
  const { site, sites, me, now } = useField();
  const shown = useMemo(() => (site === null ? sites : [site]), [site, sites]);
  const ids = useMemo(() => shown.map((s) => s.id), [shown]);
  const outages = useOutages(ids);
  const [read] = useReadHere(me.person);
  const isQuiet = outages.length === 0 && turnsOf(sites, now).current === null && saidNow(shown, now).every((a) => read.has(a.id));
  if (isQuiet) return null;
  return (
    <Suspense fallback={null}>
      <Banners sites={shown} />
    </Suspense>
  );
}
