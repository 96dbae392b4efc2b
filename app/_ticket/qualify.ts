import { type CategoryCode, categoryOf } from '#domain/catalogue.ts';
import type { AssetId, RoomId } from '#domain/ids.ts';
import type { CommandOf } from '#domain/ticket/commands.ts';
import { decide } from '#domain/ticket/decide.ts';
import type { Qualification } from '#domain/ticket/events.ts';
import type { Impact, Nature, Priority, Ticket, Urgency } from '#domain/ticket/ticket.ts';
import { contextOf, type View } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';

/** What the form was told; plain, so that it can be kept as a draft. Empty: none. */
export interface Facts {
  readonly nature: Nature;
  readonly category: string;
  readonly symptom: string;
  readonly impact: Impact;
  readonly urgency: Urgency;
  readonly asset: string;
  readonly room: string;
  readonly reachable: boolean;
  /** Another priority than the facts give; 0: theirs. */
  readonly priority: number;
  readonly reason: string;
}

/** What is known of the ticket, as the form begins. */
export function factsOf(ticket: Ticket): Facts {
  const { nature, category, symptom, impact, urgency, asset, room, reachable, override } = ticket;
  return {
    ...{ nature, category, impact, urgency, reachable },
    symptom: symptom ?? '',
    asset: asset ?? '',
    room: room ?? '',
    priority: override?.priority ?? 0,
    reason: override?.reason ?? '',
  };
}

/** The symptoms to choose from. A right of access is asked for with its form, so it cannot become one here. */
export function symptomsOf(ticket: Ticket, category: string): readonly string[] {
  return categoryOf(category).symptoms.filter((s) => s !== 'access_right' || ticket.access !== null);
}

/** Another category: its own symptoms, and a request is one whatever was said before. */
export function inCategory(facts: Facts, category: CategoryCode): Partial<Facts> {
  const { nature, symptoms } = categoryOf(category);
  const isKept = symptoms.some((s) => s === facts.symptom);
  const was = categoryOf(facts.category).nature;
  return {
    category,
    symptom: isKept ? facts.symptom : '',
    ...(nature === 'service_request' || was === 'service_request' ? { nature } : {}),
  };
}

export function qualifyCommand(ticket: Ticket, facts: Facts, given: Priority | null): CommandOf<'qualify'> {
  const { nature, category, impact, urgency, reachable } = facts;
  const isOther = facts.priority !== 0 && facts.priority !== given;
  return {
    ...{ type: 'qualify', v: 1, ticket: ticket.id, nature, category, impact, urgency, reachable },
    symptom: facts.symptom === '' ? null : facts.symptom,
    asset: facts.asset === '' ? null : (facts.asset as AssetId),
    room: facts.room === '' ? null : (facts.room as RoomId),
    priority: isOther ? (facts.priority as Priority) : null,
    reason: isOther ? facts.reason.trim() : '',
  };
}

/** What would follow from the facts alone, by the very rule that will judge them; null where a rule forbids them. */
export function outcomeOf(ticket: Ticket, facts: Facts, view: View, me: Me): Qualification | null {
  const command = qualifyCommand(ticket, { ...facts, priority: 0 }, null);
  const decision = decide(ticket, command, contextOf(view, view.tickets, me, command, 0));
  const [event] = decision.ok ? decision.events : [];
  return event?.type === 'TicketQualified' ? event.facts : null;
}
