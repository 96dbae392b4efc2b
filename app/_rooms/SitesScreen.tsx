'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { Online } from '#app/_field/Online.tsx';
import { useTitle } from '#app/_field/useTitle.ts';
import { answers } from '#app/_tickets/queue.ts';
import { Button } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { Switch } from '#app/_ui/Switch.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { choosesSites, SITES_HELD } from '#domain/window.ts';

/** As GET /api/sites tells it. */
interface Line {
  readonly id: string;
  readonly name: string;
  readonly city: string;
  readonly uai: string;
  readonly held: 'own' | 'all' | 'pinned' | 'no';
}

async function readSites(): Promise<readonly Line[]> {
  const answer = await fetch('/api/sites', { redirect: 'error', cache: 'no-store' });
  if (!answer.ok) throw new Error(`sites: ${answer.status}`);
  return ((await answer.json()) as { sites: readonly Line[] }).sites;
}

export function SitesScreen() {
  return (
    <Online>
      <Sites />
    </Online>
  );
}

/** The sites that this phone holds: those of one's roles, and up to ten that one chooses. Choosing needs the network; what is held does not. */
function Sites() {
  const { words: w, sites: here, actor, retry, navigate, toast } = useField();
  const say = w.sites;
  useTitle(say.title);
  const { data: lines, isError } = useQuery({ queryKey: ['sites'], queryFn: readSites, staleTime: 0 });
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [search, setSearch] = useState('');
  const [problem, setProblem] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const pinned = chosen ?? new Set(lines?.filter((l) => l.held === 'pinned').map((l) => l.id));
  const isFull = pinned.size >= SITES_HELD;
  const chooses = choosesSites(actor) && lines?.some((l) => l.held === 'pinned' || l.held === 'no') === true;

  const turn = (id: string, on: boolean) => {
    const next = new Set(pinned);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const keep = async () => {
    setBusy(true);
    setProblem(false);
    const said = await fetch('/api/sites', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sites: [...pinned] }),
      redirect: 'error',
    }).catch(() => null);
    setBusy(false);
    if (said?.status !== 204) return setProblem(true);
    toast(say.done);
    // The next answer is of another window: what came is taken in, what left is let go.
    retry();
    navigate('/me');
  };
  const held = lines?.filter((l) => l.held === 'own' || l.held === 'all') ?? here.map((s) => ({ ...s, held: 'own' as const }));
  const others = lines?.filter((l) => (l.held === 'pinned' || l.held === 'no') && answers([l.name, l.city, l.uai], search)) ?? [];

  return (
    <Screen
      top={<TopBar title={say.title} back={{ href: '/me', label: w.common.back }} chip={<Chip />} />}
      actions={
        chooses && (
          <Button kind="primary" shape="block" disabled={isBusy || chosen === null} onClick={() => void keep()}>
            {say.keep({ n: pinned.size })}
          </Button>
        )
      }
    >
      <p className="q">{chooses ? say.why({ most: SITES_HELD }) : say.whyOwn}</p>
      {isError && <Note icon="cloud-off" tone="w" title={say.offline} />}
      {problem && (
        <Note icon="triangle-alert" tone="d" alert title={say.notKept}>
          {say.notKeptThen}
        </Note>
      )}
      {held.length > 0 && (
        <Group title={lines === undefined ? say.here : say.own} count={held.length}>
          {held.map((l) => (
            <Row key={l.id} middle lead={<Tile icon="school" />} title={l.name} meta={[l.city]} />
          ))}
        </Group>
      )}
      {chooses && (
        <>
          <TextField
            type="search"
            label={w.common.search}
            hiddenLabel
            placeholder={say.search}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            autoComplete="off"
          />
          <Group title={say.chosen({ n: pinned.size, most: SITES_HELD })}>
            {others.map((l) => (
              <Switch
                key={l.id}
                label={l.name}
                hint={isFull && !pinned.has(l.id) ? say.full({ most: SITES_HELD }) : `${l.city}, ${l.uai}`}
                on={pinned.has(l.id)}
                onChange={(on) => (!on || !isFull) && turn(l.id, on)}
                yes={w.common.yes}
                no={w.common.no}
              />
            ))}
            {others.length === 0 && <EmptyRow text={say.nothingFor({ text: search })} />}
          </Group>
        </>
      )}
    </Screen>
  );
}
