'use client';
import { useRef } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { checkFor } from '#domain/catalogue.ts';
import { PAPER_MIME } from '#domain/photo/paper.ts';
import type { TicketView } from '#domain/view.ts';
import { type Attach, useAttach } from './useAttach.ts';

/** Photos for the ticket. */
export function PhotoForm({ ticket, onDone }: { ticket: TicketView; onDone: () => void }) {
  const { words: w } = useField();
  const asksForm = checkFor(ticket.head.category, ticket.head.symptom) === 'form';
  const attach = useAttach(ticket.head.id, asksForm);
  return (
    <div className="stack">
      <PhotoTrouble attach={attach} />
      <p className="hint">{w.opening.photoHint}</p>
      <PhotoButton
        kind="primary"
        label={asksForm ? w.forms.form.add : w.opening.photoTake}
        asksForm={asksForm}
        isReading={attach.isReading}
        onFiles={(files) => void attach.add(files).then((kept) => kept.length === files.length && onDone())}
      />
    </div>
  );
}

/** What became of a photo that is not there. */
export function PhotoTrouble({ attach: { problem, bad } }: { attach: Attach }) {
  return (
    <>
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
    </>
  );
}

type ButtonProps = { kind?: 'plain' | 'primary'; label: string; asksForm: boolean; isReading: boolean; onFiles: (files: readonly File[]) => void };

/** Opens the camera or the files; `asksForm`: a PDF among them. */
export function PhotoButton({ kind = 'plain', label, asksForm, isReading, onFiles }: ButtonProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button kind={kind} shape="block" icon="camera" disabled={isReading} onClick={() => picker.current?.click()}>
        {label}
      </Button>
      <input
        ref={picker}
        type="file"
        accept={asksForm ? `image/*,${PAPER_MIME}` : 'image/*'}
        multiple
        hidden
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = ''; // the same photo may be chosen again
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
