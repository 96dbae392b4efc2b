'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { type Language, words } from '#domain/words/index.ts';
import { sessionWords } from '#domain/words/session.ts';
import { enterByNewKey } from './credentials.ts';
import { Front } from './Front.tsx';

type Props = { options: unknown; next: string; language: Language; again: () => void };

/** The password was right, and the role demands a passkey: it is made here, and nothing opens before. */
export function MakeKey({ options, next, language, again }: Props) {
  const w = words(language);
  const say = sessionWords(language).key;
  const [working, setWorking] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isSpent, setSpent] = useState(false);
  const canMake = typeof globalThis.PublicKeyCredential === 'function';
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (working || isSpent) return;
    const label = String(new FormData(event.currentTarget).get('label') ?? '').trim() || say.ours;
    setTrouble(null);
    setWorking(true);
    const entered = await enterByNewKey(label, options);
    if (entered.kind === 'in') return location.replace(next);
    setWorking(false);
    setSpent(true);
    setTrouble(entered.kind === 'offline' ? w.door.offline : entered.kind === 'no-key' ? say.notMade : w.errors.server);
  };
  return (
    <Front title={say.must} lead={say.mustThen} short>
      <form noValidate onSubmit={(event) => void make(event)}>
        <TextField label={say.label} hint={say.labelHint} name="label" autoComplete="off" maxLength={60} />
        {trouble !== null && <Note icon="triangle-alert" tone="d" alert title={trouble} />}
        {!canMake && <Note icon="key-round" tone="w" alert title={say.cannot} />}
        {!isSpent && (
          <Button type="submit" kind="primary" shape="block" icon="key-round" disabled={working || !canMake}>
            {working ? w.door.working : say.make}
          </Button>
        )}
      </form>
      <Button shape="block" disabled={working} onClick={again}>
        {w.door.title}
      </Button>
    </Front>
  );
}
