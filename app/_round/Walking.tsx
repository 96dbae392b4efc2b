'use client';
import { useState } from 'react';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { placeName } from '#app/_field/said.ts';
import { actionOf } from '#app/_outbox/items.ts';
import { sentenceOf as whyRefused } from '#app/_outbox/refusal.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Icon } from '#app/_ui/Icon.tsx';
import { Meter } from '#app/_ui/Meter.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { Scanner } from '#app/scan/Scanner.tsx';
import type { RoomDocument } from '#domain/documents.ts';
import { type Count, ROUND_LASTS } from '#domain/register/thing.ts';
import { companions } from '#domain/register/tour.ts';
import { ofTour } from '#domain/register/tour-sent.ts';
import { AddThing } from './AddThing.tsx';
import { Lists } from './Lists.tsx';
import { calledCount, sentenceOf } from './said.ts';
import { useTour, type Walk } from './useTour.ts';
import { Which } from './Which.tsx';

type Props = { room: RoomDocument; finished: () => void };

/** The camera above, what is there and what is not below, the last thing and its way back at the thumb. */
export function Walking({ room, finished }: Props) {
  const { view, words: w, device, setDevice, navigate } = useField();
  const walk = useTour(room);
  const [adding, setAdding] = useState<Count | null>(null);
  const say = w.round;
  const { tour, mine, told } = walk;
  const [last] = mine;
  const which = told?.kind === 'which' ? told.assets : null;
  const finish = async () => {
    if (await walk.finish()) finished();
  };
  const elsewhere = told?.kind === 'other-room' ? told.room : null;
  return (
    <div className="app round">
      <div className="round-cam">
        <Scanner
          words={{ ...w.scan, title: say.title({ room: placeName(w, room) }), aim: say.aim }}
          onRead={walk.read}
          resting={adding !== null || which !== null}
          muted={!device.sound}
          close={
            <a className="icon-btn" href={`/rooms/${room.id}`} aria-label={w.common.back} data-back="">
              <Icon name="arrow-left" />
            </a>
          }
          chip={
            <>
              <button
                type="button"
                className="icon-btn"
                aria-pressed={!device.sound}
                aria-label={device.sound ? say.soundOn : say.soundOff}
                onClick={() => setDevice({ sound: !device.sound })}
              >
                <Icon name={device.sound ? 'volume-2' : 'volume-x'} />
              </button>
              <Chip />
            </>
          }
          message={messageOf(walk, view, w)}
        />
      </div>
      <div className="scroll">
        <div className="main">
          {walk.isLost && <Note icon="triangle-alert" tone="d" alert title={say.notKept} small />}
          <RefusedHere room={room} walk={walk} />
          {elsewhere !== null && (
            <Button icon="door-open" shape="block" onClick={() => navigate(`/rounds/${elsewhere.id}`)}>
              {say.goThere({ room: placeName(w, elsewhere) })}
            </Button>
          )}
          <Head room={room} walk={walk} />
          <Lists walk={walk} add={setAdding} />
        </div>
      </div>
      <div className="dock">
        <div className="act">
          {last !== undefined && (
            <button type="button" className="btn side" aria-label={say.undoOf({ name: calledCount(view, w, last) })} onClick={() => walk.undo(last)}>
              <Icon name="undo-2" />
              {say.undo}
            </button>
          )}
          <Button kind="primary" shape="grow" onClick={() => void finish()}>
            {say.finish}
          </Button>
        </div>
      </div>
      <Which assets={which} close={walk.forget} choose={walk.see} />
      <AddThing count={adding} room={room} close={() => setAdding(null)} walk={walk} />
      <p className="vh" role="status">
        {tour.missing.length === 0 && tour.expected > 0 ? say.allSeen : ''}
      </p>
    </div>
  );
}

/** What of this tour the server did not take: the first of it in a sentence, all of it in the outbox. */
function RefusedHere({ room, walk: { tour } }: { room: RoomDocument; walk: Walk }) {
  const field = useField();
  const { view, words: w, now, snapshot } = field;
  const of = tour.round ?? { id: null, startedAt: now - ROUND_LASTS, endedAt: null };
  // What hangs on another refusal is one with it, as in the outbox.
  const refused = ofTour(snapshot.refused, view.assets, room.id, of).filter((r) => r.because === null);
  const [first] = refused;
  if (first === undefined) return null;
  const { what, can } = whyRefused(field, first);
  return (
    <Note icon="ban" tone="d" title={actionOf(first.command, view, w).title} alert small>
      <p>
        {what} {can}
      </p>
      <LinkButton href="/outbox">{w.round.seeRefused({ n: refused.length })}</LinkButton>
    </Note>
  );
}

function Head({ room, walk: { tour } }: { room: RoomDocument; walk: Walk }) {
  const { words: w, actor, view } = useField();
  const say = w.round;
  const names = new Map(view.sites.get(room.site)?.colleagues.map((c) => [c.id, c.name]));
  const others = companions(tour, actor.person).flatMap((id) => names.get(id) ?? []);
  const sums = [
    tour.moved.length > 0 ? say.sum.moved({ n: tour.moved.length }) : null,
    tour.left.length > 0 ? say.sum.left({ n: tour.left.length }) : null,
    tour.unknown.length > 0 ? say.sum.unknown({ n: tour.unknown.length }) : null,
  ].filter((s) => s !== null);
  const counts = { n: tour.found.length, all: tour.expected };
  return (
    <section className="stack">
      <div className="row mid bare">
        <Plate building={room.building} room={room.name} size="xl" />
        <span className="grow">
          <p className="round-count" data-found={counts.n} data-expected={counts.all}>
            {say.seen(counts)}
          </p>
          {sums.length > 0 && <p className="s q">{sums.join(', ')}</p>}
          {others.length > 0 && <p className="s q">{say.with({ who: others.join(', ') })}</p>}
        </span>
      </div>
      <Meter value={counts.n} max={counts.all} label={say.seenLabel(counts)} />
    </section>
  );
}

function messageOf({ told, mine }: Walk, view: Parameters<typeof sentenceOf>[0], w: Parameters<typeof sentenceOf>[1]): string | undefined {
  const say = w.round.said;
  switch (told?.kind) {
    case 'repeat':
      return say.repeat({ name: calledCount(view, w, told.count) });
    case 'here':
      return say.here;
    case 'other-room':
      return say.otherRoom({ room: placeName(w, told.room) });
    case 'which':
      return say.which;
    case 'unreadable':
      return say.unreadable;
    case 'undone':
      return say.undone({ name: told.name });
    default:
      return mine[0] === undefined ? undefined : sentenceOf(view, w, mine[0]);
  }
}
