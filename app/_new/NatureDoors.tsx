'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import type { IconName } from '#app/_ui/icons.ts';
import { NATURES, type Nature } from '#domain/ticket/ticket.ts';

const ICON: Readonly<Record<Nature, IconName>> = { incident: 'triangle-alert', service_request: 'package', assistance: 'circle-question-mark' };

type Props = {
  nature: Nature | null;
  onChange: (nature: Nature) => void;
  /** the way here has said it already: the other doors come when they are asked for */
  isKnown: boolean;
};

/** Why one comes, in plain words: something fails, something is needed, or a question. */
export function NatureDoors({ nature, onChange, isKnown }: Props) {
  const { words: w } = useField();
  const [isAsked, setAsked] = useState(false);
  if (isKnown && !isAsked) {
    return (
      <Button kind="quiet" onClick={() => setAsked(true)}>
        {w.report.notFault}
      </Button>
    );
  }
  return (
    <ChoiceGroup
      legend={w.report.why}
      columns="one"
      after={
        <p className="hint">
          <a className="link tap" href="/how">
            {w.report.how}
          </a>
        </p>
      }
    >
      {NATURES.map((n) => (
        <Choice
          key={n}
          name="nature"
          value={n}
          checked={nature === n}
          onChange={() => onChange(n)}
          label={w.report.nature[n].label}
          hint={w.report.nature[n].hint}
          icon={ICON[n]}
        />
      ))}
    </ChoiceGroup>
  );
}
