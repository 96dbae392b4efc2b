'use client';
import { useCallback, useState } from 'react';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { PlaceFilter } from '#app/admin/choices.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { Pages } from '#app/admin/Pages.tsx';
import { readings } from '#app/admin/running.ts';
import { when } from '#domain/words/time.ts';
import type { Readings as Told } from '#server/office/readings.ts';

type Asked = { readonly site: string; readonly before: string };

/** Who opened which confidential ticket. */
export function Readings() {
  const [asked, setAsked] = useState<Asked>({ site: '', before: '' });
  const ask = useCallback(() => readings(asked), [asked]);
  const { load, again } = useTold(ask);
  return (
    <Frame page="readings" load={load} again={again} isAdmin={load.state === 'here' && load.value.isAdmin}>
      {(told, texts) => <List told={told} texts={texts} asked={asked} ask={setAsked} />}
    </Frame>
  );
}

type Props = { told: Told; texts: Texts; asked: Asked; ask: (asked: Asked) => void };

function List({ told, texts: { o, language }, asked, ask }: Props) {
  const say = o.readings;
  const [now] = useState(() => Date.now());
  return (
    <>
      <p className="s q">{say.lead}</p>
      <PlaceFilter label={say.site} none={say.allSites} places={told.places} value={asked.site} choose={(site) => ask({ site, before: '' })} />
      <Group title={say.title}>
        {told.rows.length === 0 && <EmptyRow text={say.none} />}
        {told.rows.map((row) => (
          <li key={row.id} className="officerow">
            <span className="grow">
              <b>{row.who}</b>
              <br />
              <span className="s q">
                {when(row.at, now, row.timeZone, language)} · {row.site}
              </span>
            </span>
            <a className="link tap" href={`/tickets/${row.ticket}`}>
              {say.ticket({ number: row.number })}
            </a>
          </li>
        ))}
      </Group>
      <Pages older={told.older} before={asked.before} go={(before) => ask({ ...asked, before })} say={say} />
    </>
  );
}
