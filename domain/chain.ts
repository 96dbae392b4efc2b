import type { Actor } from './actor.ts';
import { holds } from './actor.ts';
import type { ColleaguePresence } from './documents.ts';
import type { Instant, PersonId } from './ids.ts';
import { hears } from './notice.ts';
import { may, maySee } from './permission.ts';
import { deputiesOf } from './presence.ts';
import { quietUntil } from './quiet.ts';
import type { ServiceCalendar } from './sla/calendar.ts';
import { dueAt } from './sla/measure.ts';
import { opensAt } from './sla/openings.ts';
import { CIRCLES, type Circle } from './ticket/events.ts';
import type { Ticket } from './ticket/ticket.ts';

/** How long the house waits for an answer, in minutes (domain.md section 3). */
export interface AlertDelays {
  readonly answer: number;
  /** The same for a critical ticket. */
  readonly critical: number;
  /** Service minutes after which a call that nobody answered is said again. */
  readonly again: number;
  /** Do pushes rest outside the hours of the ticket's site? */
  readonly quiet: boolean;
}

export const DEFAULT_DELAYS: AlertDelays = { answer: 5, critical: 2, again: 30, quiet: true };

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Calls every half hour, of a day of service. */
const AGAIN_MOST = 20;
/** What is due that long ago was held up by the house itself: it says so. */
const LATE = 5 * MINUTE;

/** The two halves of a call's time: after the first a mail follows the push, after the second the next people are called. ms */
export function answerWithin(ticket: Pick<Ticket, 'priority'>, delays: AlertDelays): number {
  return (ticket.priority === 1 ? delays.critical : delays.answer) * MINUTE;
}

/** What is known of people beside their roles. */
export interface Around {
  readonly actors: readonly Actor[];
  /** Who is away from this site today, and whom they named. */
  readonly away: ReadonlyMap<PersonId, ColleaguePresence>;
  /** Members of proximity teams. */
  readonly proximity: readonly PersonId[];
  readonly onCall: readonly PersonId[];
}

export type Circles = Readonly<Record<(typeof CIRCLES)[number] | 'on_call', readonly PersonId[]>>;

/**
 * Who is called for a ticket, in circles; each person in their first one only. Nobody is called for a ticket that they may not see.
 * @param except who handed it on: they know
 */
export function circlesOf(ticket: Ticket, { actors, away, proximity, onCall }: Around, except: PersonId | null = null): Circles {
  const reads = actors.filter((a) => maySee(a, ticket) && a.person !== except);
  const isHands = ticket.handedTo.to === 'on_site' || (ticket.handedTo.to === 'level' && ticket.level === 1);
  const waited = reads.filter((a) => hears({ of: 'waited-for' }, a, ticket)).map((a) => a.person);
  const those = (list: readonly PersonId[]) => reads.map((a) => a.person).filter((p) => list.includes(p));
  const takers = new Set(reads.filter((a) => may(a, 'take', ticket)).map((a) => a.person));
  const standIns = deputiesOf(
    waited.filter((p) => away.has(p)),
    away,
  );
  const fresh = once(away);
  const on_call = ticket.priority === 1 ? those(onCall) : [];
  return {
    on_call,
    present: fresh([...on_call, ...waited]),
    deputies: fresh(those(standIns).filter((p) => takers.has(p))),
    team: fresh(isHands ? those(proximity) : []),
    supervisors: fresh(reads.filter((a) => holds(a, 'supervisor', ticket.site)).map((a) => a.person)),
  };
}

/**
 * Who is called for a ticket whose owner was given it and does not answer: they were the first themselves, by the assignment.
 * @param by who gave it to them, and counts on them
 */
