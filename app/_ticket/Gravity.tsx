'use client';
import { useField } from '#app/_field/field.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { IMPACT_ICON } from '#app/_ui/looks.ts';
import { IMPACTS, type Impact, type Ticket, URGENCIES, type Urgency } from '#domain/ticket/ticket.ts';
import { reasonOf } from './reason.ts';

type Props = {
  impact: Impact | null;
  urgency: Urgency | null;
  onChange: (patch: { impact: Impact } | { urgency: Urgency }) => void;
  /** those who see more than one place can say that more than one is touched */
  impacts?: readonly Impact[];
};

/** Two facts that anybody can tell: who is blocked, can the lesson go on. */
export function Gravity({ impact, urgency, onChange, impacts = IMPACTS }: Props) {
  const { words: w } = useField();
  return (
    <>
      <ChoiceGroup legend={w.opening.who}>
        {impacts.map((i) => (
          <Choice
            key={i}
            name="impact"
            value={i}
            checked={impact === i}
            onChange={() => onChange({ impact: i })}
            label={w.status.impact[i]}
            icon={IMPACT_ICON[i]}
          />
        ))}
      </ChoiceGroup>
      <ChoiceGroup legend={w.opening.lesson}>
        {URGENCIES.map((u) => (
          <Choice key={u} name="urgency" value={u} checked={urgency === u} onChange={() => onChange({ urgency: u })} label={w.status.urgency[u]} />
        ))}
      </ChoiceGroup>
    </>
  );
}

/** The priority that the facts give, and why. */
export function Reason({ facts }: { facts: Pick<Ticket, 'impact' | 'urgency' | 'symptom' | 'raised' | 'priority'> }) {
  const { words: w } = useField();
  const { actor, text } = reasonOf(w, facts);
  return (
    <p className="s q">
      <b>{actor}</b> {text}
    </p>
  );
}
