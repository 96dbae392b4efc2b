'use client';
import { useField } from '#app/_field/field.tsx';
import { whoOf } from '#app/_field/said.ts';
import { priorityOf } from '#domain/priority.ts';
import type { TicketView } from '#domain/view.ts';
import { Reason } from './Gravity.tsx';
import { reasonOf } from './reason.ts';

/** The reason of the priority, for those who work on it; where somebody decided otherwise, who and why, then what the facts give. */
export function Because({ ticket }: { ticket: TicketView }) {
  const { view, words: w, me } = useField();
  const { head } = ticket;
  if (head.override === null) return <Reason facts={head} />;
  // What they would give today.
  const matrix = view.sites.get(head.site)?.policy?.matrix;
  const facts = reasonOf(w, { ...head, priority: priorityOf(head.impact, head.urgency, head.raised !== null, matrix) });
  const who = whoOf(view, w, me.person, ticket, head.override.by);
  const chosen = w.forms.priority.override({ ...head.override, who: who?.you ? w.forms.you : (who?.name ?? w.common.unknownPerson) });
  return (
    <p className="s q">
      <b>{chosen.actor}</b> {chosen.text}
      <br />
      {w.forms.priority.facts} {facts.actor} {facts.text}
    </p>
  );
}
