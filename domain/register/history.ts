import type { Instant, PersonId, TicketId } from '#domain/ids.ts';
import type { Status } from '#domain/ticket/ticket.ts';
import type { RegisterEvent } from './events.ts';

/** One thing that happened to an asset, with the names that its sentence needs. */
export interface HistoryLine {
  readonly id: string;
  /** Field time, and when the server heard it. */
  readonly at: Instant;
  readonly received: Instant;
  /** null: the house itself. */
  readonly by: PersonId | null;
  readonly who: string | null;
  /** It came with a file that somebody brought in. */
  readonly imported: boolean;
  readonly event: RegisterEvent;
}

/** A ticket on it, as far as the reader may see it. */
export interface HistoryTicket {
  readonly id: TicketId;
  readonly number: string | null;
  readonly status: Status;
  readonly category: string;
  readonly symptom: string | null;
  readonly text: string;
  readonly openedAt: Instant;
  readonly endedAt: Instant | null;
  /** What was done, and by whom. */
  readonly fix: string | null;
  readonly fixedBy: string | null;
}

/** All that the house knows of an asset's past. `rooms`: names of the rooms that its moves mention. */
export interface AssetHistory {
  readonly lines: readonly HistoryLine[];
  readonly rooms: Readonly<Record<string, string>>;
  readonly tickets: readonly HistoryTicket[];
  /** There is more, before these. */
  readonly isCut: boolean;
}
