'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { LanguageField } from '#app/_ui/LanguageField.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { type MyAccount, tell } from './ask.ts';
import { useForm } from './useForm.ts';

/** Telephone, address, language of mails. A new address is where a way back in would be sent: it asks for the password. */
export function ProfileForm({ account, changed }: { account: MyAccount; changed: () => void }) {
  const { words: w, toast } = useField();
  const a = w.account;
  const [email, setEmail] = useState(account.email ?? '');
  const asksProof = account.hasPassword && email.trim() !== (account.email ?? '');
  const { fault, working, submit } = useForm(
    (fields) => tell('PUT', '/api/account', fields),
    () => {
      toast(a.kept);
      changed();
    },
  );
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <h2>{a.profile}</h2>
      <p className="s q">
        {a.login} <b>{account.login}</b>
      </p>
      <TextField
        label={a.phone}
        optional={w.common.optional}
        name="phone"
        type="tel"
        autoComplete="tel"
        defaultValue={account.phone ?? ''}
        maxLength={30}
      />
      <TextField
        label={a.email}
        optional={w.common.optional}
        hint={a.emailHint}
        error={fault === 'invalid' ? a.fault.invalid : null}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        maxLength={254}
      />
      {asksProof && (
        <TextField
          label={a.proof}
          hint={a.proofHint}
          error={fault === 'wrong' ? a.fault.wrong : null}
          name="password"
          type="password"
          autoComplete="current-password"
        />
      )}
      <LanguageField w={w} label={a.language} defaultValue={account.language} />
      {fault !== null && fault !== 'invalid' && fault !== 'wrong' && <Note icon="triangle-alert" tone="d" alert title={a.fault[fault]} />}
      <Button type="submit" kind="primary" shape="block" disabled={working}>
        {a.keep}
      </Button>
    </form>
  );
}
