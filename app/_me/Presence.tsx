'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { SUPPORT } from '#domain/actor.ts';
import type { SiteDocument } from '#domain/documents.ts';
import { awayOf, standIns } from '#domain/presence.ts';
import { localDay } from '#domain/words/time.ts';

/** Where I work in support: am I there, until when not, and whom to call meanwhile. Whoever works for all sites says it once. */
export function MyPresence() {
  const { sites, actor } = useField();
  const serves = actor.memberships.filter((m) => SUPPORT.has(m.role));
  const [first] = sites;
  return (
    <>
      {sites
        .filter((s) => serves.some((m) => m.site === s.id))
        .map((site) => (
          <AtPlace key={site.id} site={site} everywhere={false} />
        ))}
      {first !== undefined && serves.some((m) => m.site === null) && <AtPlace site={first} everywhere />}
    </>
  );
}

/** @param everywhere said of all sites; `site` is then one that this phone holds, whose calendar counts */
function AtPlace({ site, everywhere }: { site: SiteDocument; everywhere: boolean }) {
  const { words: w, me, now, connection, retry, toast } = useField();
  const say = w.guarded.presence;
  const today = localDay(now, site.timeZone);
  const key = everywhere ? 'all' : site.id;
  const self = site.colleagues.find((c) => c.id === me.person);
  const known = self === undefined ? null : awayOf(self, today);
  const [told, setTold] = useState<{ isHere: boolean; until: string; deputy: string } | null>(null);
  const [problem, setProblem] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { isHere, until, deputy } = told ?? { isHere: known === null, until: known?.until ?? '', deputy: known?.deputy ?? '' };
  const set = (patch: Partial<NonNullable<typeof told>>) => setTold({ isHere, until, deputy, ...patch });
  const others = standIns(site, me.person, everywhere).filter((c) => awayOf(c, today) === null);

  const keep = async () => {
    setBusy(true);
    setProblem(false);
    const body = {
      site: everywhere ? null : site.id,
      isHere,
      until: isHere || until === '' ? null : until,
      deputy: isHere || deputy === '' ? null : deputy,
    };
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
      <ChoiceGroup legend={say.mine({ site: everywhere ? w.me.everywhere : site.name })}>
        <Choice name={`here ${key}`} value="here" checked={isHere} onChange={() => set({ isHere: true })} label={say.here} />
        <Choice name={`here ${key}`} value="away" checked={!isHere} onChange={() => set({ isHere: false })} label={say.away} />
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
                  name={`deputy ${key}`}
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
