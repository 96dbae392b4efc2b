'use client';
import { useEffect, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Empty } from '#app/_ui/Empty.tsx';
import { words } from '#domain/words/spoken.ts';
import type { StorageTrouble } from '#sync/port.ts';
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
  if (beginning.kind === 'trouble') return <NoStorage trouble={beginning.trouble} />;
  return (
    <FieldProvider session={beginning.session} initialDevice={beginning.device}>
      <Routes />
    </FieldProvider>
  );
}

/** Nobody's language is known without a store: the browser's is asked. */
function NoStorage({ trouble }: { trouble: StorageTrouble }) {
  const w = words(navigator.language.startsWith('fr') ? 'fr' : 'en');
  // A newer version has been here: this page is an old one, and says so.
  const isOld = trouble === 'closed';
  const text = isOld ? w.sync.update.gaveWay : trouble === 'blocked' ? w.errors.storeBusy : w.errors.storeText;
  return (
    <main className="alone">
      <Empty title={isOld ? w.sync.update.ready : w.errors.storeTitle} text={text}>
        {isOld && (
          <Button kind="primary" onClick={() => location.reload()}>
            {w.sync.update.reload}
          </Button>
        )}
      </Empty>
    </main>
  );
}
