import { type Actor, holds, isSupport } from '#domain/actor.ts';
import { categoryOf, isConfidential, levelOf } from '#domain/catalogue.ts';
import type { AssetId, Instant, PersonId, RoomId, SiteId, TeamId } from '#domain/ids.ts';
import { may, mayReadInternal, maySee, mayTake } from '#domain/permission.ts';
import { priorityOf } from '#domain/priority.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Command, CommandOf, SystemCommand } from './commands.ts';
import type { TicketEvent } from './events.ts';
import { ESCALATION_REASONS, isOpen, levelAbove, PHOTOS_MAX, type Ticket } from './ticket.ts';

/** What the rules need to know beside the ticket. The phone answers from its replica, the server from its tables. */
export interface Context {
  readonly actor: Actor;
  /** Field time of the act. */
  readonly at: Instant;
  /** The asset or room an `open` names, where it is known at that site; null when it is not. */
  readonly asset: { readonly id: AssetId; readonly site: SiteId; readonly room: RoomId | null; readonly critical: boolean } | null;
  readonly room: { readonly id: RoomId; readonly site: SiteId } | null;
  /** Does this person work in support at the ticket's site? Asked by `ask_help` only. */
  readonly isSupport: (person: PersonId, site: SiteId) => boolean;
  /** Is this a provider's team that the ticket's site can call? Asked by `escalate` out only. */
  readonly isTeam: (team: TeamId, site: SiteId) => boolean;
}

export type Decision = { readonly ok: true; readonly events: readonly TicketEvent[] } | { readonly ok: false; readonly refusal: Refusal };

const yes = (...events: TicketEvent[]): Decision => ({ ok: true, events });
const no = (refusal: Refusal): Decision => ({ ok: false, refusal });

/**
 * The only place where a rule says yes or no. Pure; runs on the phone (optimistically) and on the server (with authority).
 * An empty list of events is a yes that changes nothing (said twice by the same person). Never throws.
 */
export function decide(ticket: Ticket | null, command: Command, context: Context): Decision {
  if (command.type === 'open') return open(ticket, command, context);
  const { actor } = context;
  if (ticket === null || !maySee(actor, ticket)) return no({ code: 'unknown' });
  switch (command.type) {
    case 'note':
      return note(ticket, command, context);
    case 'attach':
      if (ticket.photos.some((p) => p.hash === command.hash)) return yes();
      return ticket.photos.length < PHOTOS_MAX ? yes({ type: 'PhotoAttached', hash: command.hash }) : no({ code: 'rule', rule: 'photos-full' });
    default:
  }
  if (!isOpen(ticket)) return no(closed(ticket));
  switch (command.type) {
    case 'take':
      return take(ticket, actor);
    case 'join':
      return join(ticket, actor);
    case 'relieve':
      return relieve(ticket, command, actor);
    case 'escalate':
      return escalate(ticket, command, context);
    case 'release':
      if (!may(actor, 'release', ticket)) return no(notOwner(ticket));
      return ticket.assignee === null
        ? no({ code: 'wrong-status', status: ticket.status })
        : yes({ type: 'OwnershipReleased', reason: command.reason });
    case 'ask_help':
      if (ticket.assignee !== actor.person) return no(notOwner(ticket));
      if (!context.isSupport(command.helper, ticket.site)) return no({ code: 'rule', rule: 'helper-not-support' });
      if (command.helper === actor.person || ticket.helpers.includes(command.helper)) return no({ code: 'already-on-it' });
      return yes({ type: 'HelpAsked', helper: command.helper, text: command.text });
    case 'start':
      if (ticket.assignee !== actor.person) return no(notOwner(ticket));
      return ticket.status === 'taken' || ticket.status === 'waiting'
        ? yes({ type: 'WorkStarted' })
        : no({ code: 'wrong-status', status: ticket.status });
    case 'wait':
      if (ticket.assignee !== actor.person) return no(notOwner(ticket));
      return ticket.status === 'taken' || ticket.status === 'in_progress'
        ? yes({ type: 'WorkPaused', reason: command.reason, until: command.until, text: command.text })
        : no({ code: 'wrong-status', status: ticket.status });
    case 'resume':
      if (ticket.assignee !== actor.person) return no(notOwner(ticket));
      return ticket.status === 'waiting' ? yes({ type: 'WorkResumed' }) : no({ code: 'wrong-status', status: ticket.status });
    case 'resolve':
      if (!may(actor, 'resolve', ticket)) return no(notOwner(ticket));
      return ticket.status === 'taken' || ticket.status === 'in_progress' || ticket.status === 'waiting'
        ? yes({ type: 'TicketResolved', text: command.text, resolution: command.resolution, mode: command.mode })
        : no({ code: 'wrong-status', status: ticket.status });
    case 'drop':
      if (!may(actor, 'drop', ticket)) {
        return no(
          ticket.nature === 'service_request' && isSupport(actor, ticket.site)
            ? { code: 'rule', rule: 'request-drop' }
            : { code: 'not-allowed', verb: 'drop' },
        );
      }
      return yes({ type: 'TicketDropped', reason: command.reason, text: command.text });
  }
}

/** What the house says of itself: never refused but for a ticket or photo that is not there. */
export function decideSystem(ticket: Ticket | null, command: SystemCommand): Decision {
  if (ticket === null) return no({ code: 'unknown' });
  if (command.type === 'photo_stored') {
    return ticket.photos.some((p) => p.hash === command.hash && !p.stored) ? yes({ type: 'PhotoStored', hash: command.hash }) : yes();
  }
  if (command.type === 'close') return ticket.status === 'resolved' ? yes({ type: 'TicketClosed' }) : yes();
  return yes({ type: 'AlertTraced', notice: command.notice, person: command.person, step: command.step });
}

