/** CPU of one verdict of the rules, and of folding one event: a phone asks for some forty to draw one sheet of verbs. */

import { parseCommand } from '#domain/ticket/commands.ts';
import { decide } from '#domain/ticket/decide.ts';
import { evolve } from '#domain/ticket/evolve.ts';
import { STATUSES } from '#domain/ticket/ticket.ts';
import { verbsOf } from '#domain/ticket/verbs.ts';
import { anybody, COMMANDS, contextFor, inState } from '#scripts/tables/life.ts';
import { fixed, micros, print } from './measure.ts';

export function benchRules(): void {
  const tickets = STATUSES.flatMap((status) => [inState(status, 'mine', false), inState(status, 'theirs', true)]);
  const asked = tickets.flatMap((ticket) => COMMANDS.map((command) => ({ ticket, command, context: contextFor(anybody(ticket), ticket) })));
  const at = <T>(list: readonly T[], i: number) => list[i % list.length] as T;
  const events = asked.flatMap(({ ticket, command, context }) => {
    const decision = decide(ticket, command, context);
    return decision.ok ? decision.events.map((event) => ({ ticket, event: { event, by: context.actor.person, at: 0 } })) : [];
  });
  const row = (name: string, us: number, target: number) => ({ name, value: `${fixed(us)} µs`, target: `<= ${target} µs`, met: us <= target });
  print('Rules (CPU of one call, every verb in every state in turn)', [
    row(
      'decide, one command',
      micros(100_000, (i) => {
        const { ticket, command, context } = at(asked, i);
        return decide(ticket, command, context);
      }),
      20,
    ),
    row(
      'parseCommand and decide',
      micros(50_000, (i) => {
        const { ticket, command, context } = at(asked, i);
        return decide(ticket, parseCommand(command) ?? command, context);
      }),
      40,
    ),
    row(
      'evolve, one event',
      micros(100_000, (i) => {
        const { ticket, event } = at(events, i);
        return evolve(ticket, event);
      }),
      5,
    ),
    row(
      'verbsOf: the sheet of one ticket',
      micros(5_000, (i) => {
        const ticket = at(tickets, i);
        return verbsOf(ticket, anybody(ticket), 0);
      }),
      400,
    ),
  ]);
}
