'use client';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { Texts } from '#app/admin/office.ts';

type Props = {
  /** a password or a link: the server does not know it any more */
  password: string;
  title: string;
  then: string;
  copy: string;
  texts: Texts;
};

/** A key that the server made and shows once. */
export function ShownOnce({ password, title, then, copy: verb, texts: { o } }: Props) {
  const [copied, setCopied] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In braces: recent browsers return a promise here, which React would take for the way to undo.
    top.current?.scrollIntoView({ block: 'center' });
  }, []);
  const copy = async () => {
    // Where the clipboard is refused, the password is there to be selected.
    await navigator.clipboard?.writeText(password).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <div ref={top}>
      <Note icon="key-round" tone="o" alert title={title}>
        <p>
          <span className="code officepassword officeline">{password}</span>
        </p>
        <p>{then}</p>
        <Button icon={copied ? 'copy-check' : 'copy'} onClick={() => void copy()}>
          {copied ? o.people.copied : verb}
        </Button>
      </Note>
    </div>
  );
}
