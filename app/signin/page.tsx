import type { Metadata } from 'next';
import { words } from '#domain/words/index.ts';
import { SignIn } from './SignIn.tsx';

const { common, door } = words('fr');

export const metadata: Metadata = { title: common.title({ screen: door.title }) };

/** Prerendered and kept by the service worker: the door opens with no network, and says so. */
export const dynamic = 'force-static';

export default function Page() {
  return <SignIn />;
}
