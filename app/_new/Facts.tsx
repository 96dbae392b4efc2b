'use client';
import { useField } from '#app/_field/field.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { IMPACT_ICON } from '#app/_ui/looks.ts';
import { priorityOf } from '#domain/priority.ts';
import { IMPACTS, URGENCIES } from '#domain/ticket/ticket.ts';
import { IMPACT, type Report, type Subject, URGENCY } from './form.ts';

type Props = { subject: Subject; report: Report; onChange: (patch: Partial<Report>) => void; isStaff: boolean };

/** Two facts that anybody can tell; the priority follows from them, and only support reads its number. */
export function Facts({ subject, report, onChange, isStaff }: Props) {
  const { words: w } = useField();
  const impact = report.impact ?? IMPACT;
  const urgency = report.urgency ?? URGENCY;
  const reason = w.status.priority.because({
    priority: priorityOf(impact, urgency, subject.asset?.critical ?? false),
    impact: w.status.impact[impact],
    urgency: w.status.urgencyFact[urgency],
  });
  // One place is all that a teacher knows of.
  const impacts = isStaff ? IMPACTS : IMPACTS.filter((i) => i !== 'many_sites');
  return (
    <>
      <ChoiceGroup legend={w.opening.who}>
        {impacts.map((i) => (
          <Choice
            key={i}
            name="impact"
            value={i}
            checked={report.impact === i}
            onChange={() => onChange({ impact: i })}
            label={w.status.impact[i]}
            icon={IMPACT_ICON[i]}
          />
        ))}
      </ChoiceGroup>
      <ChoiceGroup legend={w.opening.lesson}>
        {URGENCIES.map((u) => (
          <Choice
            key={u}
            name="urgency"
            value={u}
            checked={report.urgency === u}
            onChange={() => onChange({ urgency: u })}
            label={w.status.urgency[u]}
          />
        ))}
      </ChoiceGroup>
      {isStaff && (
        <p className="s q">
          <b>{reason.actor}</b> {reason.text}
        </p>
      )}
    </>
  );
}
