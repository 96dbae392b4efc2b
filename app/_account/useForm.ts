'use client';
import { type FormEvent, useState } from 'react';
import type { AccountFault } from './ask.ts';

/**
 * A form of one's own account: sent once, what was typed stays until the server has taken it.
 * @param send receives the fields by name; null: done
 */
export function useForm(send: (fields: Record<string, string>) => Promise<AccountFault | null>, done: (form: HTMLFormElement) => void) {
  const [fault, setFault] = useState<AccountFault | null>(null);
  const [working, setWorking] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (working) return;
    const form = event.currentTarget;
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : '']));
    setFault(null);
    setWorking(true);
    const found = await send(fields);
    setWorking(false);
    setFault(found);
    if (found === null) done(form);
  };
  return { fault, working, submit: (event: FormEvent<HTMLFormElement>) => void submit(event) };
}
