'use client';
import { useState } from 'react';
import { SelectField, TextArea, TextField } from '#app/_ui/Field.tsx';
import { PlaceField } from '#app/admin/choices.tsx';
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
      <PlaceField
        label={say.where}
        error={errorOf('site')}
        name="site"
        value={site}
        none={told.mayAll ? say.all : undefined}
        places={told.places}
        choose={setSite}
      />
      <SelectField
        label={say.tone}
        error={errorOf('tone')}
        name="tone"
        options={(['info', 'trouble'] as const).map((tone) => [tone, say.tones[tone]])}
      />
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
