import { shownName, teamName, whoOf, zoneOf } from '#app/_field/said.ts';
import type { IconName } from '#app/_ui/icons.ts';
import { DIRECTION_ICON, EVENT_LOOK } from '#app/_ui/looks.ts';
import type { Step } from '#app/_ui/Track.tsx';
import type { Tone } from '#app/_ui/tone.ts';
import type { Instant, PersonId, PhotoHash } from '#domain/ids.ts';
import type { Recorded, TicketEvent } from '#domain/ticket/events.ts';
import { evolve } from '#domain/ticket/evolve.ts';
import { isOpen, type Level, type Task, type Ticket } from '#domain/ticket/ticket.ts';
import type { TicketView, View } from '#domain/view.ts';
import type { Words } from '#domain/words/fr/index.ts';
import type { Language } from '#domain/words/language.ts';
import { words } from '#domain/words/spoken.ts';
import { when } from '#domain/words/time.ts';
import type { Sentence } from '#domain/words/types.ts';

/** What a telling needs to know beside the ticket. */
export interface Teller {
  readonly view: Pick<View, 'sites'>;
  readonly me: PersonId;
  readonly language: Language;
  readonly now: Instant;
}

/** One line of the timeline. */
export interface Line {
  readonly id: string;
  readonly sentence: Sentence;
  /** The person's own words. */
  readonly quote: string | null;
  readonly icon: IconName;
  readonly tone: Tone | undefined;
  readonly at: Instant;
  readonly received: Instant | null;
  readonly photos: readonly PhotoHash[];
  /** The command on this phone that it comes from; null once the server has it. */
  readonly seq: number | null;
}

function looksOf(event: TicketEvent): { readonly icon: IconName; readonly tone?: Tone } {
  if (event.type === 'AlertTraced' && event.step === 'undelivered') return { icon: 'bell-off', tone: 'd' };
  if (event.type === 'NoteAdded' && event.call !== undefined)
    return { icon: 'phone', ...(event.call.way === 'unanswered' ? { tone: 'w' as const } : {}) };
  if (event.type === 'TicketEscalated') return { icon: DIRECTION_ICON[event.direction], tone: 'y' };
  return EVENT_LOOK[event.type];
}

/** What the person wrote with it. */
function quoteOf(w: Words, event: TicketEvent): string | null {
  switch (event.type) {
    case 'TicketOpened':
      return event.ticket.text || null;
    case 'NoteAdded':
    case 'TicketResolved':
    case 'TicketDropped':
    case 'HelpAsked':
    case 'WorkPaused':
      return event.text || null;
    case 'OwnershipReleased':
    case 'OwnershipRelieved':
      return event.reason;
    case 'OwnershipAssigned':
    case 'TeamAssigned':
    case 'VisitPlanned':
    case 'VisitAnswered':
    case 'VisitLeft':
    case 'TicketReopened':
    case 'TicketRated':
    case 'ApprovalGiven':
    case 'ApprovalRefused':
      return event.text || null;
    case 'CheckRecorded':
      return event.check === 'identity' ? event.how || null : null;
    case 'TicketQualified':
      return event.facts.override?.reason ?? null;
    case 'TicketEscalated':
      return event.text === '' ? w.status.escalationReason[event.reason] : `${w.status.escalationReason[event.reason]}. ${event.text}`;
    default:
      return null;
  }
}

