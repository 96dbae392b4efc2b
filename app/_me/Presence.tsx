'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { SiteDocument } from '#domain/documents.ts';
import { awayOf, handsOf } from '#domain/presence.ts';
import { localDay } from '#domain/words/time.ts';

/** Where I am a correspondent: am I there, until when not, and whom to call meanwhile. */
export function MyPresence() {
  const { sites, actor } = useField();
  const mine = sites.filter((s) => actor.memberships.some((m) => m.role === 'correspondent' && m.site === s.id));
  return mine.map((site) => <OnSite key={site.id} site={site} />);
}

function OnSite({ site }: { site: SiteDocument }) {
  const { words: w, me, now, connection, retry, toast } = useField();
  const say = w.guarded.presence;
  const today = localDay(now, site.timeZone);
  const self = site.colleagues.find((c) => c.id === me.person);
  const known = self === undefined ? null : awayOf(self, today);
  const [told, setTold] = useState<{ isHere: boolean; until: string; deputy: string } | null>(null);
  const [problem, setProblem] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { isHere, until, deputy } = told ?? { isHere: known === null, until: known?.until ?? '', deputy: known?.deputy ?? '' };
  const set = (patch: Partial<NonNullable<typeof told>>) => setTold({ isHere, until, deputy, ...patch });
  const others = handsOf(site, today).filter((c) => c.id !== me.person && awayOf(c, today) === null);

  const keep = async () => {
    setBusy(true);
    setProblem(false);
    const body = { site: site.id, isHere, until: isHere || until === '' ? null : until, deputy: isHere || deputy === '' ? null : deputy };
    const answer = await fetch('/api/presence', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
    }).catch(() => null);
    setBusy(false);
    if (answer?.status !== 204) return setProblem(true);
    toast(say.done);
    setTold(null);
    retry();
  };

  return (
    <section className="stack">
      <ChoiceGroup legend={say.mine({ site: site.name })}>
        <Choice name={`here ${site.id}`} value="here" checked={isHere} onChange={() => set({ isHere: true })} label={say.here} />
        <Choice name={`here ${site.id}`} value="away" checked={!isHere} onChange={() => set({ isHere: false })} label={say.away} />
      </ChoiceGroup>
      {!isHere && (
        <>
          <TextField
            type="date"
            label={say.until}
            optional={w.common.optional}
            min={today}
            value={until}
            onChange={(event) => set({ until: event.target.value })}
          />
          {others.length > 0 && (
            <ChoiceGroup legend={say.deputy} columns="one">
              {others.map((c) => (
                <Choice
                  key={c.id}
                  name={`deputy ${site.id}`}
                  value={c.id}
                  checked={deputy === c.id}
                  onChange={(id) => set({ deputy: id })}
                  label={c.name}
                />
              ))}
            </ChoiceGroup>
          )}
        </>
      )}
      {told !== null && connection.kind !== 'online' && <Note icon="cloud-off" tone="w" title={say.offline} />}
      {problem && (
        <Note icon="triangle-alert" tone="d" alert title={say.notKept}>
          {say.notKeptThen}
        </Note>
      )}
      {told !== null && (
        <Button kind="primary" shape="block" disabled={isBusy || connection.kind !== 'online'} onClick={() => void keep()}>
          {say.keep}
        </Button>
      )}
    </section>
  );
}
