import { may, maySee } from '#domain/permission.ts';
import type { SystemCommand } from './commands.ts';
import { isOpen, peopleOf, type Ticket } from './ticket.ts';
import { closed, type Decision, no, notOwner, yes } from './verdict.ts';

/** What the house says of itself: never refused but for a ticket or photo that is not there. */
export function decideSystem(ticket: Ticket | null, command: SystemCommand): Decision {
  if (ticket === null) return no({ code: 'unknown' });
  if (command.type === 'photo_stored') {
    const { hash, paper } = command;
    return ticket.photos.some((p) => p.hash === hash && !p.stored) ? yes({ type: 'PhotoStored', hash, ...(paper === true && { paper }) }) : yes();
  }
  if (command.type === 'close') return ticket.status === 'resolved' ? yes({ type: 'TicketClosed' }) : yes();
  if (command.type === 'identity_compared') {
    if (!maySee(command.actor, ticket)) return no({ code: 'unknown' });
    if (!isOpen(ticket)) return no(closed(ticket));
    if (!may(command.actor, 'record_check', ticket)) return no(notOwner(ticket));
    return command.isSame
      ? yes({ type: 'CheckRecorded', check: 'identity', how: command.how, photo: null })
      : yes({ type: 'CheckFailed', check: 'identity', how: command.how });
  }
  switch (command.type) {
    case 'trace_alert':
      return yes({ type: 'AlertTraced', notice: command.notice, person: command.person, step: command.step });
    case 'call': {
      const { circle, kind, people, late } = command;
      return isOpen(ticket) ? yes({ type: 'PeopleCalled', circle, kind, people, late }) : yes();
    }
    case 'calls_exhausted':
      return isOpen(ticket) ? yes({ type: 'CallsExhausted' }) : yes();
    case 'tell_delay':
      return isOpen(ticket) ? yes({ type: 'DelayTold', clock: command.clock, percent: command.percent, late: command.late }) : yes();
    case 'remind_visit': {
      const isExpected = ticket.visit?.id === command.visit && (ticket.visit.state === 'proposed' || ticket.visit.state === 'accepted');
      return isExpected && isOpen(ticket) ? yes({ type: 'VisitReminded', visit: command.visit }) : yes();
    }
    case 'replace_person': {
      const { from, to } = command;
      return [...peopleOf(ticket), ...ticket.affected].includes(from) ? yes({ type: 'PersonReplaced', from, to }) : yes();
    }
    case 'resume_due':
      return ticket.status === 'waiting' && ticket.waitUntil === command.until ? yes({ type: 'WorkResumed' }) : yes();
  }
}
