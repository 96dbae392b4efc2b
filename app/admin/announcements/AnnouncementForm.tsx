'use client';
import { useState } from 'react';
import { Field, TextArea, TextField } from '#app/_ui/Field.tsx';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { publishAnnouncement } from '#app/admin/running.ts';
import { ANNOUNCEMENT_MAX } from '#domain/announcement.ts';
import type { Announcements } from '#server/office/announcements.ts';

type Props = { told: Announcements; texts: Texts; kept: () => Promise<void> };

/** One sentence or two, for a site or for all, from now or a later hour until another. */
export function AnnouncementForm({ told, texts, kept }: Props) {
  const { w, o } = texts;
  const say = o.announcements;
  const { form, submit, errorOf, foot } = useOfficeForm(texts, publishAnnouncement, () => void kept());
  const [site, setSite] = useState<string>(told.mayAll ? '' : (told.places[0]?.id ?? ''));
  const zone = told.places.find((p) => p.id === site)?.timeZone ?? told.house;
  return (
    <form ref={form} className="panel roomy officeform" noValidate onSubmit={submit}>
      <h2>{say.add}</h2>
      <TextArea label={say.text} hint={say.textHint} error={errorOf('text')} name="text" required maxLength={ANNOUNCEMENT_MAX} />
      <Field label={say.where} error={errorOf('site')}>
        {(bound) => (
          <select className="input" name="site" value={site} onChange={({ target }) => setSite(target.value)} {...bound}>
            {told.mayAll && <option value="">{say.all}</option>}
            {told.places.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={say.tone} error={errorOf('tone')}>
        {(bound) => (
          <select className="input" name="tone" {...bound}>
            <option value="info">{say.tones.info}</option>
            <option value="trouble">{say.tones.trouble}</option>
          </select>
        )}
      </Field>
      <TextField type="datetime-local" label={say.from} hint={say.fromHint} optional={w.common.optional} error={errorOf('from')} name="from" />
      <TextField
        type="datetime-local"
        label={say.until}
        hint={o.oncall.zone({ zone })}
        error={errorOf('until')}
        name="until"
        defaultValue={`${told.today}T23:59`}
        required
      />
      <FormFoot {...foot} verb={say.submit} />
    </form>
  );
}