function open(existing: Ticket | null, c: CommandOf<'open'>, { actor, at, asset, room }: Context): Decision {
  // Said again by the same person (a device that took a new origin, invariant 51): it is open, nothing more to do.
  if (existing !== null) return existing.recorder === actor.person ? yes() : no({ code: 'already-exists' });
  const level = levelOf(c.category, c.symptom);
  if (c.symptom === null && c.text === '') return no({ code: 'rule', rule: 'empty-report' });
  // What is unknown or foreign stays unresolved at the site that reported it (domain.md section 2).
  const here = asset !== null && asset.site === c.site ? asset : null;
  const there = room !== null && room.site === c.site ? room.id : null;
  const ticket: Ticket = {
    id: c.ticket,
    number: null,
    site: c.site,
    asset: here?.id ?? null,
    room: here?.room ?? there,
    code: here === null ? c.code : null,
    // A request is one whatever the form called it: only N3 or a supervisor drops it.
    nature: categoryOf(c.category).nature === 'service_request' ? 'service_request' : c.nature,
    channel: c.channel,
    category: c.category,
    symptom: c.symptom,
    text: c.text,
    confidential: isConfidential(c.category, c.symptom),
    level,
    categoryLevel: level,
    status: 'new',
    handedTo: { to: 'level' },
    waitReason: null,
    waitUntil: null,
    requester: actor.person,
    beneficiary: actor.person,
    recorder: actor.person,
    assignee: null,
    assignedAt: null,
    helpers: [],
    observers: [],
    impact: c.impact,
    urgency: c.urgency,
    priority: priorityOf(c.impact, c.urgency, here?.critical ?? false),
    reachable: true,
    openedAt: at,
    ownedAt: null,
    endedAt: null,
    resolution: null,
    drop: null,
    photos: [...new Set(c.photos)].map((hash) => ({ hash, by: actor.person, at, stored: false })),
  };
  return may(actor, 'open', ticket) ? yes({ type: 'TicketOpened', ticket }) : no({ code: 'not-allowed', verb: 'open' });
}

function take(ticket: Ticket, actor: Actor): Decision {
  if (ticket.assignee === actor.person) return yes();
  if (!mayTake(actor, ticket)) return no({ code: 'not-allowed', verb: 'take' });
  if (ticket.assignee === null) return yes({ type: 'OwnershipTaken', from: null });
  // Somebody took it meanwhile: the one who came second helps, and nobody's ticket is stolen (invariant 54).
  return ticket.helpers.includes(actor.person) ? yes() : yes({ type: 'HelperJoined', because: 'already_taken', owner: ticket.assignee });
}

function join(ticket: Ticket, actor: Actor): Decision {
  if (!may(actor, 'join', ticket)) return no({ code: 'not-allowed', verb: 'join' });
  if (ticket.assignee === actor.person) return no({ code: 'already-owner' });
  return ticket.helpers.includes(actor.person) ? yes() : yes({ type: 'HelperJoined', because: 'joined', owner: ticket.assignee });
}

function relieve(ticket: Ticket, c: CommandOf<'relieve'>, actor: Actor): Decision {
  if (!may(actor, 'relieve', ticket)) return no({ code: 'not-allowed', verb: 'relieve' });
  if (ticket.assignee === actor.person) return no({ code: 'already-owner' });
  if (ticket.assignee === null) return no({ code: 'wrong-status', status: ticket.status });
  // The one named must still have it: a relief decided against Mina never takes the ticket from Hugo.
  if (ticket.assignee !== c.from) return no(notOwner(ticket));
  return yes({ type: 'OwnershipRelieved', from: c.from, reason: c.reason });
}

function escalate(ticket: Ticket, c: CommandOf<'escalate'>, { actor, isTeam }: Context): Decision {
  if (!may(actor, 'escalate', ticket)) return no({ code: 'not-allowed', verb: 'escalate' });
  if (c.direction === 'on_site' && !holds(actor, 'technician', ticket.site) && !holds(actor, 'engineer', ticket.site)) {
    return no({ code: 'not-allowed', verb: 'escalate' });
  }
  const reasons: readonly string[] = ESCALATION_REASONS[c.direction];
  if (!reasons.includes(c.reason)) return no({ code: 'rule', rule: 'reason-of-direction' });
  if (c.direction === 'up' && levelAbove(ticket) === null) return no({ code: 'rule', rule: 'top-level' });
  if (c.direction === 'on_site' && ticket.handedTo.to === 'on_site' && ticket.status === 'escalated')
    return no({ code: 'rule', rule: 'already-on-site' });
  if (c.direction === 'out' && (c.team === null || !isTeam(c.team, ticket.site))) return no({ code: 'rule', rule: 'team-missing' });
  return yes({ type: 'TicketEscalated', direction: c.direction, reason: c.reason, text: c.text, team: c.direction === 'out' ? c.team : null });
}

function note(ticket: Ticket, c: CommandOf<'note'>, { actor }: Context): Decision {
  if (c.visibility === 'internal' && !mayReadInternal(actor, ticket)) return no({ code: 'not-allowed', verb: 'note' });
  return yes({ type: 'NoteAdded', text: c.text, visibility: c.visibility });
}

function closed(ticket: Ticket): Refusal {
  const status = ticket.status === 'closed' || ticket.status === 'dropped' ? ticket.status : 'resolved';
  return { code: 'closed', status, by: ticket.resolution?.by ?? null, at: ticket.endedAt };
}

function notOwner(ticket: Ticket): Refusal {
  return { code: 'not-owner', owner: ticket.assignee };
}