function sentenceOf(ticket: TicketView, { event, by }: Recorded, level: Level | null, { view, me, language, now }: Teller): Sentence {
  const w = words(language);
  const e = w.timeline.event;
  const who = whoOf(view, w, me, ticket, by);
  const other = (person: PersonId | null) => whoOf(view, w, me, ticket, person);
  const known = (person: PersonId) => other(person) ?? { name: w.common.unknownPerson, you: false };
  switch (event.type) {
    case 'TicketOpened': {
      const { channel, beneficiary, requester } = event.ticket;
      return e.TicketOpened({ who, channel, beneficiary: beneficiary === requester ? null : other(beneficiary) });
    }
    case 'OwnershipTaken':
      return e.OwnershipTaken({ who, from: other(event.from) });
    case 'OwnershipRelieved':
      return e.OwnershipRelieved({ who, from: known(event.from) });
    case 'TicketEscalated':
      return e.TicketEscalated({ who, direction: event.direction, level, team: teamName(view, event.team) });
    case 'HelpAsked':
      return e.HelpAsked({ who, helper: known(event.helper) });
    case 'HelperJoined':
      return e.HelperJoined({ who, because: event.because, owner: other(event.owner) });
    case 'NoteAdded': {
      const internal = event.visibility === 'internal';
      if (event.call === undefined) return e.NoteAdded({ who, internal });
      const { way, person, name } = event.call;
      return w.timeline.called({ who, way, whom: person !== null ? known(person) : name === '' ? null : { name, you: false }, internal });
    }
    case 'PhotoAttached':
      return e.PhotoAttached({ who, n: 1 });
    case 'PhotoStored':
    case 'TicketClosed':
      return e[event.type]();
    case 'WorkPaused': {
      const until = event.until === null ? null : when(event.until, now, zoneOf(view, ticket.head.site), language);
      return e.WorkPaused({ who, reason: event.reason, until });
    }
    case 'TicketResolved':
      return e.TicketResolved({ who, resolution: event.resolution, mode: event.mode });
    case 'TicketDropped':
      return e.TicketDropped({ who, reason: event.reason });
    case 'AlertTraced':
      return e.AlertTraced({ person: known(event.person), step: event.step });
    case 'PeopleCalled':
      return e.PeopleCalled({ people: event.people.map(known), circle: event.circle, late: event.late });
    case 'CallsExhausted':
    case 'VisitReminded':
      return e[event.type]();
    case 'PersonReplaced':
      return e.PersonReplaced({ from: known(event.from), person: known(event.to) });
    case 'DelayTold':
      return e.DelayTold({ clock: event.clock, percent: event.percent });
    case 'WorkStarted':
      return e.WorkStarted({ who, remote: event.remote === true });
    case 'OwnershipAssigned':
      return e.OwnershipAssigned({ who, helper: known(event.to) });
    case 'TeamAssigned':
      return e.TeamAssigned({ who, team: teamName(view, event.team) });
    case 'TicketQualified':
      return e.TicketQualified({ who, priority: event.facts.priority, overridden: event.facts.override !== null });
    case 'CheckRecorded':
      return e.CheckRecorded({ who, check: event.check });
    case 'TaskAdded':
      return e.TaskAdded({ who, task: taskText(w, event.task) });
    case 'TaskCompleted':
    case 'TaskReopened': {
      const task = ticket.head.tasks.find((t) => t.id === event.task);
      return e[event.type]({ who, task: task === undefined ? w.verbs.command.complete_task.title : taskText(w, task) });
    }
    case 'VisitPlanned':
      return e.VisitPlanned({ who, when: when(event.visit.at, now, zoneOf(view, ticket.head.site), language), remote: event.visit.remote });
    case 'VisitAnswered':
      return e.VisitAnswered({ who, accepted: event.accepted });
    case 'VisitArrived':
      return e.VisitArrived({ who, scanned: event.asset !== null });
    case 'TicketRated':
      return e.TicketRated({ who, stars: event.stars });
    case 'MarkedDuplicate':
      return e.MarkedDuplicate({ who, number: event.number });
    case 'DuplicateJoined':
      return e.DuplicateJoined({ person: known(event.person) });
    case 'ProblemLinked':
      return e.ProblemLinked({ who, number: event.number, linked: event.problem !== null });
    case 'OwnershipReleased':
    case 'WorkResumed':
    case 'CheckFailed':
    case 'VisitLeft':
    case 'ResolutionConfirmed':
    case 'TicketReopened':
    case 'ApprovalGiven':
    case 'ApprovalRefused':
    case 'SameTrouble':
      return e[event.type]({ who });
  }
}

