'use client';
import { useField } from '#app/_field/field.tsx';
import { actionOf } from '#app/_outbox/items.ts';
import { sentenceOf } from '#app/_outbox/refusal.ts';
import { Note } from '#app/_ui/Note.tsx';
import type { TicketView } from '#domain/view.ts';

/** What waits here and would be refused by what this phone knows by now (invariant 25). Told with its reason; it is sent all the same. */
export function DoubtfulHere({ ticket }: { ticket: TicketView }) {
  const field = useField();
  const { snapshot, view, words: w } = field;
  return (
    <>
      {ticket.doubtful.map(({ seq, refusal }) => {
        const waiting = snapshot.outbox.find((e) => e.seq === seq);
        if (waiting === undefined) return null;
        const what = actionOf(waiting.command, view, w).what ?? w.outbox.unreadable;
        const why = sentenceOf(field, { refusal, command: waiting.command, name: null });
        return (
          <Note key={seq} icon="triangle-alert" tone="w" title={w.ticket.doubtfulHere({ what })}>
            {why.what} {w.ticket.doubtfulThen}{' '}
            <a className="link" href="/outbox">
              {w.outbox.seeAndChoose}
            </a>
          </Note>
        );
      })}
    </>
  );
}
