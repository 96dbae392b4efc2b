'use client';
import { useField } from '#app/_field/field.tsx';
import { actionOf } from '#app/_outbox/items.ts';
import { sentenceOf } from '#app/_outbox/refusal.ts';
import { Note } from '#app/_ui/Note.tsx';
import type { TicketView } from '#domain/view.ts';

/** What the server refused on this ticket, and the way to choose what becomes of it. */
export function RefusedHere({ ticket }: { ticket: TicketView }) {
  const field = useField();
  const { snapshot, view, words: w } = field;
  const here = snapshot.refused.filter((r) => actionOf(r.command, view, w).ticket === ticket.id);
  return (
    <>
      {here.map((refused) => {
        const what = actionOf(refused.command, view, w).what ?? w.outbox.unreadable;
        return (
          <Note key={`${refused.origin} ${refused.seq}`} icon="ban" tone="d" title={w.ticket.refusedHere({ what })}>
            {sentenceOf(field, refused).what}{' '}
            <a className="link" href="/outbox">
              {w.outbox.seeAndChoose}
            </a>
          </Note>
        );
      })}
    </>
  );
}
