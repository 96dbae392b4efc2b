import type { PersonId } from '#domain/ids.ts';
import type { Recorded } from './events.ts';
import { levelAbove, type Ticket } from './ticket.ts';

type Occurrence = Pick<Recorded, 'event' | 'by' | 'at'>;

function without(list: readonly PersonId[], person: PersonId | null): readonly PersonId[] {
  return list.filter((p) => p !== person);
}

function withOne(list: readonly PersonId[], person: PersonId | null): readonly PersonId[] {
  return person === null || list.includes(person) ? list : [...list, person];
}

/** Folds one event into the ticket. Total: an event that has happened is never argued with. */
export function evolve(ticket: Ticket | null, { event, by, at }: Occurrence): Ticket | null {
  if (event.type === 'TicketOpened') return event.ticket;
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
      return { ...ticket, photos: ticket.photos.map((p) => (p.hash === event.hash ? { ...p, stored: true } : p)) };
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
      return { ...ticket, status: 'dropped', endedAt: at, waitReason: null, waitUntil: null, drop: { reason: event.reason, text: event.text } };
    case 'TicketClosed':
      return { ...ticket, status: 'closed' };
    case 'NoteAdded':
    case 'AlertTraced':
      return ticket;
  }
}

function owned(ticket: Ticket, by: PersonId | null, at: number): Ticket {
  return {
    ...ticket,
    status: 'taken',
    assignee: by,
    assignedAt: at,
    ownedAt: ticket.ownedAt ?? at,
    helpers: without(ticket.helpers, by),
    waitReason: null,
    waitUntil: null,
  };
}

/** All the events of one command, in order. */
export function evolveAll(ticket: Ticket | null, occurrences: readonly Occurrence[]): Ticket | null {
  return occurrences.reduce(evolve, ticket);
}
