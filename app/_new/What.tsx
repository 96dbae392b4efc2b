'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { categoryLabel, symptomLabel } from '#app/_field/said.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextArea } from '#app/_ui/Field.tsx';
import { symptomIcon } from '#app/_ui/looks.ts';
import { CATALOGUE } from '#domain/catalogue.ts';
import { TEXT_MAX } from '#domain/ticket/commands.ts';
import { type Report, type Subject, symptomsOf } from './form.ts';

/** The most tapped symptoms, before one asks for more. */
const FIRST = 3;

type Props = { subject: Subject; report: Report; onChange: (patch: Partial<Report>) => void; isMissing: boolean };

/** What happens: a symptom to tap, a sentence to write; one of them is enough. */
export function What({ subject, report, onChange, isMissing }: Props) {
  const { words: w } = useField();
  const [showsAll, setShowsAll] = useState(false);
  const all = symptomsOf(subject, report);
  const shown = showsAll || (report.symptom !== null && !all.slice(0, FIRST).includes(report.symptom)) ? all : all.slice(0, FIRST);
  return (
    <div className="stack">
      {subject.asset === null && (
        <ChoiceGroup legend={w.opening.category}>
          {CATALOGUE.map((c) => (
            <Choice
              key={c.code}
              name="category"
              value={c.code}
              checked={report.category === c.code}
              onChange={() => onChange({ category: c.code, symptom: null })}
              label={categoryLabel(w, c.code)}
            />
          ))}
        </ChoiceGroup>
      )}
      {shown.length > 0 && (
        <ChoiceGroup legend={w.opening.what} columns="three">
          {shown.map((s) => (
            <Choice
              key={s}
              name="symptom"
              value={s}
              checked={report.symptom === s}
              onChange={() => onChange({ symptom: s })}
              label={symptomLabel(w, s)}
              icon={symptomIcon(s)}
            />
          ))}
        </ChoiceGroup>
      )}
      {shown.length < all.length && (
        <Button kind="quiet" onClick={() => setShowsAll(true)}>
          {w.opening.otherSymptoms}
        </Button>
      )}
      <TextArea
        label={shown.length > 0 ? w.opening.details : w.opening.what}
        placeholder={w.opening.detailsPlaceholder}
        hint={w.opening.noPassword}
        error={isMissing ? w.opening.need : null}
        maxLength={TEXT_MAX}
        value={report.text}
        onChange={(e) => onChange({ text: e.target.value })}
      />
    </div>
  );
}
