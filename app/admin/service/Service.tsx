'use client';
import { useState } from 'react';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { service } from '#app/admin/actions.ts';
import { PlaceField } from '#app/admin/choices.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import type { Service as Told } from '#server/office/service.ts';
import { AlertsForm } from './AlertsForm.tsx';
import { HoursForm } from './HoursForm.tsx';
import { MatrixForm } from './MatrixForm.tsx';
import { PolicyForm } from './PolicyForm.tsx';

/** When each site is served, and how fast the organisation promises to be. */
export function Service() {
  const { load, again } = useTold(service);
  return (
    <Frame page="service" load={load} again={again}>
      {(told, texts) => <Both told={told} texts={texts} again={again} />}
    </Frame>
  );
}

function Both({ told: { sites, policy, matrix, alerts }, texts, again }: { told: Told; texts: Texts; again: () => Promise<void> }) {
  const { o } = texts;
  const [id, setId] = useState(() => new URLSearchParams(location.search).get('site'));
  const [done, setDone] = useState<string | null>(null);
  const site = sites.find((s) => s.id === id) ?? sites[0];
  const saved = async (text: string) => {
    await again();
    setDone(text);
  };
  return (
    <>
      {done !== null && <Note icon="circle-check" tone="o" alert title={done} />}
      {site === undefined ? (
        <ul className="list">
          <EmptyRow text={o.service.none} />
        </ul>
      ) : (
        <>
          <div className="panel roomy">
            <PlaceField
              label={o.service.site}
              places={sites}
              value={site.id}
              choose={(of) => {
                setId(of);
                setDone(null);
                history.replaceState(history.state, '', `/admin/service?site=${of}`);
              }}
            />
          </div>
          {/* Anew with what the server keeps: what was typed and refused is not what is kept. */}
          <HoursForm key={JSON.stringify(site)} site={site} texts={texts} saved={() => saved(o.service.saved({ name: site.name }))} />
        </>
      )}
      <PolicyForm key={JSON.stringify(policy)} policy={policy} texts={texts} saved={() => saved(o.service.savedPolicy)} />
      <AlertsForm key={JSON.stringify(alerts)} alerts={alerts} texts={texts} saved={() => saved(o.service.savedAlerts)} />
      <MatrixForm key={JSON.stringify([matrix, policy])} matrix={matrix} texts={texts} saved={() => saved(o.service.savedMatrix)} />
    </>
  );
}
