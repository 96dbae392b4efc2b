'use client';
import { useField } from '#app/_field/field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { turnsOf } from '#domain/oncall.ts';
import { when } from '#domain/words/time.ts';

/** The reader is on call, and until when: from what this phone holds, by its corrected clock. `next`: else when they will be. */
export function OnCallNote({ next }: { next?: boolean }) {
  const { sites, words: w, now, language } = useField();
  const { current, coming } = turnsOf(sites, now);
  const turn = current ?? (next ? coming : null);
  if (turn === null) return null;
  const say = w.news.onCall;
  const at = (instant: number) => when(instant, now, turn.timeZone, language);
  return (
    <Note
      icon="phone"
      tone="i"
      title={turn === current ? say.now({ when: at(turn.until) }) : say.next({ from: at(turn.from), until: at(turn.until) })}
    >
      {turn.everywhere ? say.everywhere : say.for({ site: turn.site })}
    </Note>
  );
}
