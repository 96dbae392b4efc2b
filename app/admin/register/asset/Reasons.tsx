import { shortDay } from '#app/_asset/told.ts';
import { Note } from '#app/_ui/Note.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { ReplacementReason } from '#domain/register/replacement.ts';

/** Why one would think of replacing it, and how often it failed lately. */
export function Reasons({ reasons, tickets, texts: { w, o, language } }: { reasons: readonly ReplacementReason[]; tickets: number; texts: Texts }) {
  if (reasons.length === 0) return tickets === 0 ? null : <p className="q">{o.register.lately({ n: tickets })}</p>;
  const says = reasons.map((reason) =>
    reason.kind === 'recurring'
      ? w.asset.recurrence({ n: reason.tickets })
      : w.asset.old({ n: reason.years, date: reason.warrantyUntil === null ? '' : shortDay(reason.warrantyUntil, language) }),
  );
  return (
    <Note icon="triangle-alert" tone="w" title={says.join(' ')}>
      {w.asset.recurrenceThen}
    </Note>
  );
}
