'use client';
import { useRef, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { useAct } from '#app/_field/useAct.ts';
import { troubleOfPicture } from '#app/_new/trouble.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { PhotoHash } from '#domain/ids.ts';
import type { TicketView } from '#domain/view.ts';
import { keep, PictureProblem } from '#sync/picture.ts';

/** Photos for the ticket: drawn again without place and date, then kept with their command. */
export function PhotoForm({ ticket, onDone }: { ticket: TicketView; onDone: () => void }) {
  const { words: w } = useField();
  const { act, problem } = useAct();
  const [isReading, setReading] = useState(false);
  const [bad, setBad] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);

  const add = async (files: readonly File[]) => {
    setReading(true);
    setBad(null);
    let kept = 0;
    for (const file of files) {
      const picture = await keep(file).catch((error: unknown) => {
        if (!(error instanceof PictureProblem)) throw error;
        setBad(troubleOfPicture(w, error));
        return null;
      });
      if (picture !== null && (await act({ type: 'attach', v: 1, ticket: ticket.head.id, hash: picture.hash as PhotoHash }, { photos: [picture] })))
        kept += 1;
    }
    setReading(false);
    if (kept === files.length) onDone();
  };
  return (
    <div className="stack">
      {problem !== null && (
        <Note icon="triangle-alert" tone="d" alert>
          {problem}
        </Note>
      )}
      {bad !== null && (
        <Note icon="image-off" tone="w" alert>
          {bad}
        </Note>
      )}
      <p className="hint">{w.opening.photoHint}</p>
      <Button kind="primary" shape="block" icon="camera" disabled={isReading} onClick={() => picker.current?.click()}>
        {w.opening.photoTake}
      </Button>
      <input
        ref={picker}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = ''; // the same photo may be chosen again
          if (files.length > 0) void add(files);
        }}
      />
    </div>
  );
}
