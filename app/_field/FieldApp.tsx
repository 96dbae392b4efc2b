'use client';
import { useEffect, useState } from 'react';
import { Empty } from '#app/_ui/Empty.tsx';
import { words } from '#domain/words/spoken.ts';
import { FieldProvider } from './FieldProvider.tsx';
import { Routes } from './Routes.tsx';
import { startRouter } from './router.ts';
import { type Beginning, begin, signInAddress } from './session.ts';
import { watchUpdates } from './updates.ts';

/** The field app: who is here, their data at once, the view of the path. */
export function FieldApp() {
  const [beginning, setBeginning] = useState<Beginning | null>(null);
  useEffect(() => startRouter(), []);
  useEffect(() => {
    watchUpdates();
    void begin().then((found) => {
      if (found.kind === 'nobody') location.replace(signInAddress());
      else setBeginning(found);
    });
  }, []);

  if (beginning === null || beginning.kind === 'nobody') return null;
  if (beginning.kind === 'trouble') return <NoStorage isBusy={beginning.trouble === 'blocked'} />;
  return (
    <FieldProvider session={beginning.session} initialDevice={beginning.device}>
      <Routes />
    </FieldProvider>
  );
}

/** Nobody's language is known without a store: the browser's is asked. */
function NoStorage({ isBusy }: { isBusy: boolean }) {
  const w = words(navigator.language.startsWith('fr') ? 'fr' : 'en');
  return (
    <main className="alone">
      <Empty title={w.errors.storeTitle} text={isBusy ? w.errors.storeBusy : w.errors.storeText} />
    </main>
  );
}
