'use client';
import { useEffect, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { nameOf, type TicketView } from '#domain/view.ts';
import { ask } from './asked.ts';
import { type FormVerb, formVerbOf } from './forms.ts';
import { lookOf } from './looks.ts';

/** What was begun on this ticket and not sent: given back where it was typed, or thrown away. */
export function Started({ ticket }: { ticket: TicketView }) {
  const { snapshot } = useField();
  const begun = snapshot.drafts.filter((key) => key.endsWith(` ${ticket.id}`)).map((key) => formVerbOf(key.split(' ')[0] ?? ''));
  return begun.filter((verb) => verb !== null).map((verb) => <Begun key={verb} verb={verb} ticket={ticket} />);
}

function Begun({ verb, ticket }: { verb: FormVerb; ticket: TicketView }) {
  const { view, words: w, store } = useField();
  const key = `${verb} ${ticket.id}`;
  const [text, setText] = useState('');
  useEffect(() => {
    let isHere = true;
    store
      .getDraft(key)
      .then((kept) => isHere && setText(String((kept as { text?: unknown } | null)?.text ?? '')))
      .catch(() => 'its name is enough');
    return () => {
      isHere = false;
    };
  }, [store, key]);
  const { head } = ticket;
  const holder = head.assignee === null ? null : nameOf(view, ticket, head.assignee);
  return (
    <Note icon="pen-tool" title={w.ticket.started({ what: lookOf(verb, head, holder, w).label })}>
      {text !== '' && <span className="line q">{text}</span>}
      <span className="wrap">
        <Button onClick={() => ask(verb)}>{w.ticket.startedResume}</Button>
        <Button kind="danger" onClick={() => void store.dropDraft(key)}>
          {w.ticket.startedDiscard}
        </Button>
      </span>
    </Note>
  );
}
