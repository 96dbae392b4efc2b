import { type Actor, holds, isSupport } from '#domain/actor.ts';
import { categoryOf, checkFor, isConfidential, levelOf } from '#domain/catalogue.ts';
import { may, mayReadInternal, maySee, maySeeReported } from '#domain/permission.ts';
import { ratingOf } from '#domain/priority.ts';
import { followUpOf, stepsFor } from '#domain/procedures.ts';
import type { Refusal } from '#domain/refusal.ts';
import { tellsPassword } from '#domain/secret.ts';
import type { Command, CommandOf } from './commands.ts';
import type { Call, Qualification, TicketEvent } from './events.ts';
import { open } from './opening.ts';
import { ESCALATION_REASONS, isOpen, levelAbove, PHOTOS_MAX, peopleOf, REOPEN_DAYS, TASKS_MAX, type Ticket } from './ticket.ts';
import { type Context, closed, type Decision, no, notOwner, rule, yes } from './verdict.ts';

const WORKED: ReadonlySet<Ticket['status']> = new Set(['taken', 'in_progress', 'waiting']);
const DAY = 86_400_000;

/**
 * The only place where a rule says yes or no. Pure; runs on the phone (optimistically) and on the server (with authority).
 * An empty list of events is a yes that changes nothing (said twice by the same person). Never throws.
 */
export function decide(ticket: Ticket | null, command: Command, context: Context): Decision {
  const { actor } = context;
  if (tells(command)) return rule('password-told');
  if (command.type === 'open') return open(ticket, command, context);
  if (command.type === 'me_too') return meToo(ticket, context);
  if (ticket === null || !maySee(actor, ticket)) return no({ code: 'unknown' });
  switch (command.type) {
    case 'note':
      return note(ticket, command, context);
    case 'attach':
      if (ticket.photos.some((p) => p.hash === command.hash)) return yes();
      return ticket.photos.length < PHOTOS_MAX ? yes({ type: 'PhotoAttached', hash: command.hash }) : rule('photos-full');
    case 'confirm':
      if (!may(actor, 'confirm', ticket)) return no({ code: 'not-allowed', verb: 'confirm' });
      if (ticket.status === 'closed') return yes();
      return ticket.status === 'resolved' ? yes({ type: 'ResolutionConfirmed' }) : no({ code: 'wrong-status', status: ticket.status });
    case 'reopen':
      return reopen(ticket, command, context);
    case 'rate':
      if (!may(actor, 'rate', ticket)) return no({ code: 'not-allowed', verb: 'rate' });
      if (ticket.status !== 'resolved' && ticket.status !== 'closed') return no({ code: 'wrong-status', status: ticket.status });
      return ticket.rating === null ? yes({ type: 'TicketRated', stars: command.stars, text: command.text }) : rule('rated');
    case 'complete_task':
      return completeTask(ticket, command, actor);
    default:
  }
  if (!isOpen(ticket)) return no(closed(ticket));
  if (!may(actor, command.type, ticket)) return no(mayNot(command.type, ticket, actor));
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
      return ticket.assignee === null
        ? no({ code: 'wrong-status', status: ticket.status })
        : yes({ type: 'OwnershipReleased', reason: command.reason });
    case 'assign':
      return assign(ticket, command, context);
    case 'ask_help':
      if (!context.isSupport(command.helper, ticket.site)) return rule('helper-not-support');
      if (command.helper === actor.person || ticket.helpers.includes(command.helper)) return no({ code: 'already-on-it' });
      return yes({ type: 'HelpAsked', helper: command.helper, text: command.text });
    case 'start':
      return start(ticket, command.remote);
    case 'wait':
      return ticket.status === 'taken' || ticket.status === 'in_progress'
        ? yes({ type: 'WorkPaused', reason: command.reason, until: command.until, text: command.text })
        : no({ code: 'wrong-status', status: ticket.status });
    case 'resume':
      return ticket.status === 'waiting' ? yes({ type: 'WorkResumed' }) : no({ code: 'wrong-status', status: ticket.status });
    case 'resolve':
      return resolve(ticket, command, context);
    case 'drop':
      return yes({ type: 'TicketDropped', reason: command.reason, text: command.text });
    case 'withdraw':
      return yes({ type: 'TicketDropped', reason: 'no_longer_needed', text: command.text });
    case 'qualify':
      return qualify(ticket, command, context);
    case 'record_check':
      return yes({ type: 'CheckRecorded', check: command.check, how: command.how, photo: null });
    case 'receive_form':
      if (checkFor(ticket.category, ticket.symptom) !== 'form' && ticket.approval === null) return no({ code: 'not-allowed', verb: 'receive_form' });
      return ticket.photos.some((p) => p.hash === command.photo)
        ? yes({ type: 'CheckRecorded', check: 'form', how: 'signed', photo: command.photo })
        : rule('no-photo');
    case 'add_task':
      return addTask(ticket, command);
    case 'reopen_task':
      return reopenTask(ticket, command, actor);
    case 'plan_visit':
      return planVisit(ticket, command, actor);
    case 'answer_visit':
      if (ticket.visit === null || ticket.visit.id !== command.visit || ticket.visit.state !== 'proposed') return rule('no-visit');
      return yes(
        { type: 'VisitAnswered', visit: command.visit, accepted: command.accept, text: command.text },
        // Nobody waits for a day that does not suit.
        ...(!command.accept && ticket.status === 'waiting' && ticket.waitReason === 'appointment' ? [{ type: 'WorkResumed' } as const] : []),
      );
    case 'arrive':
      return arrive(ticket, command);
    case 'leave':
      if (ticket.visit?.state !== 'arrived') return rule('no-visit');
      return yes({ type: 'VisitLeft', visit: ticket.visit.id, text: command.text });
    case 'approve':
    case 'refuse':
      if (ticket.approval?.state !== 'pending') return no({ code: 'wrong-status', status: ticket.status });
      if (actor.person === ticket.requester || actor.person === ticket.beneficiary) return rule('own-request');
      return yes({ type: command.type === 'approve' ? 'ApprovalGiven' : 'ApprovalRefused', text: command.text });
    case 'mark_duplicate':
      return markDuplicate(ticket, context);
    case 'link_problem':
      if (command.problem === null) return ticket.problem === null ? yes() : yes({ type: 'ProblemLinked', problem: null, number: null });
      return isOther(ticket, context)
        ? yes({ type: 'ProblemLinked', problem: context.other.id, number: context.other.number })
        : rule('other-missing');
  }
}

