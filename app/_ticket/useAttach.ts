'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { useAct } from '#app/_field/useAct.ts';
import { troubleOfPicture } from '#app/_new/trouble.ts';
import type { PhotoHash, TicketId } from '#domain/ids.ts';
import { keepSigned } from '#sync/paper.ts';
import { keep, PictureProblem } from '#sync/picture.ts';

export interface Attach {
  /** @returns the hashes of those that are on this phone now, in order */
  readonly add: (files: readonly File[]) => Promise<readonly PhotoHash[]>;
  readonly isReading: boolean;
  /** A file that could not be read, in a sentence. */
  readonly bad: string | null;
  /** Why nothing was kept. */
  readonly problem: string | null;
}

/**
 * Photos for a ticket: drawn again without place and date, then kept with their command.
 * @param asksForm a signed form may be a PDF
 */
export function useAttach(ticket: TicketId, asksForm: boolean): Attach {
  const { words: w } = useField();
  const { act, problem } = useAct();
  const [isReading, setReading] = useState(false);
  const [bad, setBad] = useState<string | null>(null);

  const add = async (files: readonly File[]) => {
    setReading(true);
    setBad(null);
    const kept: PhotoHash[] = [];
    for (const file of files) {
      const picture = await (asksForm ? keepSigned : keep)(file).catch((error: unknown) => {
        if (!(error instanceof PictureProblem)) throw error;
        setBad(troubleOfPicture(w, error));
        return null;
      });
      if (picture === null) continue;
      const hash = picture.hash as PhotoHash;
      if (await act({ type: 'attach', v: 1, ticket, hash }, { photos: [picture] })) kept.push(hash);
    }
    setReading(false);
    return kept;
  };
  return { add, isReading, bad, problem };
}
