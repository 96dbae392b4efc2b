'use client';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { signInAddress } from '#app/_field/session.ts';
import { connectionOf, unsentOf } from '#app/_field/standing.ts';
import { lookForUpdate, useUpdate } from '#app/_field/updates.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { Notices } from '#app/_home/Notices.tsx';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Empty } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { clock, span, when } from '#domain/words/time.ts';
import { oldSince } from './age.ts';
import { Drafts } from './Drafts.tsx';
import { FormerAccounts } from './FormerAccounts.tsx';
import { Guard } from './Guard.tsx';
import { actionOf } from './items.ts';
import { PhotoItem } from './PhotoItem.tsx';
import { Received } from './Received.tsx';
import { RefusedItem } from './RefusedItem.tsx';
import { WaitingItem } from './WaitingItem.tsx';

/** A form keeps its photo an instant before its words: ms. */
const LONELY = 60_000;

/** "À envoyer": what asks for a choice, what is in flight, what is only here, what the server has. Each action is independent. */
export function OutboxScreen() {
  const field = useField();
  const { snapshot, words: w, connection, retry, status, now, language, view, site } = field;
  useTitle(w.outbox.title);
  const install = useUpdate();
  const trouble = connectionOf(field);
  const choices = snapshot.refused.filter((r) => r.because === null);
  const sent = snapshot.outbox.filter((e) => e.state === 'sent');
  const here = snapshot.outbox.filter((e) => e.state === 'phone');
  const waitingPhotos = snapshot.photos.filter((p) => p.state === 'waiting');
  const refusedPhotos = snapshot.photos.filter((p) => p.state === 'refused');
  // Named by nothing that waits or was refused here: a form was left between its photo and its words.
  const named = new Set([...snapshot.outbox, ...snapshot.refused].flatMap((e) => actionOf(e.command, view, w).photos));
  const lonely = snapshot.photos.filter((p) => p.state === 'kept' && !named.has(p.hash) && p.keptAt + snapshot.offset < now - LONELY);
  const photos = [...waitingPhotos, ...refusedPhotos, ...lonely];
  const unreadable = <Row lead={<Tile icon="file-x" />} title={w.outbox.unreadable} />;
  const zone = zoneOf(view, site?.id ?? null);
  const lastContact = snapshot.lastContact === null ? null : snapshot.lastContact + snapshot.offset;
  const isNothing = choices.length + unsentOf(field) + refusedPhotos.length + lonely.length === 0;
  const retryIn = connection.retryAt === null ? null : connection.retryAt + snapshot.offset - now;

  return (
    <Screen
      top={<TopBar title={w.outbox.title} back={{ href: '/', label: w.common.back }} />}
      actions={
        connection.kind === 'outdated' ? (
          <Button kind="primary" shape="grow" icon="refresh-cw" onClick={install ?? (() => void lookForUpdate())}>
            {install === null ? w.sync.update.look : w.sync.update.install}
          </Button>
        ) : connection.kind === 'signed-out' ? (
          <LinkButton kind="primary" shape="grow" icon="key-round" href={signInAddress()}>
            {w.door.submit}
          </LinkButton>
        ) : (
          <Button kind="primary" shape="grow" icon="refresh-cw" onClick={retry} disabled={status.isDraining}>
            {status.isDraining ? w.sync.chip.sending : w.outbox.retry}
          </Button>
        )
      }
    >
      {trouble !== null && (
        <Note icon={trouble.icon} title={trouble.title}>
          {trouble.text} {lastContact !== null && w.outbox.lastContact({ when: when(lastContact, now, zone, language) })}{' '}
          {connection.kind !== 'server-down' && retryIn !== null && retryIn > 5_000 && w.outbox.retryIn({ span: span(retryIn, language) })}
        </Note>
      )}
      <Notices />
      {status.trouble !== null && (
        <Note icon="hard-drive" tone="d" title={status.trouble === 'unavailable' ? w.sync.storage.blocked : w.sync.storage.notKept} />
      )}
      {choices.length > 0 && (
        <Group title={w.outbox.choose} count={choices.length} danger>
          {choices.map((refused) => (
            <Guard key={`${refused.origin} ${refused.seq}`} instead={unreadable}>
              <RefusedItem refused={refused} dependants={snapshot.refused.filter((r) => r.because === refused.seq && r.origin === refused.origin)} />
            </Guard>
          ))}
        </Group>
      )}
      {(sent.length > 0 || (waitingPhotos.length > 0 && status.isDraining)) && (
        <Group title={w.outbox.moving} count={sent.length}>
          {sent.map((e) => (
            <Guard key={e.seq} instead={unreadable}>
              <WaitingItem waiting={e} />
            </Guard>
          ))}
        </Group>
      )}
      {here.length > 0 && (
        <Group
          title={w.outbox.onPhone}
          count={here.length}
          after={<AfterWaiting many={here.length > 1} old={here.some((e) => oldSince(e.at, now) !== null)} />}
        >
          {here.map((e) => (
            <Guard key={e.seq} instead={unreadable}>
              <WaitingItem waiting={e} />
            </Guard>
          ))}
        </Group>
      )}
      {photos.length > 0 && (
        <Group title={w.common.photos({ n: photos.length })}>
          {photos.map((p) => (
            <Guard key={p.hash} instead={unreadable}>
              <PhotoItem photo={p} />
            </Guard>
          ))}
        </Group>
      )}
      <FormerAccounts
        none={isNothing && <Empty title={w.outbox.empty({ time: lastContact === null ? null : clock(lastContact, zone, language) })} />}
      />
      <Drafts />
      <Received />
    </Screen>
  );
}

/** Said once under what waits: that one refusal stops nothing else, and that age does not either. */
function AfterWaiting({ many, old }: { many: boolean; old: boolean }) {
  const { words: w } = useField();
  return (
    <>
      {old && <p className="hint">{w.outbox.oldThen}</p>}
      {many && <p className="hint">{w.outbox.independent}</p>}
    </>
  );
}
