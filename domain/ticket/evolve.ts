import { approvalFor } from '#domain/catalogue.ts';
import type { PersonId } from '#domain/ids.ts';
import type { Recorded, TicketEvent } from './events.ts';
import { isOpen, levelAbove, type Task, type Ticket, upcastTicket } from './ticket.ts';

type Occurrence = Pick<Recorded, 'event' | 'by' | 'at'>;

function without(list: readonly PersonId[], person: PersonId | null): readonly PersonId[] {
  return list.filter((p) => p !== person);
}

function withOne(list: readonly PersonId[], person: PersonId | null): readonly PersonId[] {
  return person === null || list.includes(person) ? list : [...list, person];
}

/** Folds one event into the ticket. Total: an event that has happened is never argued with. */
export function evolve(ticket: Ticket | null, occurrence: Occurrence): Ticket | null {
  const after = fold(ticket, occurrence);
  if (after === null || after.calling === null) return after;
  // Whoever has it, and whatever is over, is called for no longer; a ticket that is handed on is called for anew.
  const isOver = !isOpen(after) || isPassedOn(occurrence.event) || isAnswered(after, occurrence);
  return isOver ? { ...after, calling: null } : after;
}

/** Does whoever has it now know: by any act of theirs, or by an alert that a device of theirs has shown? */
function isAnswered({ assignee }: Ticket, { event, by }: Occurrence): boolean {
  if (assignee === null) return false;
  const hasSeen = event.type === 'AlertTraced' && event.person === assignee && (event.step === 'shown' || event.step === 'opened');
  return by === assignee || hasSeen || event.type === 'OwnershipAssigned';
}

/** Others are waited for from now on; a supervisor who is told changes nothing of that. */
function isPassedOn(event: TicketEvent): boolean {
  if (event.type === 'TicketEscalated') return event.direction !== 'hierarchical';
  return event.type === 'TeamAssigned' || event.type === 'OwnershipReleased' || event.type === 'TicketReopened';
}

