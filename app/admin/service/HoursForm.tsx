'use client';
import { SelectField, TextArea, TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { setHours } from '#app/admin/actions.ts';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { calendarDay } from '#domain/words/time.ts';
import type { ServiceRow } from '#server/office/service.ts';

/** The hours of one site: a line for each day of the week, then the days off. */
export function HoursForm({ site, texts, saved }: { site: ServiceRow; texts: Texts; saved: () => Promise<void> }) {
  const { w, o, language } = texts;
  const say = o.service;
  const { form, submit, errorOf, foot } = useOfficeForm(texts, (input) => setHours({ ...input, site: site.id }), saved);
  const until = (known: readonly [string, string] | null) => (known === null ? null : calendarDay(known[1], language));
  return (
    <form ref={form} className="panel roomy officeform" noValidate onSubmit={submit}>
      <h2>{say.hours}</h2>
      <p className="s q officeintro">{say.hoursThen}</p>
      {site.missing.map(({ of, known }) => (
        <Note key={of} icon="triangle-alert" tone="w" title={say.missing[of]({ until: until(known) })}>
          {say.missingThen}
        </Note>
      ))}
      {site.lacksOwn && <Note icon="triangle-alert" tone="w" title={say.lacksOwn} />}
      {say.day.map((day, i) => (
        <TextField
          key={day}
          label={day}
          hint={i === 0 ? say.dayHint : undefined}
          error={errorOf(`day${i}`)}
          name={`day${i}`}
          defaultValue={site.week[i] ?? ''}
          autoComplete="off"
          spellCheck={false}
          maxLength={120}
        />
      ))}
      <TextField
        label={o.sites.timeZone}
        hint={o.sites.timeZoneHint}
        error={errorOf('timeZone')}
        name="timeZone"
        defaultValue={site.timeZone}
        autoComplete="off"
        spellCheck={false}
        required
        maxLength={60}
      />
      <SelectField
        label={say.holidays}
        error={errorOf('holidays')}
        name="holidays"
        defaultValue={site.holidays ?? ''}
        options={[...Object.entries(say.holidayZone), ['', say.noHolidays]]}
      />
      <SelectField
        label={say.school}
        error={errorOf('school')}
        name="school"
        defaultValue={site.school ?? ''}
        none={say.noSchool}
        options={Object.entries(say.schoolZone)}
      />
      <TextArea
        label={say.closures}
        optional={w.common.optional}
        hint={say.closuresHint}
        error={errorOf('closures')}
        name="closures"
        defaultValue={site.closures}
        maxLength={4000}
      />
      <FormFoot {...foot} verb={say.save} />
    </form>
  );
}
