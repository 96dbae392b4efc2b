'use client';
import { useCallback, useState } from 'react';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { PlaceFilter } from '#app/admin/choices.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { replacementList } from '#app/admin/reading.ts';
import { calendarDay } from '#domain/words/time.ts';
import type { Replacement as Told } from '#server/office/replacement.ts';
import { Ages, Clusters, Rooms } from './Patterns.tsx';
import { ReplacementLine } from './ReplacementLine.tsx';
import { money } from './say.ts';

/** What breaks again and again, and what to replace: to read, to print, to decide. */
export function Replacement() {
  const [site, setSite] = useState('');
  const ask = useCallback(() => replacementList({ site }), [site]);
  const { load, again } = useTold(ask);
  const pages = load.state === 'here' ? load.value.pages : 'reading';
  return (
    <Frame
      page="replacement"
      load={load}
      again={again}
      isAdmin={pages === 'admin'}
      keeps={pages !== 'reading'}
      runs={pages === 'admin' || pages === 'running'}
    >
      {(told, texts) => <List told={told} texts={texts} site={site} choose={setSite} again={again} />}
    </Frame>
  );
}

type Props = { told: Told; texts: Texts; site: string; choose: (site: string) => void; again: () => Promise<void> };

function List({ told, texts, site, choose, again }: Props) {
  const { o, language } = texts;
  const say = o.replacement;
  const [done, setDone] = useState<string | null>(null);
  const kept = async (name: string) => {
    await again();
    setDone(say.kept({ name }));
  };
  const where = told.places.find(({ id }) => id === site)?.name ?? say.allSites;
  return (
    <>
      <p className="s q noprint">{say.lead}</p>
      <div className="panel roomy officeform noprint">
        <PlaceFilter label={say.site} none={say.allSites} places={told.places} value={site} choose={choose} />
        <div className="officeacts">
          <Button icon="printer" onClick={() => print()}>
            {say.print}
          </Button>
          <LinkButton icon="arrow-up-from-line" href={`/api/replacement${site === '' ? '' : `?site=${site}`}`} download>
            {say.file}
          </LinkButton>
        </div>
      </div>
      {done !== null && <Note icon="circle-check" tone="o" alert title={done} />}
      <h2>
        {say.list}
        <span className="onlyprint"> {where}</span>
      </h2>
      <p className="s q onlyprint">{say.printed({ date: calendarDay(told.today, language) })}</p>
      {told.lines.length > 0 && <p>{say.total({ n: told.lines.length, cost: money(told.total, language) })}</p>}
      {told.isCut && <Note icon="triangle-alert" tone="w" title={say.cut({ n: told.lines.length })} />}
      <ul className="list">
        {told.lines.length === 0 && <EmptyRow text={say.none} />}
        {told.lines.map((line) => (
          <ReplacementLine
            key={line.thing.id}
            line={line}
            mayDecide={told.deciding === 'all' || told.deciding.includes(line.thing.site)}
            today={told.today}
            texts={texts}
            kept={kept}
          />
        ))}
      </ul>
      <Group title={say.clusters}>
        <Clusters told={told} texts={texts} />
      </Group>
      <Group title={say.rooms}>
        <Rooms told={told} texts={texts} />
      </Group>
      <h2>{say.ages}</h2>
      <Ages told={told} texts={texts} />
    </>
  );
}
