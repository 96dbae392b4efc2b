import type { Metadata } from 'next';
import { words } from '#domain/words/index.ts';
import { Welcome } from './Welcome.tsx';

const { common, door } = words('fr');

/** The address holds the key: it is told to nobody, and indexed by nobody. */
export const metadata: Metadata = { title: common.title({ screen: door.welcome.title }), referrer: 'no-referrer', robots: 'noindex' };

export const dynamic = 'force-static';

export default function Page() {
  return <Welcome />;
}
