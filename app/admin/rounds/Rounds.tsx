'use client';
import { useCallback, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { PlaceFilter } from '#app/admin/choices.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { Pages } from '#app/admin/Pages.tsx';
import { rounds } from '#app/admin/reading.ts';
import { when } from '#domain/words/time.ts';
import type { Rounds as Told } from '#server/office/rounds.ts';
import type { RoundRow } from '#server/rounds.ts';
import { OneRound } from './OneRound.tsx';
import { sumsOf } from './sums.ts';

type Asked = { readonly site: string; readonly before: string };

/** Every tour of a room: what it found, what it did not. */
export function Rounds() {
  const [asked, setAsked] = useState<Asked>({ site: '', before: '' });
  const [shown, setShown] = useState<string | null>(null);
  const ask = useCallback(() => rounds(asked), [asked]);
  const { load, again } = useTold(ask);
  const pages = load.state === 'here' ? load.value.pages : 'reading';
  return (
    <Frame
      page="rounds"
      load={load}
      again={again}
      isAdmin={pages === 'admin'}
      keeps={pages !== 'reading'}
      runs={pages === 'admin' || pages === 'running'}
    >
      {(told, texts) =>
        shown === null ? (
          <List told={told} texts={texts} asked={asked} ask={setAsked} see={setShown} />
        ) : (
          <OneRound id={shown} texts={texts} back={() => setShown(null)} />
        )
      }
    </Frame>
  );
}

type Props = { told: Told; texts: Texts; asked: Asked; ask: (asked: Asked) => void; see: (id: string) => void };

function List({ told, texts, asked, ask, see }: Props) {
  const say = texts.o.rounds;
  return (
    <>
      <p className="s q">{say.lead}</p>
      <PlaceFilter label={say.site} none={say.allSites} places={told.places} value={asked.site} choose={(site) => ask({ site, before: '' })} />
      <ul className="list">
        {told.rows.length === 0 && <EmptyRow text={say.none} />}
        {told.rows.map((row) => (
          <Line key={row.id} row={row} texts={texts} see={see} />
        ))}
      </ul>
      <Pages older={told.older} before={asked.before} go={(before) => ask({ ...asked, before })} say={say} />
    </>
  );
}

function Line({ row, texts, see }: { row: RoundRow; texts: Texts; see: (id: string) => void }) {
  const { o, language } = texts;
  const say = o.rounds;
  const [now] = useState(() => Date.now());
  return (
    <li className="officerow">
      <Plate building={row.building} room={row.roomName ?? say.removedRoom} />
      <div className="grow">
        <b>{row.siteName}</b>
        <span className="s q officeline">
          {when(row.startedAt, now, row.timeZone, language)}, {say.by({ who: row.who.join(', ') })}
        </span>
        <span className="officeline">{sumsOf(row, texts)}</span>
      </div>
      {row.endedAt === null && <StatusTag icon="footprints">{say.running}</StatusTag>}
      <Button onClick={() => see(row.id)} aria-label={say.seeOf({ room: row.roomName })}>
        {say.see}
      </Button>
    </li>
  );
}
