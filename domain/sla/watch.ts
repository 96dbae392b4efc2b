import type { Instant } from '#domain/ids.ts';
import type { SystemCommand } from '#domain/ticket/commands.ts';
import type { Recorded } from '#domain/ticket/events.ts';
import { isOpen, type Ticket } from '#domain/ticket/ticket.ts';
import type { ServiceCalendar } from './calendar.ts';
import { factsOf } from './facts.ts';
import { type Clock, counted, figureOf, stepToTell } from './figure.ts';
import { dueAt, thresholds } from './measure.ts';
import type { SlaPolicy } from './policy.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Service days after which a resolution that nobody contradicted stands (domain.md section 2). */
export const CLOSE_DAYS = 5;
/** What is told that long after it was due was held up by the house itself: it says so. */
const LATE = 5 * MINUTE;
/** Nobody is told of what was due so long ago: a database that comes from before the sweep would ring for years. */
const STALE = 7 * DAY;

/** What time alone brings to a ticket at an instant. */
export interface Watched {
  readonly commands: readonly SystemCommand[];
  /** When to look again if nothing happens to it before; null: never. */
  readonly wakeAt: Instant | null;
}

/**
 * Thresholds of the delays, a day that was waited for, the end of a resolved ticket's time, reminders. Pure: looked at late or twice it says
 * the same once, for what was told stands in the timeline.
 * @param timeline in its order; events of `factsOf` and those told here are enough
 */
export function watch(ticket: Ticket, timeline: readonly Recorded[], policy: SlaPolicy, calendar: ServiceCalendar, now: Instant): Watched {
  const commands: SystemCommand[] = [];
  const dates: Instant[] = [];
  const at = (date: Instant | null, act: () => SystemCommand) => {
    if (date === null) return;
    if (date <= now) commands.push(act());
    else dates.push(date);
  };
  if (ticket.status === 'waiting' && ticket.waitUntil !== null) {
    const until = ticket.waitUntil;
    at(until, () => ({ type: 'resume_due', ticket: ticket.id, until }));
  }
  if (ticket.status === 'resolved' && ticket.endedAt !== null) {
    const due = dueAt(ticket.endedAt, { minutes: CLOSE_DAYS * policy.dayMinutes, counts: 'service' }, calendar);
    at(due.kind === 'at' ? due.at : ticket.endedAt + 7 * DAY, () => ({ type: 'close', ticket: ticket.id }));
  }
  const reminder = reminderOf(ticket, timeline);
  // One who comes too late reminds nobody.
  if (reminder !== null && ticket.visit !== null && now < ticket.visit.at) {
    at(reminder, () => ({ type: 'remind_visit', ticket: ticket.id, visit: ticket.visit?.id ?? '' }));
  }
  if (isOpen(ticket) && !ticket.isTest) for (const clock of ['tto', 'ttr'] as const) tellDelay(clock);
  return { commands, wakeAt: dates.length === 0 ? null : Math.min(...dates) };

  function tellDelay(clock: Clock): void {
    const facts = factsOf(timeline, ticket.openedBySupport);
    if (facts === null || facts.start === null) return;
    const end = clock === 'tto' ? (facts.owned ?? facts.ended) : facts.ended;
    if (end !== null) return;
    const told = timeline.reduce(
      (most, { event }) => (event.type === 'DelayTold' && event.clock === clock ? Math.max(most, event.percent) : most),
      0,
    );
    const figure = figureOf(clock, facts, policy, calendar, now);
    const percent = stepToTell(figure, told);
    const pauses = clock === 'tto' ? [] : counted(facts.pauses, policy);
    for (const { percent: share, due } of thresholds(facts.start, figure.target, calendar, pauses, policy.tellAt)) {
      if (due.kind !== 'at') continue;
      if (share === percent && now - due.at < STALE)
        commands.push({ type: 'tell_delay', ticket: ticket.id, clock, percent, late: now - due.at > LATE });
      else if (due.at > now && share > told) dates.push(due.at);
    }
  }
}

/** The day before, or the hour before where it was planned later than that; null: none is due. */
function reminderOf(ticket: Ticket, timeline: readonly Recorded[]): Instant | null {
  const { visit } = ticket;
  if (!isOpen(ticket) || visit === null || (visit.state !== 'proposed' && visit.state !== 'accepted')) return null;
  if (timeline.some(({ event }) => event.type === 'VisitReminded' && event.visit === visit.id)) return null;
  const planned = timeline.findLast(({ event }) => event.type === 'VisitPlanned' && event.visit.id === visit.id)?.at ?? visit.at;
  return [visit.at - DAY, visit.at - HOUR].find((date) => date > planned) ?? null;
}
