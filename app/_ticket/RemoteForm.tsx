'use client';
import { useRef, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { useAct } from '#app/_field/useAct.ts';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { CONSENTS, type Consent } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { FormFrame } from './FormFrame.tsx';

/** Starting at a distance: that the user agreed goes on record first, in the same tap. */
export function RemoteForm({ ticket, onDone }: { ticket: TicketView; onDone: () => void }) {
  const { words: w } = useField();
  const { act, problem } = useAct();
  const [how, setHow] = useState<Consent | null>(null);
  const [isMissing, setMissing] = useState(false);
  /** Kept already, should the start not have been: it is not said twice. */
  const recorded = useRef(false);
  const say = w.forms.remote;

  const begin = async (consent: Consent) => {
    const { id } = ticket.head;
    recorded.current ||= await act({ type: 'record_check', v: 1, ticket: id, check: 'consent', how: consent });
    if (recorded.current && (await act({ type: 'start', v: 2, ticket: id, remote: true }, { said: w.verbs.remote.done }))) onDone();
  };
  return (
    <FormFrame
      verb="remote"
      ticket={ticket}
      problem={problem}
      onSubmit={() => {
        setMissing(how === null);
        if (how === null) return false;
        void begin(how);
        return true;
      }}
    >
      <Note icon="monitor" tone="b">
        {say.lead}
      </Note>
      <ChoiceGroup legend={say.how} columns="one" error={isMissing && how === null ? w.verbs.need.choice : null}>
        {CONSENTS.map((c) => (
          <Choice key={c} name="how" value={c} checked={how === c} onChange={() => setHow(c)} label={say.ways[c]} />
        ))}
      </ChoiceGroup>
    </FormFrame>
  );
}
