'use client';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { Texts } from '#app/admin/office.ts';

/** A password that the server made, and does not know any more. */
export function ShownOnce({ name, password, texts: { o } }: { name: string; password: string; texts: Texts }) {
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
      <Note icon="key-round" tone="o" alert title={o.people.password({ name })}>
        <p>
          <span className="code officepassword">{password}</span>
        </p>
        <p>{o.people.once}</p>
        <Button icon={copied ? 'copy-check' : 'copy'} onClick={() => void copy()}>
          {copied ? o.people.copied : o.people.copy}
        </Button>
      </Note>
    </div>
  );
}
