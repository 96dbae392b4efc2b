import type { Instant, SiteId, TicketId } from './ids.ts';
import type { Priority, Status } from './ticket/ticket.ts';

/** A ticket that the server found: what a line of a list needs, and no more. */
export interface FoundTicket {
  readonly id: TicketId;
  readonly number: string | null;
  readonly status: Status;
  readonly category: string;
  readonly symptom: string | null;
  /** Its beginning. */
  readonly text: string;
  readonly openedAt: Instant;
  readonly priority: Priority;
  readonly site: SiteId;
  readonly siteName: string;
  readonly building: string | null;
  readonly room: string | null;
  readonly assetType: string | null;
  readonly assignee: string | null;
}

/** What GET /api/search answers. `tried`: words near those asked, where these found nothing. */
export interface Found {
  readonly tickets: readonly FoundTicket[];
  readonly tried: readonly string[];
}
