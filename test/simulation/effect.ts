/** Is what a command did to be seen on the screen? Only for verbs whose trace is unmistakable: their words are their own. */
import { parseRegister } from '#domain/register/commands.ts';
import type { RegisterEvent } from '#domain/register/events.ts';
import { parseCommand } from '#domain/ticket/commands.ts';
import type { TicketEvent } from '#domain/ticket/events.ts';
import type { View } from '#domain/view.ts';

/** The text that this command leaves in the timeline; null for the verbs without words. */
export function wordsLeft(command: unknown): string | null {
  const c = parseCommand(command);
  if (c === null) return wordsOfChange(command);
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

/** The same of the register's: its model, its part, what an unknown label said. */
function wordsOfChange(command: unknown): string | null {
  const c = parseRegister(command);
  if (c?.type === 'replace_part') return c.text;
  if (c?.type === 'amend_asset') return c.to.model ?? null;
  return null;
}

/** What such an event says; the rest of them may follow from other commands, or from none. */
export function wordsOfEvent(event: RegisterEvent): string | null {
  if (event.type === 'PartReplaced') return event.text;
  return event.type === 'AssetChanged' ? (event.to.model ?? null) : null;
}

export function textOf(event: TicketEvent): string | null {
  if ('text' in event) return event.text;
  return event.type === 'OwnershipReleased' || event.type === 'OwnershipRelieved' ? event.reason : null;
}

export function showsEffect(view: View, raw: unknown): boolean {
  const command = parseCommand(raw);
  if (command === null) {
    const change = parseRegister(raw);
    return change?.type === 'add_asset' && view.assets.has(change.asset);
  }
  const ticket = view.tickets.get(command.ticket);
  if (ticket === undefined) return false;
  if (command.type === 'open') return true;
  if (command.type === 'attach') return ticket.head.photos.some((p) => p.hash === command.hash);
  const left = wordsLeft(command);
  return left !== null && ticket.timeline.some(({ event }) => textOf(event) === left);
}
