import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { words } from '#domain/words/index.ts';
import { officeWords } from '#domain/words/office.ts';
import './office.css';

export const metadata: Metadata = { title: words('fr').common.title({ screen: officeWords('fr').nav.label }), robots: 'noindex' };

/** Prerendered without a word of anybody's: each page then asks the server, which says who may read it. */
export const dynamic = 'force-static';

export default function Layout({ children }: { children: ReactNode }) {
  return children;
}
