import type { Actor } from './actor.ts';
import { parseRegister, type RegisterCommand } from './register/commands.ts';
import { layRegister, type Register } from './register/lay.ts';
import { type Command, parseCommand } from './ticket/commands.ts';
import { decide } from './ticket/decide.ts';
import type { Recorded, TicketEvent } from './ticket/events.ts';
import { evolve } from './ticket/evolve.ts';
import type { Ticket } from './ticket/ticket.ts';
import type { Context } from './ticket/verdict.ts';
import { contextOf, type Laid, type Pending, plainTickets, type Replica, type TicketView, type View } from './view.ts';
import type { Me } from './wire.ts';

/**
 * What the screens show: the replica with the outbox laid over it, by the same rules the server will apply.
 * Nothing optimistic is ever stored; the same input gives the same view (invariants 23 to 26).
 * Neither these rules nor the commands' schemas are part of the first screen's code: sync/live.ts loads them with what waits.
 * Cost: one pass over the outbox; documents it does not touch are passed through as they are.
 */
export function project(replica: Replica, outbox: readonly Pending[], me: Me): View {
  const tickets = plainTickets(replica);
  let reported = replica.reported;
  const { sites, rooms, assets } = replica;
  let register: Register = { sites, rooms, assets };
  const laid = new Map<string, Laid>();
  for (const entry of outbox) {
    const command = parseCommand(entry.command);
    if (command === null) {
      const about = parseRegister(entry.command);
      if (about !== null) layOver(about, entry);
      continue;
    }
    const before = tickets.get(command.ticket) ?? null;
    // The server has it, and only the receipt is on its way: a reset came between (24).
    if (entry.said !== undefined && before?.timeline.some((r) => r.said === entry.said)) continue;
    const context = contextOf({ ...replica, ...register }, tickets, me, command, entry.at);
    const decision = decide(before?.head ?? null, command, context);
    if (!decision.ok) {
      const shown = before ?? (command.type === 'open' ? unlikely(command, context, entry.seq, me) : null);
      if (shown !== null)
        tickets.set(command.ticket, {
          ...shown,
          pending: [...shown.pending, entry.seq],
          doubtful: [...shown.doubtful, { seq: entry.seq, refusal: decision.refusal }],
        });
      continue;
    }
    // Somebody else's ticket, which is not read: what is shown of it says that one follows it.
    const known = before === null && command.type === 'me_too' ? reported.get(command.ticket) : undefined;
    if (known !== undefined) reported = new Map(reported).set(known.id, { ...known, joined: true });
    lay(command.ticket, decision.events);
    if (decision.elsewhere !== undefined) lay(decision.elsewhere.ticket, decision.elsewhere.events);

    function lay(id: string, events: readonly TicketEvent[]): void {
      const under = tickets.get(id) ?? null;
      const recorded = events.map((event, i): Recorded => ({ id: `${entry.seq}.${i}`, event, by: me.person, at: entry.at, received: null }));
      const head = recorded.reduce<Ticket | null>(evolve, under?.head ?? null);
      if (head === null) return;
      tickets.set(head.id, {
        kind: 'ticket',
        id: head.id,
        version: under?.version ?? 0,
        head,
        timeline: [...(under?.timeline ?? []), ...recorded],
        names: { ...under?.names, [me.person]: me.name },
        ...(under?.place === undefined ? {} : { place: under.place }),
        pending: [...(under?.pending ?? []), entry.seq],
        doubtful: under?.doubtful ?? [],
      });
    }
  }
  return { ...replica, ...register, reported, tickets, ...(laid.size === 0 ? {} : { laid }) };

  function layOver(command: RegisterCommand, { seq, at }: Pending): void {
    const { register: next, touched, decision } = layRegister(register, command, me, at);
    register = next;
    for (const id of touched) {
      const { pending, doubtful } = laid.get(id) ?? { pending: [], doubtful: [] };
      laid.set(id, { pending: [...pending, seq], doubtful: decision.ok ? doubtful : [...doubtful, { seq, refusal: decision.refusal }] });
    }
  }
}

/** A ticket that is opened here and that the rules refuse by now: what the person wrote, as if they might (invariant 25). */
function unlikely(command: Command & { type: 'open' }, context: Context, seq: number, me: Me): TicketView | null {
  const actor: Actor = { ...context.actor, memberships: [{ role: 'requester', site: command.site }] };
  const decision = decide(null, command, { ...context, actor });
  if (!decision.ok) return null;
  const timeline = decision.events.map((event, i): Recorded => ({ id: `${seq}.${i}`, event, by: me.person, at: context.at, received: null }));
  const head = timeline.reduce<Ticket | null>(evolve, null);
  return head === null
    ? null
    : { kind: 'ticket', id: head.id, version: 0, head, timeline, names: { [me.person]: me.name }, pending: [], doubtful: [] };
}