/** A password in any of the words of a command (domain.md section 6): nothing of it is kept. */
function tells(command: Command): boolean {
  const said = [
    'text' in command ? command.text : '',
    'reason' in command && command.type !== 'escalate' && command.type !== 'wait' && command.type !== 'drop' ? command.reason : '',
    command.type === 'note' ? (command.call?.name ?? '') : '',
    command.type === 'open' ? `${command.callback} ${command.access?.resource ?? ''}` : '',
  ];
  return said.some(tellsPassword);
}

/** Why the table says no, as one can use it: who has it, or that it is not for this role. */
function mayNot(verb: Command['type'], ticket: Ticket, actor: Actor): Refusal {
  if (OWNERS.has(verb)) return notOwner(ticket);
  if (verb === 'drop' && ticket.nature === 'service_request' && isSupport(actor, ticket.site)) return { code: 'rule', rule: 'request-drop' };
  return { code: 'not-allowed', verb };
}

/** Verbs of whoever has the ticket. */
const OWNERS: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'release',
  'ask_help',
  'start',
  'wait',
  'resume',
  'resolve',
  'record_check',
  'receive_form',
  'add_task',
  'reopen_task',
  'plan_visit',
  'arrive',
  'leave',
]);

/** Who has the same trouble follows the one that is open, without reading it. */
function meToo(ticket: Ticket | null, { actor, reported }: Context): Decision {
  if (ticket === null) {
    if (reported === null || !holds(actor, 'requester', reported.site)) return no({ code: 'unknown' });
    return reported.joined === true ? yes() : yes({ type: 'SameTrouble' });
  }
  if (!maySee(actor, ticket)) {
    const isKnown = maySeeReported(actor, ticket) && isOpen(ticket) && holds(actor, 'requester', ticket.site);
    if (!isKnown) return no({ code: 'unknown' });
  }
  if (!isOpen(ticket)) return no(closed(ticket));
  if (!may(actor, 'me_too', ticket)) return no({ code: 'not-allowed', verb: 'me_too' });
  return ticket.affected.includes(actor.person) || peopleOf(ticket).includes(actor.person) ? yes() : yes({ type: 'SameTrouble' });
}

