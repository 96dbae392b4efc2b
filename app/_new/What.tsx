'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { categoryLabel, symptomLabel } from '#app/_field/said.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextArea } from '#app/_ui/Field.tsx';
import type { IconName } from '#app/_ui/icons.ts';
import { symptomIcon } from '#app/_ui/looks.ts';
import type { CategoryCode } from '#domain/catalogue.ts';
import { TEXT_MAX } from '#domain/ticket/commands.ts';
import { categoriesOf, natureOf, type Report, type Subject, symptomsOf } from './form.ts';

/** The most tapped symptoms of a thing, before one asks for more. */
const FIRST = 3;

const ICON: Readonly<Record<CategoryCode, IconName>> = {
  workstation: 'monitor',
  display: 'projector',
  printing: 'printer',
  network: 'wifi',
  accounts: 'key-round',
  software: 'app-window',
  telephony: 'phone',
  tablets: 'tablet',
  servers: 'server',
  request: 'package',
  other: 'ellipsis',
};

type Props = { subject: Subject; report: Report; onChange: (patch: Partial<Report>) => void; isMissing: boolean };

/** What happens: a category and a symptom to tap, a sentence to write; one of them is enough. */
export function What({ subject, report, onChange, isMissing }: Props) {
  const { words: w } = useField();
  const [showsAll, setShowsAll] = useState(false);
  const nature = natureOf(subject, report);
  const categories = categoriesOf(subject, report);
  const all = symptomsOf(subject, report);
  const few = nature === 'incident' && subject.asset !== null;
  const shown = !few || showsAll || (report.symptom !== null && !all.slice(0, FIRST).includes(report.symptom)) ? all : all.slice(0, FIRST);
  const question = nature === null || nature === 'incident' ? w.opening.what : w.report.ask[nature];
  return (
    <div className="stack">
      {categories.length > 0 && (
        <ChoiceGroup legend={w.opening.category} columns="three">
          {categories.map((c) => (
            <Choice
              key={c}
              name="category"
              value={c}
              checked={report.category === c}
              onChange={() => onChange({ category: c, symptom: null })}
              label={categoryLabel(w, c)}
              icon={ICON[c]}
            />
          ))}
        </ChoiceGroup>
      )}
      {shown.length > 0 && (
        <ChoiceGroup legend={question} columns="three">
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
      {nature === 'incident' && report.category === 'network' && (
        <LinkButton href="/down" icon="octagon-alert">
          {w.down.title}
        </LinkButton>
      )}
      {shown.length < all.length && (
        <Button kind="quiet" onClick={() => setShowsAll(true)}>
          {w.opening.otherSymptoms}
        </Button>
      )}
      <TextArea
        label={shown.length > 0 ? w.opening.details : question}
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
