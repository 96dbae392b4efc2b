'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { forgot } from '#app/welcome/account-actions.ts';
import type { Language } from '#domain/words/index.ts';
import { sessionWords } from '#domain/words/session.ts';

/** A way back in by mail. The answer is the same whether the login exists. @param login the field where it is typed */
export function Forgot({ language, login }: { language: Language; login: () => HTMLInputElement | null }) {
  const { forgot: say, needLogin } = sessionWords(language);
  const [isAsking, setAsking] = useState(false);
  const [said, setSaid] = useState<'done' | 'not' | 'no-login' | null>(null);
  const send = async () => {
    const field = login();
    if (field === null || field.value.trim() === '') {
      field?.focus();
      return setSaid('no-login');
    }
    setSaid(null);
    try {
      setSaid((await forgot(field.value)).asked ? 'done' : 'not');
    } catch {
      setSaid('not');
    }
  };
  if (!isAsking) {
    return (
      <Button kind="quiet" onClick={() => setAsking(true)}>
        {say.ask}
      </Button>
    );
  }
  return (
    <Note icon="mail">
      <p>{say.lead}</p>
      {said === 'done' && <p role="status">{say.done}</p>}
      {said === 'not' && <p role="alert">{say.not}</p>}
      {said === 'no-login' && <p role="alert">{needLogin}</p>}
      {said !== 'done' && <Button onClick={() => void send()}>{say.send}</Button>}
    </Note>
  );
}