function reopen(ticket: Ticket, c: CommandOf<'reopen'>, { actor, at }: Context): Decision {
  if (!may(actor, 'reopen', ticket)) return no({ code: 'not-allowed', verb: 'reopen' });
  if (ticket.status === 'closed') {
    const since = ticket.closedAt ?? ticket.endedAt ?? at;
    return at - since <= REOPEN_DAYS * DAY ? yes({ type: 'TicketReopened', text: c.text }) : rule('reopen-late');
  }
  return ticket.status === 'resolved' ? yes({ type: 'TicketReopened', text: c.text }) : no({ code: 'wrong-status', status: ticket.status });
}

function assign(ticket: Ticket, c: CommandOf<'assign'>, { isSupport: works, teamKind }: Context): Decision {
  if (c.person !== null && c.team === null) {
    if (ticket.assignee === c.person) return yes();
    if (!works(c.person, ticket.site)) return rule('assignee-not-support');
    return yes({ type: 'OwnershipAssigned', to: c.person, from: ticket.assignee, text: c.text });
  }
  if (c.team === null || c.person !== null || teamKind(c.team, ticket.site) === null) return rule('team-missing');
  return yes({ type: 'TeamAssigned', team: c.team, from: ticket.assignee, text: c.text });
}

function start(ticket: Ticket, remote: boolean): Decision {
  if (ticket.status !== 'taken' && ticket.status !== 'waiting') return no({ code: 'wrong-status', status: ticket.status });
  if (ticket.approval?.state === 'pending') return rule('approval-first');
  if (remote && !ticket.checks.some((k) => k.check === 'consent')) return rule('consent-first');
  return yes({ type: 'WorkStarted', remote });
}

function resolve(ticket: Ticket, c: CommandOf<'resolve'>, { at }: Context): Decision {
  if (!WORKED.has(ticket.status)) return no({ code: 'wrong-status', status: ticket.status });
  const needed = checkFor(ticket.category, ticket.symptom);
  if (needed === 'identity' && !ticket.checks.some((k) => k.check === 'identity')) return rule('identity-first');
  if (ticket.approval?.state === 'pending') return rule(needed === 'form' ? 'form-first' : 'approval-first');
  if (ticket.tasks.some((t) => t.mandatory && t.done === null)) return rule('tasks-first');
  const next = followUpOf(ticket.symptom, at);
  return yes(
    { type: 'TicketResolved', text: c.text, resolution: c.resolution, mode: c.mode },
    ...(next !== null && !ticket.tasks.some((t) => t.id === next.id) ? [{ type: 'TaskAdded', task: next } as const] : []),
  );
}

function qualify(ticket: Ticket, c: CommandOf<'qualify'>, { actor, asset, room, matrix }: Context): Decision {
  const here = asset !== null && asset.site === ticket.site ? asset : null;
  const there = room !== null && room.site === ticket.site ? room : null;
  // Whoever has the trouble stays who they are: a raise that the place does not give was theirs.
  const isVip = ticket.raised === 'vip' && ticket.room === (here?.room ?? there?.id ?? null);
  const given = ratingOf(c, { isCritical: here?.critical ?? false, isVip: isVip || (there?.vip ?? false) }, matrix);
  const isOther = c.priority !== null && c.priority !== given.priority;
  if (isOther && c.reason === '') return rule('reason-missing');
  if (c.symptom === 'access_right' && ticket.access === null) return rule('form-missing');
  const facts: Qualification = {
    nature: categoryOf(c.category).nature === 'service_request' ? 'service_request' : c.nature,
    category: c.category,
    symptom: c.symptom,
    confidential: ticket.confidential || isConfidential(c.category, c.symptom),
    level: levelOf(c.category, c.symptom),
    impact: c.impact,
    urgency: c.urgency,
    priority: isOther && c.priority !== null ? c.priority : given.priority,
    raised: given.raised,
    override: isOther && c.priority !== null ? { priority: c.priority, reason: c.reason, by: actor.person } : null,
    asset: here?.id ?? null,
    room: here?.room ?? there?.id ?? null,
    reachable: c.reachable,
    steps: stepsFor(c.symptom),
  };
  return yes({ type: 'TicketQualified', facts });
}

