import type { OfficeWords } from '#domain/words/office.ts';
import type { Recurrence } from '#server/recurrence.ts';

const SHOWN = 12;

/** The evidence: each ticket by its number, the latest first. */
export function TicketLinks({ failures, say }: { failures: Recurrence['lines'][number]['failures']; say: OfficeWords['replacement'] }) {
  const rest = failures.length - SHOWN;
  return (
    <span className="s officeline">
      {say.tickets}
      {failures.slice(0, SHOWN).map((f) => (
        <span key={f.ticket}>
          {' '}
          <a href={`/tickets/${f.ticket}`}>{f.number ?? '…'}</a>
        </span>
      ))}
      {rest > 0 && ` + ${rest}`}
    </span>
  );
}