/** A step of a procedure has its sentence in the words; one that this version does not know, its code. */
export function taskText(w: Words, task: Pick<Task, 'step' | 'text'>): string {
  return task.step === null ? task.text : ((w.catalogue.step as Readonly<Record<string, string>>)[task.step] ?? task.step);
}

/** The timeline, newest first. Photos one after the other by one person are one line; their arrival is seen on the photo itself. */
export function storyOf(ticket: TicketView, teller: Teller): Line[] {
  const w = words(teller.language);
  const lines: Line[] = [];
  let last: { line: Line; by: PersonId | null; photo: boolean } | null = null;
  let folded: Ticket | null = null;
  for (const recorded of ticket.timeline) {
    const { event, id, at, received, by } = recorded;
    folded = evolve(folded, recorded);
    if (event.type === 'PhotoStored' || !Object.hasOwn(EVENT_LOOK, event.type)) continue;
    const isPhoto = event.type === 'PhotoAttached';
    const seq = received === null ? Number(id.split('.')[0]) : null;
    if (isPhoto && last?.photo && last.by === by && (last.line.seq === null) === (seq === null)) {
      const photos: PhotoHash[] = [...last.line.photos, event.hash];
      const who = whoOf(teller.view, w, teller.me, ticket, by);
      last.line = { ...last.line, photos, sentence: w.timeline.event.PhotoAttached({ who, n: photos.length }), at, received };
      lines[lines.length - 1] = last.line;
      continue;
    }
    const { icon, tone } = looksOf(event);
    const photos = isPhoto ? [event.hash] : event.type === 'TicketOpened' ? event.ticket.photos.map((p) => p.hash) : [];
    const line: Line = {
      id,
      sentence: sentenceOf(ticket, recorded, folded?.level ?? null, teller),
      quote: quoteOf(w, event),
      icon,
      tone,
      at,
      received,
      photos,
      seq,
    };
    lines.push(line);
    last = { line, by, photo: isPhoto };
  }
  return lines.reverse();
}

/** Who has had it, who has it, what comes next, from the timeline. */
export function trackOf(ticket: TicketView, { view, me, language, now }: Teller): Step[] {
  const w = words(language);
  const { head } = ticket;
  const zone = zoneOf(view, head.site);
  const time = (at: Instant | null) => (at === null ? {} : { detail: when(at, now, zone, language) });
  const name = (person: PersonId | null) => shownName(w, whoOf(view, w, me, ticket, person) ?? { name: w.common.system, you: false });
  const steps: Step[] = [{ key: 'reported', icon: 'user-round', label: name(head.requester), state: 'had', ...time(head.openedAt) }];
  for (const { event, by, at, id } of ticket.timeline) {
    if (event.type !== 'OwnershipTaken' && event.type !== 'OwnershipRelieved') continue;
    steps.push({ key: id, icon: 'headset', label: name(by), state: 'had', ...time(at) });
  }
  if (!isOpen(head)) {
    const icon = head.status === 'dropped' ? 'circle-slash' : 'check';
    return [...steps, { key: 'end', icon, label: w.status.short[head.status], state: 'had', ...time(head.endedAt) }];
  }
  if (head.assignee === null) return [...steps, { key: 'next', icon: 'hand', label: w.timeline.dot.toTake, state: 'next' }];
  // The taking may not be among the events that this reader was given.
  if (steps.length > 1) steps.pop();
  return [
    ...steps,
    { key: 'now', icon: 'hand', label: name(head.assignee), state: 'now', ...time(head.assignedAt) },
    { key: 'next', icon: 'flag', label: w.timeline.dot.next, state: 'next' },
  ];
}
