import { mayReadInternal } from '#domain/permission.ts';
import { isOpen, type Ticket } from '#domain/ticket/ticket.ts';
import { actorOf, type TicketView, type View } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import type { Language } from '#domain/words/language.ts';
import { words } from '#domain/words/spoken.ts';
import { when } from '#domain/words/time.ts';
import { shownName, teamName, whoOf, zoneOf } from './said.ts';

/** What the state of a ticket needs to be told. */
export interface Telling {
  readonly view: View;
  readonly me: Me;
  readonly language: Language;
  readonly now: number;
}

/** Does this person work on it, or did they report it? Each reads other words (ux.md section 9). */
export function isStaff(me: Me, ticket: TicketView): boolean {
  return mayReadInternal(actorOf(me), ticket.head);
}

/** The state of a ticket in one sentence, "En cours de résolution, par Mina Diallo". */
export function stateOf(ticket: TicketView, telling: Telling): string {
  return isStaff(telling.me, ticket) ? forStaff(ticket, telling) : forRequester(ticket, telling);
}

/** It waits because its solution did not hold, not because somebody passed it on. */
function isReopened(head: Ticket): boolean {
  return head.reopened > 0 && head.handedTo.to === 'level' && head.level === head.categoryLevel;
}

function forStaff(ticket: TicketView, { view, me, language, now }: Telling): string {
  const { head } = ticket;
  const say = words(language).status;
  if (head.status === 'waiting' && head.waitReason !== null) {
    const until = head.waitUntil === null ? null : when(head.waitUntil, now, zoneOf(view, head.site), language);
    return say.waiting({ reason: head.waitReason, until });
  }
  if (head.status === 'escalated') {
    if (head.handedTo.to === 'team') return say.escalatedTo.team({ team: teamName(view, head.handedTo.team) ?? say.role.provider });
    if (isReopened(head)) return say.escalatedTo.reopened;
    return head.handedTo.to === 'on_site' ? say.escalatedTo.on_site : say.escalatedTo.level({ level: head.level });
  }
  const label = say.label[head.status];
  if (head.assignee === null || head.assignee === me.person || !isOpen(head)) return label;
  const who = whoOf(view, words(language), me.person, ticket, head.assignee);
  return who === null ? label : say.by({ label, who: shownName(words(language), who) });
}

function forRequester(ticket: TicketView, { view, me, language }: Telling): string {
  const { head } = ticket;
  const say = words(language).status.forRequester;
  switch (head.status) {
    case 'taken':
    case 'in_progress': {
      const who = whoOf(view, words(language), me.person, ticket, head.assignee);
      return say.taken({ first: who === null ? null : (who.name.split(' ')[0] ?? null) });
    }
    case 'waiting':
      return head.waitReason === null ? words(language).status.label.waiting : say.waiting({ reason: head.waitReason });
    case 'escalated':
      if (isReopened(head)) return say.escalated.reopened;
      return head.handedTo.to === 'level' ? say.escalated.level({ level: head.level }) : say.escalated[head.handedTo.to];
    default:
      return say[head.status];
  }
}
