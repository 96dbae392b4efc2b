'use client';
import { useState } from 'react';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { PlaceField } from '#app/admin/choices.tsx';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { SiteRow } from '#server/office/sites.ts';
import { makeBatch } from './actions.ts';

type Props = { sites: readonly SiteRow[]; texts: Texts; made: (batch: string) => void };

/** Stickers that are printed first and bound later, with the phone. */
export function BlankBatch({ sites, texts, made }: Props) {
  const { w, o } = texts;
  const [done, setDone] = useState<number | null>(null);
  const { form, submit, errorOf, foot } = useOfficeForm(texts, makeBatch, ({ id }, input) => {
    setDone(Number(input['count']));
    made(id);
  });
  const say = o.labels.blank;
  return (
    <details className="panel roomy stickermore">
      <summary>{say.title}</summary>
      <form ref={form} className="officeform" noValidate onSubmit={submit}>
        <p className="officeintro">{say.lead}</p>
        <PlaceField label={o.labels.site} name="site" none={o.labels.anySite} places={sites} />
        <TextField label={say.name} optional={w.common.optional} error={errorOf('name')} name="name" autoComplete="off" maxLength={60} />
        <TextField
          label={say.count}
          error={errorOf('count')}
          name="count"
          type="number"
          inputMode="numeric"
          min={1}
          max={650}
          defaultValue={24}
          required
        />
        {done !== null && <Note icon="check" tone="o" title={say.done({ n: done })} />}
        <FormFoot {...foot} verb={say.submit} />
      </form>
    </details>
  );
}
