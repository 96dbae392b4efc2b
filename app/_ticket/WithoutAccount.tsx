'use client';
import { Fragment, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';

type Contact = { readonly name: string | null; readonly contact: string | null };

async function ask(ticket: string): Promise<Contact | 'offline'> {
  const answer = await fetch(`/api/tickets/${ticket}/contact`, { redirect: 'error' }).catch(() => null);
  if (answer === null || !(answer.ok || answer.status === 404)) return 'offline';
  return answer.status === 404 ? { name: null, contact: null } : ((await answer.json()) as Contact);
}

/** Nobody can be asked back in the app: what they left of themselves is read on demand, and kept on no phone. */
export function WithoutAccount({ ticket }: { ticket: string }) {
  const { words: w } = useField();
  const say = w.stickers.noAccount;
  const [told, setTold] = useState<Contact | 'offline' | null>(null);
  const lines = told === null || told === 'offline' ? [] : [[say.name, told.name] as const, [say.contact, told.contact] as const];
  const known = lines.filter(([, value]) => value !== null);
  return (
    <Note icon="qr-code" title={say.title}>
      {told === null && (
        <Button icon="phone" onClick={() => void ask(ticket).then(setTold)}>
          {say.ask}
        </Button>
      )}
      {told === 'offline' && <p>{say.offline}</p>}
      {told !== null && told !== 'offline' && known.length === 0 && <p>{say.none}</p>}
      {known.length > 0 && (
        <dl className="facts">
          {known.map(([name, value]) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
        </dl>
      )}
    </Note>
  );
}
