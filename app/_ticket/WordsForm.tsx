'use client';
import { useState } from 'react';
import { mintId, useField } from '#app/_field/field.tsx';
import { useAct } from '#app/_field/useAct.ts';
import { useDraft } from '#app/_field/useDraft.ts';
import { Choice } from '#app/_ui/Choice.tsx';
import { TextArea, TextField } from '#app/_ui/Field.tsx';
import { mayReadInternal } from '#domain/permission.ts';
import type { TicketView } from '#domain/view.ts';
import { Helpers, How, Providers, Readers, Reasons, Stars } from './Answers.tsx';
import { Called } from './Called.tsx';
import { FormFrame } from './FormFrame.tsx';
import { BLANK, commandOf, type Missing, missingOf, questionOf, reasonsOf, type Told, textOf, type WordsVerb } from './forms.ts';

type Props = { verb: WordsVerb; ticket: TicketView; onDone: () => void };

/** A day begins at eight where the phone is. */
const dayStart = (day: string) => new Date(`${day}T08:00`).getTime();

/** What a verb asks before it is done: a reason, a person, words. Its draft survives; what is missing is said under its field. */
export function WordsForm({ verb, ticket, onDone }: Props) {
  const { actor, words: w, now } = useField();
  const { head } = ticket;
  const { act, problem } = useAct();
  const draft = useDraft(`${verb} ${ticket.id}`, BLANK);
  const [missing, setMissing] = useState<Missing>({});
  const told = draft.value;
  const set = (patch: Partial<Told>) => {
    draft.set(patch);
    setMissing((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in patch))));
  };

  const submit = (): boolean => {
    const found = missingOf(verb, told, w);
    setMissing(found);
    if (Object.keys(found).length > 0) return false;
    void act(commandOf(verb, head, told, { dayStart, mint: mintId })).then(async (isKept) => {
      if (!isKept) return;
      await draft.clear();
      onDone();
    });
    return true;
  };

  const { ask } = w.verbs;
  const text = textOf(verb, told);
  const question = questionOf(verb, w);
  const isFirst = textOf(verb)?.isNeeded === true && reasonsOf(verb, w).length === 0;
  const part = { told, missing, set };

  return (
    <FormFrame verb={verb} ticket={ticket} problem={problem} onSubmit={submit} draft={draft}>
      {verb === 'out' && <Providers {...part} ticket={head} />}
      {verb === 'ask_help' && <Helpers {...part} ticket={head} />}
      {verb === 'rate' && <Stars {...part} />}
      <Reasons {...part} verb={verb} />
      {text !== null && (
        <TextArea
          label={question.label}
          value={told.text}
          onChange={(event) => set({ text: event.target.value })}
          error={missing.text ?? null}
          hint={question.hint}
          {...(text.isNeeded ? {} : { optional: w.common.optional })}
          autoFocus={isFirst}
          {...(isFirst ? { 'data-first': '' } : {})}
        />
      )}
      {verb === 'add_task' && (
        <Choice
          many
          name="mandatory"
          value="mandatory"
          checked={told.mandatory}
          onChange={() => set({ mandatory: !told.mandatory })}
          label={ask.taskMandatory}
        />
      )}
      {verb === 'wait' && (
        <TextField
          type="date"
          label={ask.waitUntil}
          optional={w.common.optional}
          hint={ask.waitUntilHint}
          value={told.until}
          min={new Date(now).toISOString().slice(0, 10)}
          onChange={(event) => set({ until: event.target.value })}
        />
      )}
      {verb === 'note' && mayReadInternal(actor, head) && (
        <>
          <Called {...part} ticket={ticket} />
          <Readers {...part} />
        </>
      )}
      {verb === 'resolve' && <How {...part} />}
    </FormFrame>
  );
}
