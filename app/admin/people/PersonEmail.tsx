'use client';
import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { personEmail } from '#app/admin/actions.ts';
import { FormTrouble, sentence, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { PersonRow } from '#server/office/people.ts';

type Props = { person: PersonRow; texts: Texts; done: () => void; cancel: () => void };

/** Where a person is written to. */
export function PersonEmail({ person, texts: { w, o }, done, cancel }: Props) {
  const { form, submit, trouble, working } = useOfficeForm((input) => personEmail({ ...input, person: person.id }), done);
  return (
    <form ref={form} className="grow" noValidate onSubmit={submit}>
      <TextField
        label={o.mail.person.email}
        hint={o.mail.person.hint}
        error={trouble?.field === 'email' ? sentence(w, o, trouble.fault) : null}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="off"
        spellCheck={false}
        defaultValue={person.email ?? ''}
        maxLength={254}
        autoFocus
      />
      <FormTrouble trouble={trouble} w={w} o={o} />
      <span className="filters">
        <Button type="submit" kind="primary" disabled={working}>
          {o.mail.person.keep}
        </Button>
        <Button disabled={working} onClick={cancel}>
          {w.common.cancel}
        </Button>
      </span>
    </form>
  );
}
