import type { Metadata } from 'next';
import { Statement } from '#app/welcome/Statement.tsx';
import { words } from '#domain/words/index.ts';
import { STATEMENTS } from '#domain/words/statements.ts';

export const metadata: Metadata = { title: words('fr').common.title({ screen: STATEMENTS[0].data.title }) };

export const dynamic = 'force-static';

export default function Page() {
  return <Statement of="data" />;
}
