'use client';
import { useEffect, useState } from 'react';
import type { Ways } from '#server/session/ways.ts';

/** What this installation offers beside a login and a password; null until it has said so, and without a network. */
export function useWays(): Ways | null {
  const [ways, setWays] = useState<Ways | null>(null);
  useEffect(() => {
    let gone = false;
    void (async () => {
      const answer = await fetch('/api/signin', { redirect: 'error', cache: 'no-store' });
      if (!answer.ok || !answer.headers.get('content-type')?.startsWith('application/json')) return;
      const said = (await answer.json()) as Ways;
      if (!gone) setWays(said);
    })().catch(() => 'the password is always there');
    return () => {
      gone = true;
    };
  }, []);
  return ways;
}
