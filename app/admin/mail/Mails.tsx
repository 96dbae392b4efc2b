'use client';
import { useCallback, useState } from 'react';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { SelectField } from '#app/_ui/Field.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { PlaceFilter } from '#app/admin/choices.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { Pages } from '#app/admin/Pages.tsx';
import { mails } from '#app/admin/running.ts';
import type { Mails as Told } from '#server/office/mails.ts';
import { Incoming } from './Incoming.tsx';
import { MailLine } from './MailLine.tsx';

/** The states in the order in which they ask for somebody. */
const STATES = ['kept', 'refused', 'given-up', 'capped', 'waiting', 'sent'] as const;
type Asked = { readonly site: string; readonly state: '' | (typeof STATES)[number]; readonly before: string };

/** Every letter that the house wrote: what left, what did not and why, and once more. */
export function Mails() {
  const [asked, setAsked] = useState<Asked>({ site: '', state: '', before: '' });
  const ask = useCallback(() => mails(asked), [asked]);
  const { load, again } = useTold(ask);
  return (
    <Frame page="mail" load={load} again={again} isAdmin={load.state === 'here' && load.value.isAdmin}>
      {(told, texts) => <Outbox told={told} texts={texts} asked={asked} ask={setAsked} again={again} />}
    </Frame>
  );
}

type Props = { told: Told; texts: Texts; asked: Asked; ask: (asked: Asked) => void; again: () => Promise<void> };

function Outbox({ told, texts, asked, ask, again }: Props) {
  const say = texts.o.mail;
  const [done, setDone] = useState<string | null>(null);
  const resent = async (address: string) => {
    await again();
    setDone(say.asked({ address }));
  };
  const here = STATES.filter((state) => (told.counts[state] ?? 0) > 0 || state === asked.state);
  return (
    <>
      <p className="s q">{say.lead}</p>
      {!told.sends && (
        <Note icon="triangle-alert" tone="w" title={say.keptHere}>
          {say.keptThen}
        </Note>
      )}
      {done !== null && <Note icon="circle-check" tone="o" alert title={done} />}
      <div className="panel roomy officeform">
        <PlaceFilter
          label={say.site}
          none={say.allSites}
          places={told.places}
          value={asked.site}
          choose={(site) => ask({ ...asked, site, before: '' })}
        />
        <SelectField
          label={say.show}
          value={asked.state}
          none={say.all}
          options={here.map((state) => [state, say.stateOf({ state: say.state[state], n: told.counts[state] ?? 0 })])}
          choose={(state) => ask({ ...asked, state, before: '' })}
        />
      </div>
      <Group title={asked.state === '' ? say.all : say.state[asked.state]}>
        {told.rows.length === 0 && <EmptyRow text={say.none} />}
        {told.rows.map((row) => (
          <MailLine key={row.id} row={row} sends={told.sends} texts={texts} resent={resent} />
        ))}
      </Group>
      <Pages older={told.older} before={asked.before} go={(before) => ask({ ...asked, before })} say={say} />
      {asked.before === '' && told.isAdmin && <Incoming told={told} texts={texts} />}
    </>
  );
}
