'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { troubleOf } from '#app/_field/useAct.ts';
import type { Refused } from '#domain/outbox.ts';

/** What becomes of a refused action: sent again as it is, or thrown away; the same wherever it is shown. */
export function useFate(refused: Refused) {
  const { words: w, store, retry, toast } = useField();
  const [problem, setProblem] = useState<string | null>(null);
  const choose = async (work: () => Promise<unknown>, said: string | null) => {
    try {
      await work();
      setProblem(null);
      if (said !== null) toast(said);
    } catch (error) {
      setProblem(troubleOf(w, error));
    }
  };
  const again = () =>
    choose(async () => {
      await store.resend(refused, Date.now());
      retry();
    }, null);
  const discard = () => choose(() => store.dismiss(refused), null);
  return { choose, again, discard, problem } as const;
}
