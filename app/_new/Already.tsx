'use client';
import { reportedSaid, SameFault } from '#app/_asset/SameFault.tsx';
import { useField } from '#app/_field/field.tsx';
import { symptomLabel, titleOf, zoneOf } from '#app/_field/said.ts';
import { Note } from '#app/_ui/Note.tsx';
import { isOpen } from '#domain/ticket/ticket.ts';
import { when } from '#domain/words/time.ts';
import type { Subject } from './form.ts';

/** What is open already on this thing, or in this room: said before a second ticket is typed. */
export function Already({ subject, room }: { subject: Subject; room: string | null }) {
  const { view, words: w, language, now } = useField();
  const place = subject.room?.id ?? room;
  const here = (t: { asset: string | null; room: string | null }) =>
    subject.asset === null ? place !== null && t.asset === null && t.room === place : t.asset === subject.asset.id;
  const open = [...view.tickets.values()].filter((t) => isOpen(t.head) && here(t.head));
  const reported = [...view.reported.values()].filter((r) => isOpen(r) && here(r));
  if (open.length === 0 && reported.length === 0) return null;
  return (
    <Note icon="copy-check" tone="i" title={w.opening.already}>
      {open.slice(0, 2).map((t) => (
        <span key={t.id} className="line">
          {w.opening.alreadyOne({
            what: t.head.symptom === null ? titleOf(view, w, t.head) : symptomLabel(w, t.head.symptom),
            when: when(t.head.openedAt, now, zoneOf(view, t.head.site), language),
          })}{' '}
          <a className="link" href={`/tickets/${t.id}`}>
            {w.opening.alreadySee}
          </a>
        </span>
      ))}
      {open.length === 0 &&
        reported.slice(0, 2).map((r) => (
          <span key={r.id} className="line">
            {reportedSaid(w, r)} <SameFault reported={r} />
          </span>
        ))}
    </Note>
  );
}
