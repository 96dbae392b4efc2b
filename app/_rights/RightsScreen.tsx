'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { Online } from '#app/_field/Online.tsx';
import { useTitle } from '#app/_field/useTitle.ts';
import { answers } from '#app/_tickets/queue.ts';
import { LinkButton } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { rightsScope } from '#domain/rights.ts';
import type { AccessRight } from '#domain/ticket/ticket.ts';
import { date } from '#domain/words/time.ts';

interface By {
  readonly ticket: string;
  readonly number: string | null;
  readonly at: number;
  readonly by: string | null;
  readonly form: string | null;
}
/** As GET /api/rights tells it. */
interface Line {
  readonly siteName: string;
  readonly who: string;
  readonly resource: string;
  readonly rights: AccessRight;
  readonly from: string;
  readonly until: string | null;
  readonly opened: By;
  readonly closed: By | null;
}

async function readRights(site: string): Promise<readonly Line[] | null> {
  const answer = await fetch(`/api/rights${site === '' ? '' : `?site=${site}`}`, { redirect: 'error', cache: 'no-store' });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`rights: ${answer.status}`);
  return ((await answer.json()) as { lines: readonly Line[] }).lines;
}

export function RightsScreen() {
  return (
    <Online>
      <Rights />
    </Online>
  );
}

const SHOWN = 100;

/** Who may open what: read from the server each time, for those whose work it is. Whoever may not is told what one is told of an unknown page. */
function Rights() {
  const { words: w, actor, sites } = useField();
  const say = w.guarded.rights;
  const [site, setSite] = useState('');
  const [search, setSearch] = useState('');
  const [onlyOpen, setOnlyOpen] = useState(true);
  const { data: lines, isError } = useQuery({ queryKey: ['rights', site], queryFn: () => readRights(site), staleTime: 0 });
  const isMine = lines !== null && rightsScope(actor).length > 0;
  const title = isMine ? say.title : w.errors.notFoundTitle;
  useTitle(title);
  const top = <TopBar title={title} back={{ href: '/me', label: w.common.back }} chip={<Chip />} />;
  if (!isMine)
    return (
      <Screen top={top}>
        <p className="q">{w.errors.notFoundText}</p>
      </Screen>
    );
  const found = (lines ?? []).filter((l) => (!onlyOpen || l.closed === null) && answers([l.who, l.resource, l.siteName, l.opened.number], search));
  const file = `/api/rights?as=csv${site === '' ? '' : `&site=${site}`}`;
  return (
    <Screen
      top={top}
      actions={
        lines && (
          <LinkButton kind="plain" shape="block" icon="arrow-up-from-line" href={file} download>
            {say.file}
          </LinkButton>
        )
      }
    >
      <p className="q">{say.why}</p>
      {isError && (
        <Note icon="cloud-off" tone="w" title={say.offline}>
          {say.offlineThen}
        </Note>
      )}
      <TextField
        type="search"
        label={w.common.search}
        hiddenLabel
        placeholder={say.search}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        autoComplete="off"
      />
      {sites.length > 1 && (
        <ChoiceGroup legend={say.column.site}>
          {[{ id: '', name: w.me.everywhere }, ...sites].map((s) => (
            <Choice key={s.id} name="site" value={s.id} checked={site === s.id} onChange={() => setSite(s.id)} label={s.name} />
          ))}
        </ChoiceGroup>
      )}
      <ChoiceGroup legend={say.which}>
        <Choice name="which" value="open" checked={onlyOpen} onChange={() => setOnlyOpen(true)} label={say.onlyOpen} />
        <Choice name="which" value="all" checked={!onlyOpen} onChange={() => setOnlyOpen(false)} label={say.all} />
      </ChoiceGroup>
      {lines !== undefined && (
        <Group title={say.count({ n: found.length })}>
          {found.slice(0, SHOWN).map((line) => (
            <Entry key={line.opened.ticket} line={line} />
          ))}
          {found.length === 0 && <EmptyRow text={say.none} />}
          {found.length > SHOWN && <EmptyRow text={say.more({ n: SHOWN })} />}
        </Group>
      )}
    </Screen>
  );
}

function Entry({ line }: { line: Line }) {
  const { words: w, language, now } = useField();
  const say = w.guarded.rights;
  const day = (text: string) => date(Date.parse(`${text}T12:00:00Z`), now, 'UTC', language);
  const { who, resource, rights, siteName, from, until, opened, closed } = line;
  return (
    <li className="row">
      <div className="grow">
        <h3>{say.line({ who, resource })}</h3>
        <p className="s q">
          {say.rights[rights]} · {siteName}
        </p>
        <p className="s q">{until === null ? say.since({ date: day(from) }) : say.between({ from: day(from), until: day(until) })}</p>
        <p className="s">
          <a href={`/tickets/${opened.ticket}`}>{say.number({ number: opened.number ?? '' })}</a>{' '}
          {opened.by === null ? say.onPaper : say.agreed({ who: opened.by })}
          {opened.form !== null && (
            <>
              {' '}
              <a href={`/api/photos/${opened.form}`} download>
                {say.form}
              </a>
            </>
          )}
        </p>
        {closed !== null && (
          <p className="s">
            {say.closed({ date: date(closed.at, now, 'UTC', language) })}{' '}
            <a href={`/tickets/${closed.ticket}`}>{say.number({ number: closed.number ?? '' })}</a>
          </p>
        )}
      </div>
    </li>
  );
}
