'use client';
import { useCallback, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { PlaceFilter } from '#app/admin/choices.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { roster } from '#app/admin/running.ts';
import { dayAfter } from '#domain/oncall.ts';
import { date, longDay } from '#domain/words/time.ts';
import type { Roster } from '#server/office/oncall.ts';
import { TurnForm } from './TurnForm.tsx';
import { TurnLine } from './TurnLine.tsx';

/** Noon of a calendar day: an instant that is of that day in UTC. */
const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

/** Who answers outside the hours: a week at a time, day by day. */
export function OnCall() {
  const [asked, setAsked] = useState({ site: '', week: '' });
  const ask = useCallback(() => roster(asked), [asked]);
  const { load, again } = useTold(ask);
  return (
    <Frame page="oncall" load={load} again={again} isAdmin={load.state === 'here' && load.value.isAdmin}>
      {(told, texts) => <Week told={told} texts={texts} again={again} ask={setAsked} />}
    </Frame>
  );
}

type Props = { told: Roster; texts: Texts; again: () => Promise<void>; ask: (asked: { site: string; week: string }) => void };

function Week({ told, texts, again, ask }: Props) {
  const { o, language } = texts;
  const say = o.oncall;
  const [done, setDone] = useState<string | null>(null);
  const { monday, timeZone, site, places } = told;
  const sunday = dayAfter(monday, 6);
  const shortOf = (day: string) => date(noon(day), noon(told.today), 'UTC', language);
  const go = (week: string) => ask({ site: site ?? '', week });
  const kept = async (text: string) => {
    await again();
    setDone(text);
  };
  return (
    <>
      <p className="s q">{say.lead}</p>
      <PlaceFilter label={say.whose} none={say.all} places={places} value={site ?? ''} choose={(of) => ask({ site: of, week: monday })} />
      <div className="filters">
        <Button icon="arrow-left" onClick={() => go(dayAfter(monday, -7))}>
          {say.before}
        </Button>
        <Button onClick={() => go('')}>{say.current}</Button>
        <Button onClick={() => go(dayAfter(monday, 7))}>{say.after}</Button>
      </div>
      <h2>{say.week({ from: shortOf(monday), to: shortOf(sunday) })}</h2>
      <p className="s q">{say.zone({ zone: timeZone })}</p>
      {done !== null && <Note icon="circle-check" tone="o" alert title={done} />}
      {told.days.map(({ day, slices }) => (
        <Group key={day} title={[longDay(noon(day), 'UTC', language), ...(day === told.today ? [say.today] : [])].join(', ')}>
          {slices.length === 0 && <EmptyRow text={say.nobody} />}
          {slices.map((slice) => (
            <TurnLine key={slice.turn.id} slice={slice} told={told} texts={texts} kept={kept} />
          ))}
        </Group>
      ))}
      {told.people.length === 0 ? (
        <Note icon="users-round" title={say.noOne} />
      ) : (
        <section className="panel roomy">
          <h2>{say.add}</h2>
          <TurnForm key={site} told={told} turn={null} texts={texts} kept={(name) => kept(say.added({ name }))} />
        </section>
      )}
    </>
  );
}
