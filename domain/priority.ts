import type { Impact, Priority, Ticket, Urgency } from './ticket/ticket.ts';

/** Default matrix of domain.md section 4 (ITIL: impact x urgency). */
const MATRIX: Readonly<Record<Impact, Readonly<Record<Urgency, Priority>>>> = {
  person: { low: 4, normal: 4, high: 3, blocking: 2 },
  group: { low: 4, normal: 3, high: 2, blocking: 2 },
  site: { low: 3, normal: 2, high: 2, blocking: 1 },
  many_sites: { low: 3, normal: 2, high: 1, blocking: 1 },
};

/** 1 (most urgent) to 4. @param raised by one: a critical asset, a VIP person or room */
export function priorityOf(impact: Impact, urgency: Urgency, raised: boolean): Priority {
  const base = MATRIX[impact][urgency];
  return raised && base > 1 ? ((base - 1) as Priority) : base;
}

/** What the facts give, raised by one for a critical asset, a VIP person or a VIP room; a whole site without network is P1 by rule. */
export function ratingOf(
  { impact, urgency, symptom }: Pick<Ticket, 'impact' | 'urgency' | 'symptom'>,
  { isCritical, isVip }: { readonly isCritical: boolean; readonly isVip: boolean },
): Pick<Ticket, 'priority' | 'raised'> {
  if (symptom === 'site_down') return { priority: 1, raised: null };
  const raised = isCritical ? 'critical' : isVip ? 'vip' : null;
  return { priority: priorityOf(impact, urgency, raised !== null), raised };
}
