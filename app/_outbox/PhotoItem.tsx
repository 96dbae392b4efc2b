'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { titleOf, zoneOf } from '#app/_field/said.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Mark } from '#app/_ui/Mark.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { PAPER_MIME } from '#domain/photo/paper.ts';
import { bytes, span, when } from '#domain/words/time.ts';
import type { PhotoInfo } from '#sync/port.ts';
import { oldSince } from './age.ts';

const CHANGED = 422;
const LARGE = 413;

/** A photo whose bytes are still here: whose ticket, how far, since when; what can become of one that does not leave by itself. */
export function PhotoItem({ photo }: { photo: PhotoInfo }) {
  const { view, words: w, language, now, snapshot, store } = useField();
  const [isAsking, setAsking] = useState(false);
  const ticket = [...view.tickets.values()].find((t) => t.head.photos.some((p) => p.hash === photo.hash));
  const at = photo.keptAt + snapshot.offset;
  const old = oldSince(at, now);
  const isRefused = photo.state === 'refused';
  const isAlone = photo.state === 'kept';
  const why = photo.reason === LARGE ? w.outbox.photoWhy.large : photo.reason === CHANGED ? w.outbox.photoWhy.changed : w.outbox.photoWhy.strange;
  const copy = async () => {
    const kept = await store.photo(photo.hash);
    if (kept === null) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(kept);
    link.download = `relais-${photo.hash.slice(0, 8)}.${photo.mime === PAPER_MIME ? 'pdf' : 'jpg'}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  return (
    <li className="row">
      <Tile icon={isRefused ? 'image-off' : 'image'} {...(isRefused ? { tone: 'd' as const } : old === null ? {} : { tone: 'w' as const })} />
      <div className="grow stack">
        <div>
          <h3>{w.outbox.photoOf({ subject: ticket === undefined ? null : titleOf(view, w, ticket.head) })}</h3>
          <span className="meta">
            {when(at, now, zoneOf(view, ticket?.head.site ?? null), language)} · {bytes(photo.size, language)}
          </span>
        </div>
        <div className="wrap">
          <Mark state={isRefused ? 'refused' : 'phone'}>{isRefused ? w.sync.mark.refusedPlain : w.sync.mark.phone}</Mark>
          {old !== null && <b className="s">{w.outbox.old({ span: span(old, language) })}</b>}
        </div>
        {isRefused && (
          <p>
            {why} {w.outbox.photoCan}
          </p>
        )}
        {isAlone && <p>{w.outbox.photoAlone}</p>}
        {!isRefused && !isAlone && old !== null && <p className="s q">{w.outbox.oldThen}</p>}
        {isAsking && (
          <Note icon="trash-2" tone="w" title={w.outbox.photoDiscardAsk} alert>
            <div className="wrap">
              <Button kind="danger" onClick={() => void store.dropPhoto(photo.hash)}>
                {w.refusals.discard}
              </Button>
              <Button onClick={() => setAsking(false)}>{w.common.cancel}</Button>
            </div>
          </Note>
        )}
        {!isAsking && (isRefused || isAlone || old !== null) && (
          <div className="wrap">
            <Button icon="download" onClick={() => void copy()}>
              {w.outbox.photoCopy}
            </Button>
            {ticket !== undefined && (
              <LinkButton icon="ticket" href={`/tickets/${ticket.id}`}>
                {w.home.handover.see}
              </LinkButton>
            )}
            <Button kind="danger" icon="trash-2" onClick={() => setAsking(true)}>
              {w.refusals.discard}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
}
