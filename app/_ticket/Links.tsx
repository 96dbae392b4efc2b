'use client';
import { useField } from '#app/_field/field.tsx';
import { codeName, titleOf } from '#app/_field/said.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { may } from '#domain/permission.ts';
import type { TicketView } from '#domain/view.ts';
import { ask } from './asked.ts';
import { repeatedBy } from './others.ts';

const SHOWN = 5;

/** The tickets that this one speaks of, and those that it may be a duplicate of: never joined by themselves, one tap opens the form. */
export function Links({ ticket }: { ticket: TicketView }) {
  const { view, words: w, actor } = useField();
  const { head } = ticket;
  const say = w.forms.other;
  const kept = head.duplicateOf === null ? undefined : view.tickets.get(head.duplicateOf);
  const cause = head.problem === null ? undefined : view.tickets.get(head.problem);
  const same = may(actor, 'mark_duplicate', head) ? repeatedBy(view, ticket) : undefined;
  const effects = [...view.tickets.values()].filter((t) => t.head.problem === ticket.id);
  return (
    <>
      {kept !== undefined && (
        <Note icon="copy" tone="i">
          {say.isDuplicate({ number: codeName(w, kept.head) })} <See id={kept.id} />
        </Note>
      )}
      {cause !== undefined && (
        <Note icon="link" tone="i">
          {say.hasCause({ number: codeName(w, cause.head) })} <See id={cause.id} />
        </Note>
      )}
      {effects.length > 0 && (
        <Note icon="link" tone="i" title={say.isCause({ n: effects.length })}>
          {effects.slice(0, SHOWN).map((t) => (
            <a key={t.id} className="link" href={`/tickets/${t.id}`}>
              {codeName(w, t.head)}
            </a>
          ))}
        </Note>
      )}
      {same !== undefined && (
        <Note icon="copy" tone="i" title={say.possible}>
          {say.possibleText({ number: codeName(w, same.head), what: titleOf(view, w, same.head) })}{' '}
          <span className="pair">
            <Button icon="copy" onClick={() => ask('mark_duplicate')}>
              {say.mark}
            </Button>
            <See id={same.id} />
          </span>
        </Note>
      )}
    </>
  );
}

function See({ id }: { id: string }) {
  const { words: w } = useField();
  return (
    <a className="link" href={`/tickets/${id}`}>
      {w.forms.other.see}
    </a>
  );
}
