import type { Ticket } from '#domain/ticket/ticket.ts';
import type { Words } from '#domain/words/fr/index.ts';
import type { Sentence } from '#domain/words/types.ts';

/** Why the facts give this priority: who is blocked, can the lesson go on, what raised it. */
export function reasonOf(w: Words, facts: Pick<Ticket, 'impact' | 'urgency' | 'symptom' | 'raised' | 'priority'>): Sentence {
  const { impact, urgency, symptom, raised, priority } = facts;
  if (symptom === 'site_down')
    return { actor: w.forms.priority.because({ priority: 1, impact: '', urgency: '', raised: null }).actor, text: w.forms.priority.siteDown };
  return w.forms.priority.because({
    priority,
    impact: w.status.impact[impact],
    urgency: w.status.urgencyFact[urgency],
    raised,
  });
}