export function circlesBehind(ticket: Ticket, { actors, away, onCall }: Around, by: PersonId | null): Circles {
  const owner = ticket.assignee === null ? [] : [ticket.assignee];
  const reads = actors.filter((a) => maySee(a, ticket)).map((a) => a.person);
  const leads = actors.filter((a) => holds(a, 'supervisor', ticket.site) || a.person === by).map((a) => a.person);
  const fresh = once(away);
  return {
    on_call: ticket.priority === 1 ? reads.filter((p) => onCall.includes(p)) : [],
    present: fresh(owner),
    deputies: fresh(deputiesOf(owner, away).filter((p) => reads.includes(p))),
    team: [],
    supervisors: fresh(leads.filter((p) => reads.includes(p))),
  };
}

/** Gives of each list who is there, and was in no list before. */
function once(away: Around['away']): (list: readonly PersonId[]) => readonly PersonId[] {
  const seen = new Set<PersonId>();
  return (list) => {
    const out = list.filter((p) => !seen.has(p) && !away.has(p));
    for (const p of out) seen.add(p);
    return out;
  };
}

/** A call under way, as it is stored. */
export interface Chain {
  readonly state: 'running' | 'exhausted';
  /** How many circles were called. */
  readonly step: number;
  readonly stepAt: Instant | null;
  /** When this step was due. */
  readonly nextAt: Instant;
}

export type ChainStep =
  | {
      readonly do: 'call';
      readonly circle: Circle;
      readonly people: readonly PersonId[];
      readonly late: boolean;
      readonly step: number;
      readonly nextAt: Instant;
    }
  /** Everybody was called. */
  | { readonly do: 'exhaust'; readonly step: number; readonly nextAt: Instant }
  | { readonly do: 'wait'; readonly nextAt: Instant };

interface Facts {
  readonly circles: Circles;
  readonly delays: AlertDelays;
  readonly calendar: ServiceCalendar;
  /** When one of those called opened the alert last; null: nobody has. */
  readonly openedAt: Instant | null;
}

/**
 * What comes next in a call that is due. Pure; a server that was down for a day says the same, once, and marks it late.
 * Outside the hours it rests, but for a critical ticket with somebody on call: they are called again and again.
 */
export function nextStep(ticket: Ticket, chain: Chain, { circles, delays, calendar, openedAt }: Facts, now: Instant): ChainStep {
  const within = answerWithin(ticket, delays);
  const late = now - chain.nextAt > LATE;
  const again = delays.again * MINUTE;
  const opens = quietUntil(now, calendar, delays);
  if (opens !== null) {
    if (circles.on_call.length > 0)
      return { do: 'call', circle: 'on_call', people: circles.on_call, late, step: chain.step, nextAt: Math.min(now + again, opens) };
    // What was called for while nobody was there rings as it opens: its time begins then.
    const restedAlready = chain.stepAt !== null && quietUntil(chain.stepAt, calendar, delays) !== null;
    return { do: 'wait', nextAt: opens + (restedAlready ? 2 * within : 0) };
  }
  // Somebody looks at it: they have the time of one more answer.
  if (openedAt !== null && now - openedAt < within && chain.state === 'running') return { do: 'wait', nextAt: openedAt + within };
  if (chain.state === 'running') {
    for (const [i, circle] of CIRCLES.entries()) {
      if (i < chain.step || circles[circle].length === 0) continue;
      return { do: 'call', circle, people: circles[circle], late, step: i + 1, nextAt: now + 2 * within };
    }
    return { do: 'exhaust', step: CIRCLES.length, nextAt: afterService(now, delays.again, calendar) };
  }
  const people = [...new Set([...circles.present, ...circles.deputies, ...circles.supervisors])];
  const step = chain.step + 1;
  // After a day of it nobody listens any more: then once a day, as the school opens. It stays red.
  const nextAt = step < CIRCLES.length + AGAIN_MOST ? afterService(now, delays.again, calendar) : (opensAt(now + DAY / 2, calendar) ?? now + DAY);
  return people.length === 0 ? { do: 'wait', nextAt } : { do: 'call', circle: 'again', people, late, step, nextAt };
}

function afterService(now: Instant, minutes: number, calendar: ServiceCalendar): Instant {
  const due = dueAt(now, { minutes, counts: 'service' }, calendar);
  return due.kind === 'at' ? due.at : now + minutes * MINUTE;
}
