'use client';
import { useField } from '#app/_field/field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { useWriting } from './writing.ts';

/** Somebody else is at work on this ticket at this moment: a hint, so that two do not write the same. */
export function Writing({ ticket }: { ticket: string }) {
  const { words: w } = useField();
  const name = useWriting(ticket);
  // Empty it takes no place, and is there all the same for what it will say.
  return (
    <div role="status" className={name === null ? 'vh' : undefined}>
      {name !== null && <Note icon="message-square" title={w.desk.writing({ name })} small />}
    </div>
  );
}
