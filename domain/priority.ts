import { IMPACTS, type Impact, type Priority, type Ticket, URGENCIES, type Urgency } from './ticket/ticket.ts';

/** What impact and urgency give (ITIL), as an organisation has set it. */
export type Matrix = Readonly<Record<Impact, Readonly<Record<Urgency, Priority>>>>;

/** domain.md section 4. */
export const DEFAULT_MATRIX: Matrix = {
  person: { low: 4, normal: 4, high: 3, blocking: 2 },
  group: { low: 4, normal: 3, high: 2, blocking: 2 },
  site: { low: 3, normal: 2, high: 2, blocking: 1 },
  many_sites: { low: 3, normal: 2, high: 1, blocking: 1 },
};

/** 1 (most urgent) to 4. @param raised by one: a critical asset, a VIP person or room */
export function priorityOf(impact: Impact, urgency: Urgency, raised: boolean, matrix: Matrix = DEFAULT_MATRIX): Priority {
  const base = matrix[impact][urgency];
  return raised && base > 1 ? ((base - 1) as Priority) : base;
}

/** What the facts give, raised by one for a critical asset, a VIP person or a VIP room; a whole site without network is P1 by rule. */
export function ratingOf(
  { impact, urgency, symptom }: Pick<Ticket, 'impact' | 'urgency' | 'symptom'>,
  { isCritical, isVip }: { readonly isCritical: boolean; readonly isVip: boolean },
  matrix: Matrix = DEFAULT_MATRIX,
): Pick<Ticket, 'priority' | 'raised'> {
  if (symptom === 'site_down') return { priority: 1, raised: null };
  const raised = isCritical ? 'critical' : isVip ? 'vip' : null;
  return { priority: priorityOf(impact, urgency, raised !== null, matrix), raised };
}

/** The first place where something graver would be less of a priority: a slip of the hand. null: there is none. */
export function slipIn(matrix: Matrix): { readonly impact: Impact; readonly urgency: Urgency } | null {
  for (const [i, impact] of IMPACTS.entries())
    for (const [u, urgency] of URGENCIES.entries()) {
      const [smaller, calmer] = [IMPACTS[i - 1], URGENCIES[u - 1]];
      const given = matrix[impact][urgency];
      if (smaller !== undefined && given > matrix[smaller][urgency]) return { impact, urgency };
      if (calmer !== undefined && given > matrix[impact][calmer]) return { impact, urgency };
    }
  return null;
}
