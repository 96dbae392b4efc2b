'use client';
import { useEffect, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { PAPER_MIME } from '#domain/photo/paper.ts';
import type { Photo } from '#domain/ticket/ticket.ts';
import type { PhotoInfo } from '#sync/port.ts';

/** `address`: of its bytes. `elsewhere`: on another device. `unseen`: the server has it, and could not be asked. */
export type Shown = { readonly kind: 'address'; readonly address: string } | { readonly kind: 'elsewhere' | 'unseen' | 'reading' };

/** Is it a signed form as a PDF? Its own phone knows before the server does. @param here photos whose bytes wait on this phone */
export function isPaper(photo: Photo, here: readonly PhotoInfo[]): boolean {
  return photo.paper === true || here.some((p) => p.hash === photo.hash && p.mime === PAPER_MIME);
}

/** The server's copy; null when it could not be had now. */
async function fetched(hash: string): Promise<Blob | null> {
  const answer = await fetch(`/api/photos/${hash}`, { redirect: 'error', cache: 'no-store' });
  const kind = answer.headers.get('content-type');
  const isOurs = answer.status === 200 && (kind === PAPER_MIME || kind?.startsWith('image/') === true);
  return isOurs ? await answer.blob() : null;
}

/**
 * A photo of a ticket: from this phone where it waits to be sent or was looked at before, else from the server, and then kept for the
 * next dead zone in this person's own store: it leaves with the ticket and with the person.
 */
export function usePhoto(photo: Photo, ticket: string): Shown {
  const { store, snapshot, connection } = useField();
  const isHere = snapshot.photos.some((p) => p.hash === photo.hash);
  const [shown, setShown] = useState<Shown>({ kind: 'reading' });
  const isOnline = connection.kind === 'online';
  const { hash, stored } = photo;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the network back, what could not be had is asked again
  useEffect(() => {
    let made: string | null = null;
    let isWanted = true;
    const show = (bytes: Blob) => {
      if (!isWanted) return;
      made = URL.createObjectURL(bytes);
      setShown({ kind: 'address', address: made });
    };
    const find = async () => {
      const kept = (isHere ? await store.photo(hash) : null) ?? (await store.seen(hash));
      if (kept !== null) return show(kept);
      const bytes = stored ? await fetched(hash).catch(() => null) : null;
      if (bytes === null) return isWanted && setShown({ kind: stored ? 'unseen' : 'elsewhere' });
      show(bytes);
      await store.keepSeen({ ticket, hash, bytes: await bytes.arrayBuffer(), mime: bytes.type }, Date.now());
    };
    find().catch(() => isWanted && setShown((now) => (now.kind === 'address' ? now : { kind: 'unseen' })));
    return () => {
      isWanted = false;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [store, hash, stored, isHere, ticket, isOnline]);
  return shown;
}
