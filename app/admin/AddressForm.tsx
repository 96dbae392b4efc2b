'use client';
import { TextField } from '#app/_ui/Field.tsx';
import type { Told } from '#server/office/desk.ts';
import { FormFoot, useOfficeForm } from './form.tsx';
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
export function AddressForm({ name, address, say, act, texts, done, cancel }: Props) {
  const { form, submit, errorOf, foot } = useOfficeForm(texts, act, done);
  return (
    <form ref={form} className="grow" noValidate onSubmit={submit}>
      <TextField
        label={say.label}
        hint={say.hint}
        error={errorOf(name)}
        name={name}
        type="email"
        inputMode="email"
        autoComplete="off"
        spellCheck={false}
        defaultValue={address ?? ''}
        maxLength={254}
        autoFocus
      />
      <FormFoot {...foot} verb={say.keep} cancel={cancel} inRow />
    </form>
  );
}
