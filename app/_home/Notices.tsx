'use client';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';

/** What the person must know before anything else: takes that came second, work that was lost, a phone that shows nothing any more. */
export function Notices() {
  const { snapshot, words: w, store, status, retry } = useField();
  return (
    <>
      {snapshot.isLost && (
        <Note icon="triangle-alert" tone="d" title={w.sync.lost}>
          <Button onClick={() => void store.clearLost()}>{w.sync.lostRead}</Button>
        </Note>
      )}
      {status.storage?.isNearlyFull && (
        <Note icon="hard-drive" tone="w" title={w.sync.storage.nearlyFull}>
          {w.sync.storage.nearlyFullThen} <Button onClick={() => void store.dropSeen().then(retry)}>{w.sync.storage.free}</Button>
        </Note>
      )}
      {snapshot.isExpired && <Note icon="lock" tone="w" title={w.sync.expired} />}
      {snapshot.told.map((told) => (
        <Note key={`${told.origin} ${told.seq}`} icon="users-round" tone="i" title={w.refusals.secondTitle({ who: told.joined.name })}>
          <a className="link" href={`/tickets/${told.ticket}`}>
            {w.outbox.seeAndChoose}
          </a>
        </Note>
      ))}
    </>
  );
}
