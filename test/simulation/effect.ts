/** Is what a command did to be seen on the screen? Only for verbs whose trace is unmistakable: their words are their own. */
import { parseCommand } from '#domain/ticket/commands.ts';
import type { TicketEvent } from '#domain/ticket/events.ts';
import type { View } from '#domain/view.ts';

/** The text that this command leaves in the timeline; null for the verbs without words. */
export function wordsLeft(command: unknown): string | null {
  const c = parseCommand(command);
  if (c === null) return null;
  switch (c.type) {
    case 'note':
    case 'ask_help':
    case 'escalate':
    case 'wait':
    case 'resolve':
    case 'drop':
      return c.text;
    case 'release':
    case 'relieve':
      return c.reason;
    default:
      return null;
  }
}

export function textOf(event: TicketEvent): string | null {
  if ('text' in event) return event.text;
  return event.type === 'OwnershipReleased' || event.type === 'OwnershipRelieved' ? event.reason : null;
}

export function showsEffect(view: View, raw: unknown): boolean {
  const command = parseCommand(raw);
  if (command === null) return false;
  const ticket = view.tickets.get(command.ticket);
  if (ticket === undefined) return false;
  if (command.type === 'open') return true;
  if (command.type === 'attach') return ticket.head.photos.some((p) => p.hash === command.hash);
  const left = wordsLeft(command);
  return left !== null && ticket.timeline.some(({ event }) => textOf(event) === left);
}
