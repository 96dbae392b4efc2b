'use client';
import { useState } from 'react';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextArea, TextField } from '#app/_ui/Field.tsx';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { decideReplacement } from '#app/admin/reading.ts';
import { CHOICES } from '#domain/register/thing.ts';
import type { ReplacementLine } from '#server/recurrence.ts';

type Props = { line: ReplacementLine; today: string; texts: Texts; name: string; done: () => Promise<void>; cancel: () => void };

/** Keep, repair or replace: with its year and its reason, kept on the equipment. */
export function DecideForm({ line, today, texts, name, done, cancel }: Props) {
  const { o } = texts;
  const say = o.replacement;
  const { thing, decision } = line;
  const { form, submit, errorOf, foot } = useOfficeForm(
    texts,
    (input) => decideReplacement({ ...input, asset: thing.id, site: thing.site }),
    () => void done(),
  );
  const [chosen, choose] = useState<(typeof CHOICES)[number]>(decision?.choice ?? 'replace');
  return (
    <form ref={form} className="officeform officeletter noprint" onSubmit={submit} aria-label={say.decideOf({ name })}>
      <ChoiceGroup legend={say.question} columns="three">
        {CHOICES.map((choice) => (
          <Choice key={choice} name="choice" value={choice} checked={chosen === choice} onChange={() => choose(choice)} label={say.choice[choice]} />
        ))}
      </ChoiceGroup>
      {chosen === 'replace' ? (
        <TextField
          name="year"
          inputMode="numeric"
          label={say.year}
          error={errorOf('year')}
          defaultValue={decision?.year ?? Number(today.slice(0, 4)) + 1}
          maxLength={4}
        />
      ) : (
        <input type="hidden" name="year" value="" />
      )}
      <TextArea
        name="text"
        label={say.reason}
        hint={say.reasonHint}
        error={errorOf('text')}
        defaultValue={decision?.text ?? ''}
        maxLength={500}
        rows={2}
      />
      <FormFoot {...foot} verb={say.keepIt} cancel={cancel} />
    </form>
  );
}
