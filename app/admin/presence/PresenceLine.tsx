'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { SelectField, TextField } from '#app/_ui/Field.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { named } from '#app/admin/choices.tsx';
import { ActTrouble, FormFoot, useOfficeAct, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { Reach } from '#app/admin/Reach.tsx';
import { sayAway, sayBack } from '#app/admin/running.ts';
import { date } from '#domain/words/time.ts';
import type { PresenceRow, Presences } from '#server/office/presence.ts';

/** Noon of a calendar day: an instant that is of that day in UTC. */
const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

type Props = { row: PresenceRow; told: Presences; texts: Texts; kept: (text: string) => Promise<void> };

/** One person: there or away, until when, who stands in; and what can be noted of it. */
export function PresenceLine({ row, told, texts, kept }: Props) {
  const { w, o, language } = texts;
  const say = o.presence;
  const { away, name } = row;
  const [isAsking, setAsking] = useState(false);
  const { act, trouble, working } = useOfficeAct();
  const deputy = row.others.find((p) => p.id === away?.deputy)?.name;
  const roles = row.roles.map((role) => w.status.role[role]).join(', ');
  const instead = deputy === undefined ? say.noDeputy : say.deputy({ who: deputy });
  const details = away === null ? [] : [instead, ...(away.deputyIsAway && deputy !== undefined ? [say.deputyAway({ who: deputy })] : [])];
  const back = () =>
    act(
      () => sayBack({ person: row.person, site: row.place ?? '' }),
      () => kept(say.ended({ name })),
    );
  return (
    <li className="officerow">
      <span className="grow">
        <b>{name}</b>{' '}
        <StatusTag icon={away === null ? 'circle-check' : 'moon'} tone={away === null ? 'o' : 'w'}>
          {away === null
            ? say.here
            : away.until === null
              ? say.away
              : say.awayUntil({ date: date(noon(away.until), noon(told.today), 'UTC', language) })}
        </StatusTag>
        <Reach reach={row.reach} texts={texts} />
        <br />
        <span className="s q">{[roles, ...(row.place === null ? [say.everywhere] : []), ...details].join(' · ')}</span>
      </span>
      {row.mayChange && !isAsking && (
        <>
          <Button disabled={working} aria-label={(away === null ? say.sayOf : say.changeOf)({ who: name })} onClick={() => setAsking(true)}>
            {away === null ? say.say : say.change}
          </Button>
          {away !== null && (
            <Button icon="undo-2" disabled={working} aria-label={say.backOf({ who: name })} onClick={() => void back()}>
              {say.back}
            </Button>
          )}
        </>
      )}
      {isAsking && (
        <AwayForm
          row={row}
          told={told}
          texts={texts}
          kept={async (text) => {
            setAsking(false);
            await kept(text);
          }}
          cancel={() => setAsking(false)}
        />
      )}
      <ActTrouble trouble={trouble} w={w} o={o} />
    </li>
  );
}

function AwayForm({ row, told, texts, kept, cancel }: Props & { cancel: () => void }) {
  const { o } = texts;
  const say = o.presence;
  const { form, submit, errorOf, foot } = useOfficeForm(texts, sayAway, () => void kept(say.kept({ name: row.name })));
  return (
    <form ref={form} className="officeform grow" noValidate onSubmit={submit}>
      <input type="hidden" name="person" value={row.person} />
      <input type="hidden" name="site" value={row.place ?? ''} />
      <TextField
        type="date"
        label={say.until}
        hint={say.untilHint}
        error={errorOf('until') ?? errorOf('person')}
        name="until"
        min={told.today}
        defaultValue={row.away?.until ?? ''}
      />
      <SelectField
        label={say.who}
        error={errorOf('deputy')}
        name="deputy"
        defaultValue={row.away?.deputy ?? ''}
        none={say.nobody}
        options={named(row.others)}
      />
      <FormFoot {...foot} verb={say.keep} cancel={cancel} />
    </form>
  );
}