function fold(ticket: Ticket | null, { event, by, at }: Occurrence): Ticket | null {
  if (event.type === 'TicketOpened') return upcastTicket(event.ticket);
  if (ticket === null) return null;
  switch (event.type) {
    case 'OwnershipTaken':
      return owned(ticket, by, at);
    case 'OwnershipRelieved':
      return { ...owned(ticket, by, at), helpers: withOne(without(ticket.helpers, by), event.from) };
    case 'OwnershipReleased':
      return {
        ...ticket,
        status: ticket.level > ticket.categoryLevel ? 'escalated' : 'new',
        handedTo: { to: 'level' },
        assignee: null,
        assignedAt: null,
        waitReason: null,
        waitUntil: null,
      };
    case 'TicketEscalated': {
      if (event.direction === 'hierarchical') return ticket;
      const level = event.direction === 'up' ? (levelAbove(ticket) ?? 3) : ticket.level;
      return {
        ...ticket,
        status: 'escalated',
        level,
        handedTo:
          event.direction === 'out' && event.team !== null
            ? { to: 'team', team: event.team }
            : { to: event.direction === 'on_site' ? 'on_site' : 'level' },
        reachable: event.reason === 'remote_impossible' ? false : ticket.reachable,
        assignee: null,
        assignedAt: null,
        waitReason: null,
        waitUntil: null,
        observers: withOne(ticket.observers, ticket.assignee),
      };
    }
    case 'HelpAsked':
      return { ...ticket, helpers: withOne(ticket.helpers, event.helper) };
    case 'HelperJoined':
      return { ...ticket, helpers: withOne(ticket.helpers, by) };
    case 'PhotoAttached':
      return by === null || ticket.photos.some((p) => p.hash === event.hash)
        ? ticket
        : { ...ticket, photos: [...ticket.photos, { hash: event.hash, by, at, stored: false }] };
    case 'PhotoStored':
      return {
        ...ticket,
        photos: ticket.photos.map((p) => (p.hash === event.hash ? { ...p, stored: true, ...(event.paper && { paper: true }) } : p)),
      };
    case 'OwnershipAssigned':
      return { ...owned(ticket, event.to, at), observers: withOne(ticket.observers, event.from) };
    case 'TeamAssigned':
      return {
        ...ticket,
        status: 'escalated',
        handedTo: { to: 'team', team: event.team },
        assignee: null,
        assignedAt: null,
        waitReason: null,
        waitUntil: null,
        observers: withOne(ticket.observers, ticket.assignee),
      };
    case 'TicketQualified': {
      const { steps, level, override, ...facts } = event.facts;
      return {
        ...ticket,
        ...facts,
        override,
        categoryLevel: level,
        // Whoever passed it on knew why; a better category does not send it back.
        level: ticket.level === ticket.categoryLevel ? level : ticket.level,
        code: facts.asset === null ? ticket.code : null,
        qualifiedAt: ticket.qualifiedAt ?? at,
        tasks: [...ticket.tasks.filter((t) => t.step === null || t.done !== null || steps.some((s) => s.id === t.id)), ...news(ticket, steps)],
        // A form that was handed in waits for its answer, whatever the ticket is called meanwhile.
        approval:
          ticket.access !== null && ticket.approval?.state === 'pending'
            ? ticket.approval
            : approvalFor(facts.category, facts.symptom, ticket.approval),
      };
    }
    case 'CheckRecorded':
      return by === null
        ? ticket
        : {
            ...ticket,
            checks: [...ticket.checks, { check: event.check, by, at, how: event.how, photo: event.photo }],
            approval: event.check === 'form' && ticket.approval?.state === 'pending' ? { state: 'approved', by: null, at } : ticket.approval,
          };
    case 'TaskAdded':
      return { ...ticket, tasks: [...ticket.tasks, event.task] };
    case 'TaskCompleted':
      return by === null
        ? ticket
        : { ...ticket, tasks: ticket.tasks.map((t) => (t.id === event.task && t.done === null ? { ...t, done: { by, at } } : t)) };
    case 'TaskReopened':
      return { ...ticket, tasks: ticket.tasks.map((t) => (t.id === event.task ? { ...t, done: null } : t)) };
    case 'VisitPlanned':
      return { ...ticket, visit: event.visit };
    case 'VisitAnswered':
      return ticket.visit?.id === event.visit ? { ...ticket, visit: { ...ticket.visit, state: event.accepted ? 'accepted' : 'declined' } } : ticket;
    case 'VisitArrived':
      return ticket.visit !== null && ticket.visit.id === event.visit
        ? { ...ticket, visit: { ...ticket.visit, state: 'arrived', arrived: { at, asset: event.asset } } }
        : ticket;
    case 'VisitLeft':
      return ticket.visit !== null && ticket.visit.id === event.visit ? { ...ticket, visit: { ...ticket.visit, state: 'left', left: at } } : ticket;
    case 'ResolutionConfirmed':
      return { ...ticket, status: 'closed', closedAt: at };
    case 'TicketReopened':
      return {
        ...ticket,
        status: 'escalated',
        handedTo: { to: 'level' },
        assignee: null,
        assignedAt: null,
        endedAt: null,
        closedAt: null,
        rating: null,
        reopened: ticket.reopened + 1,
        observers: withOne(ticket.observers, ticket.assignee),
      };
    case 'TicketRated':
      return { ...ticket, rating: { stars: event.stars, text: event.text } };
    case 'ApprovalGiven':
      return { ...ticket, approval: { state: 'approved', by, at } };
    case 'ApprovalRefused':
      return { ...ticket, approval: { state: 'refused', by, at }, ...ended(at), drop: { reason: 'not_approved', text: event.text } };
    case 'SameTrouble':
      return { ...ticket, affected: withOne(ticket.affected, by) };
    case 'MarkedDuplicate':
      return { ...ticket, duplicateOf: event.of, ...ended(at), drop: { reason: 'duplicate', text: '' } };
    case 'DuplicateJoined':
      return { ...ticket, observers: withOne(ticket.observers, event.person) };
    case 'PersonReplaced':
      return replaced(ticket, event.from, event.to);
    case 'ProblemLinked':
      return { ...ticket, problem: event.problem };
    case 'WorkStarted':
    case 'WorkResumed':
      return { ...ticket, status: 'in_progress', waitReason: null, waitUntil: null };
    case 'WorkPaused':
      return { ...ticket, status: 'waiting', waitReason: event.reason, waitUntil: event.until };
    case 'TicketResolved':
      return by === null
        ? ticket
        : {
            ...ticket,
            status: 'resolved',
            endedAt: at,
            waitReason: null,
            waitUntil: null,
            resolution: { text: event.text, type: event.resolution, mode: event.mode, by },
          };
    case 'TicketDropped':
      return { ...ticket, ...ended(at), drop: { reason: event.reason, text: event.text } };
    case 'TicketClosed':
      return { ...ticket, status: 'closed', closedAt: at };
    case 'PeopleCalled':
      return { ...ticket, calling: { since: ticket.calling?.since ?? at, exhausted: ticket.calling?.exhausted ?? null } };
    case 'CallsExhausted':
      return { ...ticket, calling: { since: ticket.calling?.since ?? at, exhausted: at } };
    case 'CheckFailed':
    case 'NoteAdded':
    case 'AlertTraced':
    case 'DelayTold':
    case 'VisitReminded':
      return ticket;
    default:
      // Told by a server of a later build: this one shows what it knows, and the head comes folded.
      return ticket;
  }
}

/** One person for another in all the parts that somebody has in a ticket; who did what is not among them. */
function replaced(ticket: Ticket, from: PersonId, to: PersonId): Ticket {
  const one = (person: PersonId) => (person === from ? to : person);
  const list = (people: readonly PersonId[]) => [...new Set(people.map(one))];
  const { requester, beneficiary, recorder, assignee, helpers, observers, affected } = ticket;
  const owner = assignee === null ? null : one(assignee);
  return {
    ...ticket,
    ...{ requester: one(requester), beneficiary: one(beneficiary), recorder: one(recorder), assignee: owner },
    ...{ helpers: without(list(helpers), owner), observers: list(observers), affected: list(affected) },
  };
}

function ended(at: number) {
  return { status: 'dropped', endedAt: at, waitReason: null, waitUntil: null } as const;
}

function news(ticket: Ticket, steps: readonly Task[]): readonly Task[] {
  return steps.filter((s) => !ticket.tasks.some((t) => t.id === s.id));
}

function owned(ticket: Ticket, by: PersonId | null, at: number): Ticket {
  return {
    ...ticket,
    status: 'taken',
    assignee: by,
    assignedAt: at,
    ownedAt: ticket.ownedAt ?? at,
    qualifiedAt: ticket.qualifiedAt ?? at,
    helpers: without(ticket.helpers, by),
    waitReason: null,
    waitUntil: null,
  };
}

/** All the events of one command, in order. */
export function evolveAll(ticket: Ticket | null, occurrences: readonly Occurrence[]): Ticket | null {
  return occurrences.reduce(evolve, ticket);
}
