'use client';
import { useMemo } from 'react';
import type { SiteDocument } from '#domain/documents.ts';
import { Announced } from './Announced.tsx';
import { OnCallNote } from './OnCallNote.tsx';
import { Outages } from './Outages.tsx';

/** What is true for a while where this person is: outages that are known, what is announced, and that they are on call. */
export function Banners({ sites }: { sites: readonly SiteDocument[] }) {
  const ids = useMemo(() => sites.map((s) => s.id), [sites]);
  return (
    <>
      <Outages sites={ids} />
      <Announced sites={sites} />
      <OnCallNote />
    </>
  );
}
