import type { Metadata } from 'next';
import { sessionWords } from '#domain/words/session.ts';
import { ByLink } from './ByLink.tsx';

/** The address holds the key: it is told to nobody, and indexed by nobody. */
export const metadata: Metadata = { title: sessionWords('fr').link.title, referrer: 'no-referrer', robots: 'noindex' };

export const dynamic = 'force-static';

export default function Page() {
  return <ByLink />;
}
