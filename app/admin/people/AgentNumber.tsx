'use client';
import { TextField } from '#app/_ui/Field.tsx';
import { agentNumber } from '#app/admin/actions.ts';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';

type Props = { person: string; texts: Texts; done: () => void; cancel: () => void };

/** A person's agent number, for identity checks: typed once, kept as its hash, never shown again. */
export function AgentNumber({ person, texts, done, cancel }: Props) {
  const { o } = texts;
  const { form, submit, errorOf, foot } = useOfficeForm(texts, (input) => agentNumber({ ...input, person }), done);
  return (
    <form ref={form} className="grow" noValidate onSubmit={submit} autoComplete="off">
      <TextField
        label={o.people.agent}
        hint={o.people.agentHint}
        error={errorOf('agentNumber')}
        name="agentNumber"
        autoComplete="off"
        spellCheck={false}
        maxLength={60}
        autoFocus
      />
      <FormFoot {...foot} verb={o.people.agentKeep} cancel={cancel} inRow />
    </form>
  );
}
