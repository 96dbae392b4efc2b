'use client';
import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import type { Told } from '#server/office/desk.ts';
import { FormTrouble, sentence, useOfficeForm } from './form.tsx';
import type { Texts } from './office.ts';

type Props = {
  /** of the field, as the act takes it */
  name: 'email' | 'mailbox';
  /** null: none is known */
  address: string | null;
  say: { readonly label: string; readonly hint: string; readonly keep: string };
  act: (input: Record<string, string>) => Promise<Told<null>>;
  texts: Texts;
  done: () => void;
  cancel: () => void;
};

/** One address for mail, to be set, changed or emptied. */
export function AddressForm({ name, address, say, act, texts: { w, o }, done, cancel }: Props) {
  const { form, submit, trouble, working } = useOfficeForm(act, done);
  return (
    <form ref={form} className="grow" noValidate onSubmit={submit}>
      <TextField
        label={say.label}
        hint={say.hint}
        error={trouble?.field === name ? sentence(w, o, trouble.fault) : null}
        name={name}
        type="email"
        inputMode="email"
        autoComplete="off"
        spellCheck={false}
        defaultValue={address ?? ''}
        maxLength={254}
        autoFocus
      />
      <FormTrouble trouble={trouble} w={w} o={o} />
      <span className="filters">
        <Button type="submit" kind="primary" disabled={working}>
          {say.keep}
        </Button>
        <Button disabled={working} onClick={cancel}>
          {w.common.cancel}
        </Button>
      </span>
    </form>
  );
}
