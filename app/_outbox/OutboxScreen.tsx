'use client';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { signInAddress } from '#app/_field/session.ts';
import { connectionOf, unsentOf } from '#app/_field/standing.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { Notices } from '#app/_home/Notices.tsx';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Empty } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Mark } from '#app/_ui/Mark.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { bytes, clock, span, when } from '#domain/words/time.ts';
import type { Waiting } from '#sync/live.ts';
import { actionOf } from './items.ts';
import { Received } from './Received.tsx';
import { RefusedItem } from './RefusedItem.tsx';

/** "À envoyer": what asks for a choice, what is in flight, what is only here, what the server has. Each action is independent. */
export function OutboxScreen() {
  const field = useField();
  const { snapshot, words: w, connection, retry, status, now, language, view, site, store } = field;
  useTitle(w.outbox.title);
  const trouble = connectionOf(field);
  const choices = snapshot.refused.filter((r) => r.because === null);
  const sent = snapshot.outbox.filter((e) => e.state === 'sent');
  const here = snapshot.outbox.filter((e) => e.state === 'phone');
  const waitingPhotos = snapshot.photos.filter((p) => p.state === 'waiting');
  const refusedPhotos = snapshot.photos.filter((p) => p.state === 'refused');
  const zone = zoneOf(view, site?.id ?? null);
  const lastContact = snapshot.lastContact === null ? null : snapshot.lastContact + snapshot.offset;
  const isNothing = choices.length + unsentOf(field) + refusedPhotos.length === 0;
  const retryIn = connection.retryAt === null ? null : connection.retryAt + snapshot.offset - now;

  return (
    <Screen
      top={<TopBar title={w.outbox.title} back={{ href: '/', label: w.common.back }} />}
      actions={
        connection.kind === 'signed-out' ? (
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
      {status.storage?.isNearlyFull && <Note icon="hard-drive" tone="w" title={w.sync.storage.nearlyFull} />}
      {status.trouble !== null && (
        <Note icon="hard-drive" tone="d" title={status.trouble === 'unavailable' ? w.sync.storage.blocked : w.sync.storage.notKept} />
      )}
      {choices.length > 0 && (
        <Group title={w.outbox.choose} count={choices.length} danger>
          {choices.map((refused) => (
            <RefusedItem
              key={`${refused.origin} ${refused.seq}`}
              refused={refused}
              dependants={snapshot.refused.filter((r) => r.because === refused.seq && r.origin === refused.origin)}
            />
          ))}
        </Group>
      )}
      {(sent.length > 0 || (waitingPhotos.length > 0 && status.isDraining)) && (
        <Group title={w.outbox.moving} count={sent.length}>
          {sent.map((e) => (
            <WaitingItem key={e.seq} waiting={e} />
          ))}
        </Group>
      )}
      {here.length > 0 && (
        <Group title={w.outbox.onPhone} count={here.length} after={here.length > 1 ? <p className="hint">{w.outbox.independent}</p> : undefined}>
          {here.map((e) => (
            <WaitingItem key={e.seq} waiting={e} />
          ))}
        </Group>
      )}
      {waitingPhotos.length + refusedPhotos.length > 0 && (
        <Group title={w.common.photos({ n: waitingPhotos.length + refusedPhotos.length })}>
          {[...waitingPhotos, ...refusedPhotos].map((p) => (
            <Row
              key={p.hash}
              lead={<Tile icon="image" />}
              title={w.outbox.photoSending}
              meta={[`${clock(p.keptAt + snapshot.offset, zone, language)} · ${bytes(p.size, language)}`]}
            >
              <Mark state={p.state === 'refused' ? 'refused' : 'phone'}>{p.state === 'refused' ? w.outbox.photoRefused : w.sync.mark.phone}</Mark>
              {p.state === 'refused' && (
                <Button kind="danger" icon="trash-2" onClick={() => void store.dropPhoto(p.hash)}>
                  {w.refusals.discard}
                </Button>
              )}
            </Row>
          ))}
        </Group>
      )}
      {isNothing && <Empty title={w.outbox.empty({ time: lastContact === null ? null : clock(lastContact, zone, language) })} />}
      <Received />
    </Screen>
  );
}

/** One action of this phone that has not settled. */
function WaitingItem({ waiting }: { waiting: Waiting }) {
  const { view, words: w, language, now, site } = useField();
  const action = actionOf(waiting.command, view, w);
  const time = when(waiting.at, now, zoneOf(view, site?.id ?? null), language);
  const meta = [action.place, time, action.type === 'open' && action.code !== null ? w.common.provisional({ code: action.code }) : null]
    .filter((m) => m !== null)
    .join(' · ');
  const isSent = waiting.state === 'sent';
  return (
    <Row
      lead={<Tile icon={action.icon} />}
      title={action.title}
      meta={[meta]}
      {...(action.ticket === null ? {} : { href: `/tickets/${action.ticket}` })}
    >
      <Mark state={isSent ? 'sent' : 'phone'}>{isSent ? w.sync.mark.sent : w.sync.mark.phone}</Mark>
      {action.photos.length > 0 && <span className="s q">{w.common.photos({ n: action.photos.length })}</span>}
    </Row>
  );
}
