'use client';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { tell } from './ask.ts';
import { useForm } from './useForm.ts';

/** Another password, by the one that was. */
export function PasswordForm({ changed }: { changed: () => void }) {
  const { words: w, toast } = useField();
  const a = w.account;
  const { fault, working, submit } = useForm(
    ({ old = '', chosen = '' }) => tell('POST', '/api/account/password', { old, chosen }),
    (form) => {
      form.reset();
      toast(a.changed);
      changed();
    },
  );
  const isOfChosen = fault === 'short' || fault === 'long' || fault === 'common' || fault === 'invalid';
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <h2>{a.password}</h2>
      <TextField label={a.old} error={fault === 'wrong' ? a.fault.wrong : null} name="old" type="password" autoComplete="current-password" required />
      <TextField
        label={a.chosen}
        hint={a.chosenHint}
        error={isOfChosen ? a.fault[fault] : null}
        name="chosen"
        type="password"
        autoComplete="new-password"
        required
      />
      {fault !== null && !isOfChosen && fault !== 'wrong' && <Note icon="triangle-alert" tone="d" alert title={a.fault[fault]} />}
      <Button type="submit" shape="block" disabled={working}>
        {a.change}
      </Button>
    </form>
  );
}
