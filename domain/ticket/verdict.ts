import type { Actor } from '#domain/actor.ts';
import type { AssetId, Instant, PersonId, RoomId, SiteId, TeamId, TicketId } from '#domain/ids.ts';
import type { Matrix } from '#domain/priority.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { TicketEvent } from './events.ts';
import type { Ticket } from './ticket.ts';

/** What the rules need to know beside the ticket. The phone answers from its replica, the server from its tables. */
export interface Context {
  readonly actor: Actor;
  /** Field time of the act. */
  readonly at: Instant;
  /** The asset or room that an `open` or a `qualify` names, where it is known at that site; null when it is not. */
  readonly asset: { readonly id: AssetId; readonly site: SiteId; readonly room: RoomId | null; readonly critical: boolean } | null;
  readonly room: { readonly id: RoomId; readonly site: SiteId; readonly vip: boolean } | null;
  /** Does this person work in support at the ticket's site? Asked by `ask_help` and `assign` only. */
  readonly isSupport: (person: PersonId, site: SiteId) => boolean;
  /** Has this person a role at this site, and an account that is open? Asked by an `open` for somebody else only. Absent: nobody has. */
  readonly belongs?: (person: PersonId, site: SiteId) => boolean;
  /** What kind of team this is, where the ticket's site can call it; else null. Asked by `escalate` out and `assign` only. */
  readonly teamKind: (team: TeamId, site: SiteId) => TeamKind | null;
  /** The other ticket that the command names (`otherOf`), or whose duplicate the ticket is; null when it is not known. */
  readonly other: Ticket | null;
  /** What one who may not read this ticket knows of it: that it is reported at this site (`me_too`). */
  readonly reported: { readonly site: SiteId; readonly joined?: boolean } | null;
  /** The open ticket that says the same of the site, for an `open` that says it is without network. Absent: none is known. */
  readonly siteDown?: Ticket | null;
  /** Which priority the facts give there, for an `open` or a `qualify`. Absent: the default. */
  readonly matrix?: Matrix | undefined;
}

export type TeamKind = 'provider' | 'proximity';

export type Decision =
  | {
      readonly ok: true;
      readonly events: readonly TicketEvent[];
      /** What follows for another ticket: the kept one of a duplicate. */
      readonly elsewhere?: { readonly ticket: TicketId; readonly events: readonly TicketEvent[] };
    }
  | { readonly ok: false; readonly refusal: Refusal };

export const yes = (...events: TicketEvent[]): Decision => ({ ok: true, events });
export const no = (refusal: Refusal): Decision => ({ ok: false, refusal });
export const rule = (rule: Extract<Refusal, { code: 'rule' }>['rule']): Decision => no({ code: 'rule', rule });

/** Nothing more is done on it. */
export function closed(ticket: Ticket): Refusal {
  const status = ticket.status === 'closed' || ticket.status === 'dropped' ? ticket.status : 'resolved';
  return { code: 'closed', status, by: ticket.resolution?.by ?? null, at: ticket.endedAt };
}

/** Somebody else has it. */
export function notOwner(ticket: Ticket): Refusal {
  return { code: 'not-owner', owner: ticket.assignee };
}