function addTask(ticket: Ticket, c: CommandOf<'add_task'>): Decision {
  if (ticket.tasks.some((t) => t.id === c.task)) return yes();
  if (ticket.tasks.length >= TASKS_MAX) return rule('tasks-full');
  return yes({ type: 'TaskAdded', task: { id: c.task, step: null, text: c.text, mandatory: c.mandatory, after: null, done: null } });
}

/** Also once it is resolved: what is looked at on the next day. */
function completeTask(ticket: Ticket, c: CommandOf<'complete_task'>, actor: Actor): Decision {
  if (ticket.status === 'dropped') return no(closed(ticket));
  if (!may(actor, 'complete_task', ticket)) return no(isOpen(ticket) ? notOwner(ticket) : { code: 'not-allowed', verb: 'complete_task' });
  const task = ticket.tasks.find((t) => t.id === c.task);
  if (task === undefined) return no({ code: 'unknown' });
  return task.done === null ? yes({ type: 'TaskCompleted', task: c.task }) : yes();
}

/** What somebody else did stays done: they alone know whether it is. */
function reopenTask(ticket: Ticket, c: CommandOf<'reopen_task'>, actor: Actor): Decision {
  const task = ticket.tasks.find((t) => t.id === c.task);
  if (task === undefined) return no({ code: 'unknown' });
  if (task.done === null) return yes();
  return task.done.by === actor.person ? yes({ type: 'TaskReopened', task: c.task }) : rule('task-of-another');
}

function planVisit(ticket: Ticket, c: CommandOf<'plan_visit'>, actor: Actor): Decision {
  if (!WORKED.has(ticket.status)) return no({ code: 'wrong-status', status: ticket.status });
  if (ticket.visit?.id === c.visit) return yes();
  const { at, minutes, remote } = c;
  const visit = { id: c.visit, at, minutes, remote, by: actor.person, state: 'proposed', arrived: null, left: null } as const;
  return yes({ type: 'VisitPlanned', visit, text: c.text }, { type: 'WorkPaused', reason: 'appointment', until: at, text: '' });
}

function arrive(ticket: Ticket, c: CommandOf<'arrive'>): Decision {
  if (!WORKED.has(ticket.status)) return no({ code: 'wrong-status', status: ticket.status });
  const { visit } = ticket;
  if (visit === null || visit.state === 'left' || visit.state === 'declined') return rule('no-visit');
  if (visit.state === 'arrived') return yes();
  if (ticket.approval?.state === 'pending') return rule('approval-first');
  const work = ticket.status === 'waiting' ? ({ type: 'WorkResumed' } as const) : ({ type: 'WorkStarted', remote: false } as const);
  // What is scanned elsewhere proves nothing here: then it is the person's word.
  const proof = c.asset === ticket.asset ? c.asset : null;
  return yes({ type: 'VisitArrived', visit: visit.id, asset: proof }, ...(ticket.status === 'in_progress' ? [] : [work]));
}

/** The kept one has to be another, open, of the same site, and no duplicate itself. */
function isOther(ticket: Ticket, context: Context): context is Context & { readonly other: Ticket } {
  const { other, actor } = context;
  return (
    other !== null &&
    other.id !== ticket.id &&
    other.site === ticket.site &&
    other.duplicateOf === null &&
    // The requesters of a duplicate follow the kept one: that must not show them what is confidential, nor hide from them what is theirs.
    other.confidential === ticket.confidential &&
    maySee(actor, other)
  );
}

