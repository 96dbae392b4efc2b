import type { IconName } from '#app/_ui/icons.ts';
import type { Tone } from '#app/_ui/tone.ts';
import type { SiteDocument } from '#domain/documents.ts';
import type { Instant } from '#domain/ids.ts';
import { factsOf, type SlaFacts } from '#domain/sla/facts.ts';
import { type Clock, counted, figureOf, type SlaFigure } from '#domain/sla/figure.ts';
import { dueAt } from '#domain/sla/measure.ts';
import { isOpen } from '#domain/ticket/ticket.ts';
import type { TicketView, View } from '#domain/view.ts';
import { countdown, shortCountdown } from '#domain/words/countdown.ts';
import type { Words } from '#domain/words/fr/index.ts';
import type { Language } from '#domain/words/language.ts';

/** A figure is made again at most this often, ms: the screens tick as fast (app/_field/FieldProvider.tsx). */
const FRESH = 30_000;
/** Of what is not due: it stands behind all that is. */
export const NEVER_DUE = Number.POSITIVE_INFINITY;

/** What was made of one ticket; a ticket or a site that changed is another object, and is looked at anew. */
interface Made {
  readonly site: SiteDocument;
  readonly facts: SlaFacts | null;
  /** Of the newest event: what was just done is done, though the screens' clock ticks later. */
  readonly latest: Instant;
  due: Instant | null;
  tick: number;
  figures: Partial<Record<Clock, SlaFigure | null>>;
}
const made = new WeakMap<TicketView, Made>();

function madeOf(ticket: TicketView, site: SiteDocument): Made {
  const known = made.get(ticket);
  if (known !== undefined && known.site === site) return known;
  const { timeline } = ticket;
  const fresh: Made = {
    site,
    facts: factsOf(timeline, ticket.head.openedBySupport),
    latest: timeline.at(-1)?.at ?? 0,
    due: null,
    tick: Number.NaN,
    figures: {},
  };
  made.set(ticket, fresh);
  return fresh;
}

/** The clock that says how pressing a ticket is: to be owned until somebody has owned it, to be resolved from then on. */
export function clockOf({ head }: Pick<TicketView, 'head'>): Clock {
  return head.ownedAt === null && head.endedAt === null ? 'tto' : 'ttr';
}

/**
 * Where a clock of a ticket stands, from what this phone holds.
 * @param now the server's time
 * @param fresh how old a figure may be, ms: a critical one that runs out is looked at more often
 * @returns null where the site's calendar is not here, or its time zone is not known to this phone
 */
export function figureFor(ticket: TicketView, site: SiteDocument | undefined, clock: Clock, now: Instant, fresh = FRESH): SlaFigure | null {
  const { calendar, policy } = site ?? {};
  if (site === undefined || calendar === undefined || policy === undefined) return null;
  const kept = madeOf(ticket, site);
  const tick = Math.floor(now / fresh) * fresh;
  if (kept.tick !== tick) {
    kept.tick = tick;
    kept.figures = {};
  }
  const known = kept.figures[clock];
  if (known !== undefined) return known;
  const { facts } = kept;
  const figure = facts && withZone(() => figureOf(clock, facts, policy, calendar, Math.max(now, kept.latest)), null);
  kept.figures[clock] = figure;
  return figure;
}

/** An old phone may not know the zone of a site: then there is no delay to show, and all else goes on. */
function withZone<T>(count: () => T, otherwise: T): T {
  try {
    return count();
  } catch (error) {
    if (error instanceof RangeError) return otherwise;
    throw error;
  }
}

/** When the pressing clock of a ticket runs out; `NEVER_DUE` while it is stopped, or where nobody knows. Asked by every sort: made once. */
export function dueOf(ticket: TicketView, site: SiteDocument | undefined): Instant {
  const { calendar, policy } = site ?? {};
  if (site === undefined || calendar === undefined || policy === undefined) return NEVER_DUE;
  const kept = madeOf(ticket, site);
  kept.due ??= withZone(() => {
    const { facts } = kept;
    if (facts === null || facts.start === null) return NEVER_DUE;
    const clock = clockOf(ticket);
    const due = dueAt(facts.start, policy.targets[facts.priority][clock], calendar, clock === 'tto' ? [] : counted(facts.pauses, policy));
    return due.kind === 'at' ? due.at : NEVER_DUE;
  }, NEVER_DUE);
  return kept.due;
}

/** Work at a time, ms: a tap is never waited for. */
const SLICE = 6;

/** Learns when each open ticket runs out before a list asks, in small pieces behind whatever is drawn. @returns the way to stop */
export function primeDues({ tickets, sites }: Pick<View, 'tickets' | 'sites'>): () => void {
  const left = tickets.values();
  const step = () => {
    const end = performance.now() + SLICE;
    do {
      const next = left.next();
      if (next.done) return;
      if (isOpen(next.value.head)) dueOf(next.value, sites.get(next.value.head.site));
    } while (performance.now() < end);
    timer = setTimeout(step, 16);
  };
  let timer = setTimeout(step, 500);
  return () => clearTimeout(timer);
}

export interface ShortDelay {
  readonly text: string;
  readonly icon: IconName;
  readonly tone: Tone | undefined;
}

export function lookOf(figure: SlaFigure): Omit<ShortDelay, 'text'> {
  if (figure.state === 'late' || figure.state === 'missed') return { icon: 'alarm-clock', tone: 'd' };
  if (figure.pausedBy !== null) return { icon: 'pause', tone: undefined };
  return { icon: 'timer', tone: figure.state === 'at_risk' ? 'w' : undefined };
}

/** The delay of a ticket as one part of a row; null where it is not known. */
export function shortDelay(ticket: TicketView, site: SiteDocument | undefined, w: Words, language: Language, now: Instant): ShortDelay | null {
  const figure = figureFor(ticket, site, clockOf(ticket), now);
  return figure && { ...lookOf(figure), text: shortCountdown(w, figure, language) };
}

/** For the card that holds a ticket out: "Encore 20 min de service", "pour le prendre"; null where it is not known, or already owned once. */
export function leftToTake(
  ticket: TicketView,
  site: SiteDocument | undefined,
  w: Words,
  language: Language,
  now: Instant,
): { readonly bold: string; readonly rest: string } | null {
  const clock = clockOf(ticket);
  const figure = figureFor(ticket, site, clock, now);
  if (figure === null || figure.state === 'never' || figure.state === 'not_started') return null;
  const bold = capital(countdown(w, figure, language));
  return { bold, rest: clock === 'tto' ? w.sla.toTake : w.sla.toFix };
}

/** A part of a sentence, as its beginning. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
