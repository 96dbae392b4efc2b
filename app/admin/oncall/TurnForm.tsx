'use client';
import { useState } from 'react';
import { SelectField, TextField } from '#app/_ui/Field.tsx';
import { named, PlaceField } from '#app/admin/choices.tsx';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { setTurn } from '#app/admin/running.ts';
import { dayAfter } from '#domain/oncall.ts';
import type { Roster, TurnRow } from '#server/office/oncall.ts';

type Props = {
  told: Roster;
  /** The one to change; null: a new one. */
  turn: TurnRow | null;
  texts: Texts;
  kept: (name: string) => Promise<void>;
  cancel?: () => void;
};

/** One person, from when until when, in the hours of the place that is chosen. A night is proposed. */
export function TurnForm({ told, turn, texts, kept, cancel }: Props) {
  const { o } = texts;
  const say = o.oncall;
  const [site, setSite] = useState<string>(turn === null ? (told.site ?? (told.mayAll ? '' : (told.places[0]?.id ?? ''))) : (turn.site ?? ''));
  const able = told.people.filter((p) => p.sites === 'all' || p.sites.some((s) => s === site));
  const nameOf = (id: string | undefined) => told.people.find((p) => p.id === id)?.name ?? '';
  const { form, submit, errorOf, foot } = useOfficeForm(texts, setTurn, (_, input) => void kept(nameOf(input['person'])));
  const zone = told.places.find((p) => p.id === site)?.timeZone ?? told.house;
  const first = told.today >= told.monday && told.today <= dayAfter(told.monday, 6) ? told.today : told.monday;
  return (
    <form ref={form} className="officeform grow" noValidate onSubmit={submit}>
      <input type="hidden" name="id" value={turn?.id ?? ''} />
      <PlaceField
        label={say.where}
        error={errorOf('site')}
        name="site"
        value={site}
        none={told.mayAll ? say.all : undefined}
        places={told.places}
        choose={setSite}
      />
      <SelectField label={say.who} error={errorOf('person')} name="person" defaultValue={turn?.person} options={named(able)} />
      <TextField
        type="datetime-local"
        label={say.from}
        hint={say.zone({ zone })}
        error={errorOf('from')}
        name="from"
        defaultValue={turn?.fromWall ?? `${first}T17:30`}
        required
      />
      <TextField
        type="datetime-local"
        label={say.untilField}
        error={errorOf('until')}
        name="until"
        defaultValue={turn?.untilWall ?? `${dayAfter(first, 1)}T07:30`}
        required
      />
      <FormFoot {...foot} verb={turn === null ? say.submit : say.keep} disabled={able.length === 0} cancel={cancel} />
    </form>
  );
}