function markDuplicate(ticket: Ticket, context: Context): Decision {
  if (!isOther(ticket, context) || !isOpen(context.other)) return rule('other-missing');
  const { other } = context;
  const people = [...new Set([ticket.requester, ticket.beneficiary])].filter((p) => !peopleOf(other).includes(p));
  return {
    ok: true,
    events: [{ type: 'MarkedDuplicate', of: other.id, number: other.number }],
    elsewhere: { ticket: other.id, events: people.map((person) => ({ type: 'DuplicateJoined', of: ticket.id, person })) },
  };
}

function take(ticket: Ticket, actor: Actor): Decision {
  if (ticket.assignee === actor.person) return yes();
  if (ticket.assignee === null) return yes({ type: 'OwnershipTaken', from: null });
  // Somebody took it meanwhile: the one who came second helps, and nobody's ticket is stolen (invariant 54).
  return ticket.helpers.includes(actor.person) ? yes() : yes({ type: 'HelperJoined', because: 'already_taken', owner: ticket.assignee });
}

function join(ticket: Ticket, actor: Actor): Decision {
  if (ticket.assignee === actor.person) return no({ code: 'already-owner' });
  return ticket.helpers.includes(actor.person) ? yes() : yes({ type: 'HelperJoined', because: 'joined', owner: ticket.assignee });
}

function relieve(ticket: Ticket, c: CommandOf<'relieve'>, actor: Actor): Decision {
  if (ticket.assignee === actor.person) return no({ code: 'already-owner' });
  if (ticket.assignee === null) return no({ code: 'wrong-status', status: ticket.status });
  // The one named must still have it: a relief decided against Mina never takes the ticket from Hugo.
  if (ticket.assignee !== c.from) return no(notOwner(ticket));
  return yes({ type: 'OwnershipRelieved', from: c.from, reason: c.reason });
}

function escalate(ticket: Ticket, c: CommandOf<'escalate'>, { actor, teamKind }: Context): Decision {
  if (c.direction === 'on_site' && !holds(actor, 'technician', ticket.site) && !holds(actor, 'engineer', ticket.site)) {
    return no({ code: 'not-allowed', verb: 'escalate' });
  }
  const reasons: readonly string[] = ESCALATION_REASONS[c.direction];
  if (!reasons.includes(c.reason)) return rule('reason-of-direction');
  if (c.direction === 'up' && levelAbove(ticket) === null) return rule('top-level');
  if (c.direction === 'on_site' && ticket.handedTo.to === 'on_site' && ticket.status === 'escalated') return rule('already-on-site');
  if (c.direction === 'out' && (c.team === null || teamKind(c.team, ticket.site) !== 'provider')) return rule('team-missing');
  return yes({ type: 'TicketEscalated', direction: c.direction, reason: c.reason, text: c.text, team: c.direction === 'out' ? c.team : null });
}

function note(ticket: Ticket, c: CommandOf<'note'>, { actor, other }: Context): Decision {
  if ((c.visibility === 'internal' || c.call !== null) && !mayReadInternal(actor, ticket)) return no({ code: 'not-allowed', verb: 'note' });
  const call = c.call === null ? {} : { call: calledOf(ticket, c.call) };
  const said: TicketEvent = { type: 'NoteAdded', text: c.text, visibility: c.visibility, ...call };
  // What is said on a duplicate is read where the work is, once.
  if (ticket.duplicateOf !== null && other?.id === ticket.duplicateOf && isOpen(other))
    return { ok: true, events: [], elsewhere: { ticket: other.id, events: [said] } };
  const isAnswer = ticket.status === 'waiting' && ticket.waitReason === 'requester';
  return isAnswer && (actor.person === ticket.requester || actor.person === ticket.beneficiary) ? yes(said, { type: 'WorkResumed' }) : yes(said);
}

/** By the person where the ticket has one: who is its requester on a duplicate is not on the one that is kept. */
function calledOf(ticket: Ticket, { way, with: whom, name }: NonNullable<CommandOf<'note'>['call']>): Call {
  if (whom === 'other') return { way, person: null, name };
  if (whom === 'beneficiary' && ticket.beneficiaryName !== '') return { way, person: null, name: ticket.beneficiaryName };
  return { way, person: ticket[whom], name: '' };
}
