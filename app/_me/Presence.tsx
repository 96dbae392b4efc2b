'use client';
import { useState } from 'react';
import { useChange } from '#app/_asset/useChange.ts';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Mark } from '#app/_ui/Mark.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { SUPPORT } from '#domain/actor.ts';
import type { SiteDocument } from '#domain/documents.ts';
import type { PersonId } from '#domain/ids.ts';
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
  const { words: w, me, now, view } = useField();
  const { change, problem } = useChange();
  const say = w.guarded.presence;
  const today = localDay(now, site.timeZone);
  const key = everywhere ? 'all' : site.id;
  const self = site.colleagues.find((c) => c.id === me.person);
  const known = self === undefined ? null : awayOf(self, today);
  const [told, setTold] = useState<{ isHere: boolean; until: string; deputy: string } | null>(null);
  const { isHere, until, deputy } = told ?? { isHere: known === null, until: known?.until ?? '', deputy: known?.deputy ?? '' };
  const set = (patch: Partial<NonNullable<typeof told>>) => setTold({ isHere, until, deputy, ...patch });
  const others = standIns(site, me.person, everywhere).filter((c) => awayOf(c, today) === null);

  const keep = async () => {
    const away = isHere ? null : { until: until === '' ? null : until, deputy: deputy === '' ? null : (deputy as PersonId) };
    if (await change({ type: 'set_presence', v: 1, site: site.id, everywhere, away })) setTold(null);
  };
  const isWaiting = (view.laid?.get(site.id)?.pending.length ?? 0) > 0;

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
      {problem !== null && <Note icon="triangle-alert" tone="d" alert title={problem} />}
      {told === null && isWaiting && <Mark state="phone">{w.sync.mark.phone}</Mark>}
      {told !== null && (
        <Button kind="primary" shape="block" onClick={() => void keep()}>
          {say.keep}
        </Button>
      )}
    </section>
  );
}
