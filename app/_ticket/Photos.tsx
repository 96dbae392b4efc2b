'use client';
import { useEffect, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Icon } from '#app/_ui/Icon.tsx';
import { Mark } from '#app/_ui/Mark.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import type { Photo } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';

/** The photos of a ticket: from this phone while they are here, else from the server; those still on another phone say so. */
export function Photos({ ticket }: { ticket: TicketView }) {
  const { words: w } = useField();
  const [shown, setShown] = useState<number | null>(null);
  const { photos } = ticket.head;
  if (photos.length === 0) return null;
  const label = (i: number) => w.ticket.photoOf({ n: i + 1, all: photos.length });
  const open = shown === null ? undefined : photos[shown];
  return (
    <section className="stack" aria-labelledby="photos">
      <h2 id="photos">{w.ticket.photos({ n: photos.length })}</h2>
      <ul className="thumbs">
        {photos.map((photo, i) => (
          <li key={photo.hash}>
            <Thumb photo={photo} label={label(i)} onOpen={() => setShown(i)} />
          </li>
        ))}
      </ul>
      <Sheet open={open !== undefined} onClose={() => setShown(null)} title={label(shown ?? 0)} closeLabel={w.common.close}>
        {open !== undefined && <Full photo={open} label={label(shown ?? 0)} />}
      </Sheet>
    </section>
  );
}

function Thumb({ photo, label, onOpen }: { photo: Photo; label: string; onOpen: () => void }) {
  const { words: w, snapshot } = useField();
  const address = usePhoto(photo);
  const here = snapshot.photos.find((p) => p.hash === photo.hash);
  if (address === null) {
    return (
      <p className="thumb waiting s q">
        <Icon name="image-off" />
        {w.ticket.photoElsewhere}
      </p>
    );
  }
  return (
    <>
      <button type="button" onClick={onOpen} aria-label={label}>
        <img className="thumb" src={address} alt="" width="84" height="84" />
      </button>
      {here !== undefined && (
        <Mark state={here.state === 'refused' ? 'refused' : 'phone'}>{here.state === 'refused' ? w.sync.mark.refusedPlain : w.sync.mark.phone}</Mark>
      )}
    </>
  );
}

function Full({ photo, label }: { photo: Photo; label: string }) {
  const address = usePhoto(photo);
  return address === null ? null : <img src={address} alt={label} />;
}

/** An address of its bytes; null while they are on another phone. */
function usePhoto(photo: Photo): string | null {
  const { store, snapshot } = useField();
  const isHere = snapshot.photos.some((p) => p.hash === photo.hash);
  const [local, setLocal] = useState<string | null>(null);
  // Between its upload and the news that it is stored, it is nowhere else than on the server.
  const [hasLeft, setLeft] = useState(false);
  useEffect(() => {
    if (!isHere) return;
    setLeft(true);
    let address: string | null = null;
    let isWanted = true;
    store
      .photo(photo.hash)
      .then((bytes) => {
        if (!isWanted || bytes === null) return;
        address = URL.createObjectURL(bytes);
        setLocal(address);
      })
      .catch(() => 'shown from the server later');
    return () => {
      isWanted = false;
      setLocal(null);
      if (address !== null) URL.revokeObjectURL(address);
    };
  }, [store, photo.hash, isHere]);
  return local ?? (photo.stored || (hasLeft && !isHere) ? `/api/photos/${photo.hash}` : null);
}
