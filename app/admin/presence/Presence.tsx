'use client';
import { useCallback, useState } from 'react';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { PlaceFilter } from '#app/admin/choices.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { isUnreached, ReachFilter } from '#app/admin/Reach.tsx';
import { presences } from '#app/admin/running.ts';
import type { Presences } from '#server/office/presence.ts';
import { PresenceLine } from './PresenceLine.tsx';

/** Who is there on a site, who is not and until when, and who stands in. */
export function Presence() {
  const [site, setSite] = useState(() => new URLSearchParams(globalThis.location?.search).get('site') ?? '');
  const ask = useCallback(() => presences(site), [site]);
  const { load, again } = useTold(ask);
  return (
    <Frame page="presence" load={load} again={again} isAdmin={load.state === 'here' && load.value.isAdmin}>
      {(told, texts) => <Site told={told} texts={texts} again={again} ask={setSite} />}
    </Frame>
  );
}

type Props = { told: Presences; texts: Texts; again: () => Promise<void>; ask: (site: string) => void };

function Site({ told, texts, again, ask }: Props) {
  const say = texts.o.presence;
  const [done, setDone] = useState<string | null>(null);
  const kept = async (text: string) => {
    await again();
    setDone(text);
  };
  const [only, setOnly] = useState(false);
  const rows = only ? told.rows.filter(isUnreached) : told.rows;
  const away = told.rows.filter((r) => r.away !== null).length;
  const name = told.places.find((p) => p.id === told.site)?.name ?? say.title;
  return (
    <>
      <p className="s q">{say.lead}</p>
      <PlaceFilter
        label={say.site}
        places={told.places}
        value={told.site ?? ''}
        choose={(of) => {
          setDone(null);
          ask(of);
        }}
      />
      {done !== null && <Note icon="circle-check" tone="o" alert title={done} />}
      <ReachFilter n={told.rows.filter(isUnreached).length} only={only} choose={setOnly} texts={texts} />
      <Group title={away === 0 ? name : `${name}, ${say.absent({ n: away })}`}>
        {rows.length === 0 && <EmptyRow text={only ? texts.o.people.allReached : say.none} />}
        {rows.map((row) => (
          <PresenceLine key={`${row.person} ${told.site}`} row={row} told={told} texts={texts} kept={kept} />
        ))}
      </Group>
    </>
  );
}
