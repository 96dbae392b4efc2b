'use client';
import { useEffect, useState } from 'react';
import { LinkButton } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { Language } from '#domain/words/index.ts';
import { sessionWords } from '#domain/words/session.ts';
import type { Ways } from '#server/session/ways.ts';
import { arrive } from './credentials.ts';

type Props = { ways: Ways | null; next: string; language: Language };

/** The buttons of the organisation's portals; and whoever comes back from one is let in, to where they were going. */
export function Portals({ ways, next, language }: Props) {
  const say = sessionWords(language).portal;
  const [came, setCame] = useState<string | null>(null);
  useEffect(() => {
    const how = new URLSearchParams(location.search).get('sso');
    if (how === null) return;
    // Said once: a reload begins afresh.
    history.replaceState(history.state, '', `/signin?next=${encodeURIComponent(next)}`);
    setCame(how);
    if (how !== 'came') return;
    void arrive().then((entered) => (entered.kind === 'in' ? location.replace(next) : setCame('failed')));
  }, [next]);
  return (
    <>
      {came === 'came' && <p role="status">{say.back}</p>}
      {(came === 'refused' || came === 'failed') && (
        <Note icon="triangle-alert" tone="w" alert title={came === 'refused' ? say.refused : say.failed} />
      )}
      {ways !== null && ways.portals.length > 0 && <p className="s q">{say.or}</p>}
      {ways?.portals.map(({ id, label }) => (
        <LinkButton key={id} shape="block" icon="school" href={`/api/sso/${id}/start?next=${encodeURIComponent(next)}`}>
          {label}
        </LinkButton>
      ))}
    </>
  );
}
