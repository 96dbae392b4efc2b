'use client';
import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { agentNumber } from '#app/admin/actions.ts';
import { FormTrouble, sentence, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';

type Props = { person: string; texts: Texts; done: () => void; cancel: () => void };

/** A person's agent number, for identity checks: typed once, kept as its hash, never shown again. */
export function AgentNumber({ person, texts: { w, o }, done, cancel }: Props) {
  const { form, submit, trouble, working } = useOfficeForm((input) => agentNumber({ ...input, person }), done);
  return (
    <form ref={form} className="grow" noValidate onSubmit={submit} autoComplete="off">
      <TextField
        label={o.people.agent}
        hint={o.people.agentHint}
        error={trouble?.field === 'agentNumber' ? sentence(w, o, trouble.fault) : null}
        name="agentNumber"
        autoComplete="off"
        spellCheck={false}
        maxLength={60}
        autoFocus
      />
      <FormTrouble trouble={trouble} w={w} o={o} />
      <span className="filters">
        <Button type="submit" kind="primary" disabled={working}>
          {o.people.agentKeep}
        </Button>
        <Button disabled={working} onClick={cancel}>
          {w.common.cancel}
        </Button>
      </span>
    </form>
  );
}
