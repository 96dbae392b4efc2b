'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { oldSince } from '#app/_outbox/age.ts';
import { Icon } from '#app/_ui/Icon.tsx';
import { Mark } from '#app/_ui/Mark.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import type { Photo } from '#domain/ticket/ticket.ts';
import { nameOf, type TicketView } from '#domain/view.ts';
import { span } from '#domain/words/time.ts';
import { lateOf } from './awaited.ts';
import { isPaper, type Shown, usePhoto } from './usePhoto.ts';

/** The photos of a ticket; those still on another phone say whose, to everybody, and those that do not arrive say that too (invariant 45). */
export function Photos({ ticket }: { ticket: TicketView }) {
  const { words: w, now, snapshot } = useField();
  const [shown, setShown] = useState<number | null>(null);
  const { photos } = ticket.head;
  if (photos.length === 0) return null;
  const labelOf = (photo: Photo, i: number) =>
    (isPaper(photo, snapshot.photos) ? w.ticket.paperOf : w.ticket.photoOf)({ n: i + 1, all: photos.length });
  const label = (i: number) => (photos[i] === undefined ? '' : labelOf(photos[i], i));
  const open = shown === null ? undefined : photos[shown];
  // One that waits here leaves from here: "À envoyer" tells of it.
  const late = lateOf(photos, now).filter((p) => !snapshot.photos.some((kept) => kept.hash === p.hash));
  return (
    <section className="stack" aria-labelledby="photos">
      <h2 id="photos">{w.ticket.photos({ n: photos.length })}</h2>
      {late[0] !== undefined && (
        <Note icon="image-off" tone="w" title={w.ticket.photosLate({ n: late.length })}>
          <Late photo={late[0]} ticket={ticket} />
        </Note>
      )}
      <ul className="thumbs">
        {photos.map((photo, i) => (
          <li key={photo.hash}>
            <Thumb photo={photo} ticket={ticket} label={label(i)} onOpen={() => setShown(i)} />
          </li>
        ))}
      </ul>
      <Sheet open={open !== undefined} onClose={() => setShown(null)} title={label(shown ?? 0)} closeLabel={w.common.close}>
        {open !== undefined && <Full photo={open} ticket={ticket} label={label(shown ?? 0)} />}
      </Sheet>
    </section>
  );
}

/** What to do about one that has been awaited for days. */
function Late({ photo, ticket }: { photo: Photo; ticket: TicketView }) {
  const { words: w, view, me, now, language } = useField();
  const waited = span(oldSince(photo.at, now) ?? 0, language);
  if (photo.by === me.person) return w.ticket.photoLateYou({ span: waited });
  return w.ticket.photoLate({ who: nameOf(view, ticket, photo.by) ?? w.common.unknownPerson, span: waited });
}

type Props = { photo: Photo; ticket: TicketView; label: string };

function Thumb({ photo, ticket, label, onOpen }: Props & { onOpen: () => void }) {
  const { words: w, snapshot } = useField();
  const shown = usePhoto(photo, ticket.id);
  const here = snapshot.photos.find((p) => p.hash === photo.hash);
  if (shown.kind !== 'address') {
    return (
      <p className="thumb waiting s q">
        {shown.kind !== 'reading' && <Icon name="image-off" />}
        <Absence photo={photo} ticket={ticket} shown={shown} />
      </p>
    );
  }
  return (
    <>
      {isPaper(photo, snapshot.photos) ? (
        <a className="thumb waiting s" href={shown.address} download={w.ticket.paperFile}>
          <Icon name="download" />
          {label}
        </a>
      ) : (
        <button type="button" onClick={onOpen} aria-label={label}>
          <img className="thumb" src={shown.address} alt="" width="84" height="84" data-hash={photo.hash} />
        </button>
      )}
      {here !== undefined && (
        <Mark state={here.state === 'refused' ? 'refused' : 'phone'}>{here.state === 'refused' ? w.sync.mark.refusedPlain : w.sync.mark.phone}</Mark>
      )}
    </>
  );
}

/** Why there is no picture. */
function Absence({ photo, ticket, shown }: { photo: Photo; ticket: TicketView; shown: Shown }) {
  const { words: w, view, me } = useField();
  if (shown.kind === 'unseen') return w.ticket.photoOffline;
  if (shown.kind !== 'elsewhere') return null;
  if (photo.by === me.person) return w.ticket.photoElsewhereYou;
  return w.ticket.photoElsewhere({ who: nameOf(view, ticket, photo.by) ?? w.common.unknownPerson });
}

function Full({ photo, ticket, label }: Props) {
  const shown = usePhoto(photo, ticket.id);
  return shown.kind === 'address' ? <img src={shown.address} alt={label} /> : null;
}
