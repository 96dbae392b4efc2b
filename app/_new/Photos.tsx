'use client';
import { useEffect, useRef, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { FieldError } from '#app/_ui/Choice.tsx';
import { Icon } from '#app/_ui/Icon.tsx';
import { PAPER_MIME } from '#domain/photo/paper.ts';
import { keepSigned } from '#sync/paper.ts';
import { keep, PictureProblem } from '#sync/picture.ts';
import type { Picture } from '#sync/port.ts';
import { troubleOfPicture } from './trouble.ts';

/** As many as one ticket opens with (domain/ticket/commands.ts). */
export const PHOTOS_MAX = 6;

type Props = { photos: readonly Picture[]; onChange: (photos: readonly Picture[]) => void; asksForm: boolean };

/**
 * Takes, shows and removes photos; each is re-encoded here, without position or date, before anything keeps it. `asksForm`: a signed form is
 * wanted, which may be a PDF.
 */
export function Photos({ photos, onChange, asksForm }: Props) {
  const { words: w } = useField();
  const input = useRef<HTMLInputElement>(null);
  const papers = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isReading, setReading] = useState(false);

  const add = async (files: readonly File[]) => {
    setProblem(null);
    setReading(true);
    const taken: Picture[] = [];
    for (const file of files) {
      try {
        taken.push(await (asksForm ? keepSigned : keep)(file));
      } catch (error) {
        if (!(error instanceof PictureProblem)) throw error;
        setProblem(troubleOfPicture(w, error));
      }
    }
    setReading(false);
    const all = [...photos, ...taken.filter((t) => !photos.some((p) => p.hash === t.hash))];
    if (all.length > PHOTOS_MAX) setProblem(w.opening.photoMax({ max: PHOTOS_MAX }));
    onChange(all.slice(0, PHOTOS_MAX));
  };

  return (
    <section className="field" aria-label={w.opening.photo}>
      <p className="legend">
        {w.opening.photo} <span className="q light">({w.common.optional})</span>
      </p>
      <div className="photos">
        {photos.map((photo, i) => (
          <Thumb
            key={photo.hash}
            photo={photo}
            label={w.opening.photoRemove({ n: i + 1 })}
            onRemove={() => onChange(photos.filter((p) => p.hash !== photo.hash))}
          />
        ))}
        {photos.length < PHOTOS_MAX && (
          <Button icon="image" disabled={isReading} onClick={() => input.current?.click()}>
            {w.opening.photoTake}
          </Button>
        )}
        {asksForm && photos.length < PHOTOS_MAX && (
          <Button icon="signature" disabled={isReading} onClick={() => papers.current?.click()}>
            {w.report.paper.add}
          </Button>
        )}
      </div>
      {problem !== null && <FieldError id="photo-problem" text={problem} />}
      <p className="hint">{w.opening.photoHint}</p>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        multiple
        hidden
        data-testid="photo"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = ''; // the same photo may be chosen again
          void add(files);
        }}
      />
      {/* Apart: an input that asks for the camera offers no files on most phones. */}
      <input
        ref={papers}
        type="file"
        accept={PAPER_MIME}
        hidden
        data-testid="paper"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          void add(files);
        }}
      />
    </section>
  );
}

function Thumb({ photo, label, onRemove }: { photo: Picture; label: string; onRemove: () => void }) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([photo.bytes], { type: photo.mime }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [photo]);
  return (
    <button type="button" className="thumb" aria-label={label} onClick={onRemove}>
      {photo.mime === PAPER_MIME && <span className="s">PDF</span>}
      {address !== null && photo.mime !== PAPER_MIME && <img src={address} alt="" width={72} height={72} />}
      <Icon name="x" />
    </button>
  );
}
