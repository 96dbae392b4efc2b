import type { SlaFigure } from '#domain/sla/figure.ts';
import type { Missing } from '#domain/sla/openings.ts';
import type { Words } from './fr/index.ts';
import type { Language } from './index.ts';
import { calendarDay, span } from './time.ts';

const MINUTE = 60_000;

/**
 * Where a clock stands, as part of a sentence: "encore 2 h de service", "en retard de 40 min de service",
 * "délai arrêté : attend un rendez-vous". Whole minutes: what is left is rounded up, what is late down, and neither says 0.
 */
export function countdown(w: Words, figure: SlaFigure, language: Language): string {
  const length = (minutes: number) => {
    const text = span(Math.max(1, minutes) * MINUTE, language, figure.dayMs);
    return figure.target.counts === 'always' ? text : w.sla.service({ span: text });
  };
  const late = length(Math.floor(-figure.left / MINUTE));
  switch (figure.state) {
    case 'not_started':
      return w.sla.notStarted;
    case 'never':
      return w.sla.never;
    case 'held':
      return w.sla.held;
    case 'missed':
      return w.sla.missed({ span: late });
    case 'late':
      return figure.pausedBy === null ? w.sla.late({ span: late }) : w.sla.latePaused({ span: late, reason: figure.pausedBy });
    case 'paused':
      // A pause always has its reason; without one the plain countdown is still true.
      if (figure.pausedBy !== null) return w.sla.paused({ reason: figure.pausedBy });
      return w.sla.left({ span: length(Math.ceil(figure.left / MINUTE)) });
    case 'on_time':
    case 'at_risk':
      return w.sla.left({ span: length(Math.ceil(figure.left / MINUTE)) });
  }
}

/** The same for one short part of a row, "encore 2 h 30", "retard 40 min": service time is understood there. */
export function shortCountdown(w: Words, figure: SlaFigure, language: Language): string {
  const length = (minutes: number) => span(Math.max(1, minutes) * MINUTE, language, figure.dayMs);
  switch (figure.state) {
    case 'not_started':
      return w.sla.short.notStarted;
    case 'never':
      return w.sla.short.never;
    case 'held':
      return w.sla.held;
    case 'late':
    case 'missed':
      return w.sla.short.late({ span: length(Math.floor(-figure.left / MINUTE)) });
    default:
      return figure.pausedBy === null
        ? w.sla.left({ span: length(Math.ceil(figure.left / MINUTE)) })
        : w.sla.short.paused({ reason: figure.pausedBy });
  }
}

/** The warnings to show beside a figure: which days off it would have needed and nobody knows. Empty when all are known. */
export function warnings(w: Words, missing: readonly Missing[], language: Language): string[] {
  return missing.map(({ of, known }) => {
    const [since, until] = known ?? [null, null];
    return w.sla.missing[of]({ since: since && calendarDay(since, language), until: until && calendarDay(until, language) });
  });
}
