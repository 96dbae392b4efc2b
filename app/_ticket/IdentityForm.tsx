'use client';
import { type FormEvent, useRef, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { TextArea, TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { isAgentNumber } from '#domain/identity.ts';
import { tellsPassword } from '#domain/secret.ts';
import { nameOf, type TicketView } from '#domain/view.ts';
import type { Words } from '#domain/words/fr/index.ts';

type Said = { readonly why: string; readonly familyName: string; readonly agentNumber: string };
type Answer = 'same' | 'different' | 'told' | 'unknown' | 'failed' | { readonly minutes: number };

/** Yes or no, from the only one who knows. */
async function compare(ticket: string, said: Said): Promise<Answer> {
  const answer = await fetch(`/api/tickets/${ticket}/identity`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(said),
    redirect: 'error',
  }).catch(() => null);
  if (answer === null) return 'failed';
  if (answer.status === 429) return { minutes: Math.max(1, Math.ceil(Number(answer.headers.get('retry-after') ?? 60) / 60)) };
  if (answer.status === 404) return 'unknown';
  if (answer.status === 422) return 'told';
  const body = answer.ok ? ((await answer.json().catch(() => null)) as { same?: unknown } | null) : null;
  return body === null ? 'failed' : body.same === true ? 'same' : 'different';
}

/** Whoever is locked out is called back and asked; only the server knows the number, so nothing of this waits on the phone, and none of it is a draft. */
export function IdentityForm({ ticket, onDone }: { ticket: TicketView; onDone: () => void }) {
  const { words: w, view, connection, retry, toast } = useField();
  const say = w.guarded.identity;
  const { head } = ticket;
  const [said, setSaid] = useState<Said>({ why: '', familyName: '', agentNumber: '' });
  const [missing, setMissing] = useState<Partial<Record<keyof Said, string>>>({});
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const name = head.beneficiaryName === '' ? (nameOf(view, ticket, head.beneficiary) ?? say.somebody) : head.beneficiaryName;
  const set = (patch: Partial<Said>) => {
    setSaid((now) => ({ ...now, ...patch }));
    setMissing((now) => Object.fromEntries(Object.entries(now).filter(([field]) => !(field in patch))));
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = missingOf(said, w);
    setMissing(found);
    setAnswer(null);
    if (Object.keys(found).length > 0) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    setBusy(true);
    const told = await compare(head.id, said);
    setBusy(false);
    // What was written in the ticket comes with the next answer.
    if (told === 'same' || told === 'different' || told === 'unknown') retry();
    if (told === 'same') {
      toast(say.done);
      onDone();
      return;
    }
    if (told === 'different') setSaid((now) => ({ ...now, agentNumber: '' }));
    setAnswer(told);
  };

  const isOffline = connection.kind !== 'online';
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate autoComplete="off">
      {isOffline && (
        <Note icon="cloud-off" tone="w" title={say.offline}>
          {say.offlineThen}
        </Note>
      )}
      <h3 className="s">{say.steps}</h3>
      <ol className="s steps">
        <li>{say.call({ name })}</li>
        <li>{say.ask}</li>
        <li>{say.compare}</li>
        <li>{say.explain}</li>
      </ol>
      <TextArea
        label={say.why}
        hint={say.whyHint}
        error={missing.why ?? null}
        value={said.why}
        maxLength={300}
        onChange={(event) => set({ why: event.target.value })}
      />
      <TextField
        label={say.familyName}
        error={missing.familyName ?? null}
        value={said.familyName}
        maxLength={60}
        autoComplete="off"
        autoCapitalize="words"
        spellCheck={false}
        onChange={(event) => set({ familyName: event.target.value })}
      />
      <TextField
        label={say.number}
        hint={say.numberHint}
        error={missing.agentNumber ?? null}
        value={said.agentNumber}
        maxLength={60}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={(event) => set({ agentNumber: event.target.value })}
      />
      {answer !== null && <Told answer={answer} say={say} />}
      <Button type="submit" kind="primary" shape="block" icon="id-card" disabled={isBusy || isOffline}>
        {isBusy ? say.sending : say.send}
      </Button>
    </form>
  );
}

function missingOf({ why, familyName, agentNumber }: Said, w: Words): Partial<Record<keyof Said, string>> {
  const say = w.guarded.identity;
  return {
    ...(why.trim() === '' ? { why: say.needWhy } : tellsPassword(why) ? { why: w.verbs.ask.password } : {}),
    ...(familyName.trim() === '' ? { familyName: say.needName } : {}),
    ...(isAgentNumber(agentNumber) ? {} : { agentNumber: say.needNumber }),
  };
}

function Told({ answer, say }: { answer: Answer; say: Words['guarded']['identity'] }) {
  if (answer === 'same') return null;
  const [title, then] =
    typeof answer === 'object'
      ? [say.tooOften, say.tooOftenThen({ n: answer.minutes })]
      : ({
          different: [say.different, say.differentThen],
          told: [say.told, say.toldThen],
          unknown: [say.unknown, say.unknownThen],
          failed: [say.failed, say.failedThen],
        }[answer] as [string, string]);
  return (
    <Note icon={answer === 'different' ? 'ban' : 'triangle-alert'} tone={answer === 'different' ? 'd' : 'w'} alert title={title}>
      {then}
    </Note>
  );
}
