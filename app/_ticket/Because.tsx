'use client';
import { useField } from '#app/_field/field.tsx';
import { whoOf } from '#app/_field/said.ts';
import { priorityOf } from '#domain/priority.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import type { Words } from '#domain/words/fr/index.ts';
import type { Sentence } from '#domain/words/types.ts';

/** Why the facts give this priority: who is blocked, can the lesson go on, what raised it. */
export function reasonOf(w: Words, facts: Pick<Ticket, 'impact' | 'urgency' | 'symptom' | 'raised'>): Sentence {
  const { impact, urgency, symptom, raised } = facts;
  if (symptom === 'site_down')
    return { actor: w.forms.priority.because({ priority: 1, impact: '', urgency: '', raised: null }).actor, text: w.forms.priority.siteDown };
  return w.forms.priority.because({
    priority: priorityOf(impact, urgency, raised !== null),
    impact: w.status.impact[impact],
    urgency: w.status.urgencyFact[urgency],
    raised,
  });
}

/** The reason of the priority, for those who work on it; where somebody decided otherwise, who and why, then what the facts give. */
export function Because({ ticket }: { ticket: TicketView }) {
  const { view, words: w, me } = useField();
  const { head } = ticket;
  const facts = reasonOf(w, head);
  if (head.override === null) {
    return (
      <p className="s q">
        <b>{facts.actor}</b> {facts.text}
      </p>
    );
  }
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
