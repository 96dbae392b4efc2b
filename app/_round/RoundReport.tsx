'use client';
import type { ReactNode } from 'react';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { placeName, zoneOf } from '#app/_field/said.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { assetIcon } from '#app/_ui/looks.ts';
import { Mark, type MarkState } from '#app/_ui/Mark.tsx';
import { Meter } from '#app/_ui/Meter.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import type { RoomDocument } from '#domain/documents.ts';
import type { Count, Round } from '#domain/register/thing.ts';
import type { Tour } from '#domain/register/tour.ts';
import { ofTour } from '#domain/register/tour-sent.ts';
import { nameOf, type View } from '#domain/view.ts';
import type { Words } from '#domain/words/fr/index.ts';
import { when } from '#domain/words/time.ts';
import { byName, calledCount, calledThing, firstLine, homeOf, roomNamed } from './said.ts';

type Props = { room: RoomDocument; tour: Tour & { readonly round: Round }; again: () => void };

/** What the tour came to: what is missing first. */
export function RoundReport({ room, tour, again }: Props) {
  const { view, words: w, now, language } = useField();
  const say = w.round.report;
  const counts = { n: tour.found.length, all: tour.expected };
  const from = (c: Count) => {
    const name = roomNamed(view, w, c.from);
    return name === null ? say.fromNowhere : say.from({ room: name });
  };
  const home = (c: Count) => {
    const name = homeOf(view, w, c);
    return name === null ? say.fromNowhere : say.of({ room: name });
  };
  return (
    <Screen
      top={<TopBar title={say.title} back={{ href: `/rooms/${room.id}`, label: w.common.back }} chip={<Chip />} />}
      actions={
        <>
          <Button shape="side" icon="footprints" onClick={again}>
            {say.again}
          </Button>
          <LinkButton kind="primary" shape="grow" href={`/rooms/${room.id}`}>
            {say.done}
          </LinkButton>
        </>
      }
    >
      <section className="stack">
        <div className="row mid bare">
          <Plate building={room.building} room={room.name} size="xl" />
          <span className="grow">
            <h2 className="t-xl">{placeName(w, room)}</h2>
            <p className="round-count" data-found={counts.n} data-expected={counts.all}>
              {say.lead(counts)}
            </p>
            <p className="s q">{say.ended({ when: when(tour.round.endedAt ?? now, now, zoneOf(view, room.site), language) })}</p>
          </span>
        </div>
        <Meter value={counts.n} max={counts.all} label={w.round.seenLabel(counts)} />
        <p>
          <How tour={tour} room={room} />
        </p>
        {tour.missing.length === 0 && tour.expected > 0 && <p>{say.whole}</p>}
        <Files id={tour.round.id} />
      </section>
      {tour.missing.length > 0 && (
        <Group title={say.missing} count={tour.missing.length}>
          {[...tour.missing].sort(byName(w)).map((a) => (
            <Row
              key={a.id}
              href={`/assets/${a.id}`}
              chevron
              middle
              lead={<Tile icon={assetIcon(a.type)} tone="w" />}
              title={calledThing(w, a)}
              meta={a.inventory === null ? [] : [w.common.number({ number: a.inventory })]}
            />
          ))}
        </Group>
      )}
      <Counts title={say.moved} counts={tour.moved} meta={from} />
      <Counts title={say.left} counts={tour.left} meta={home} />
      <Counts title={say.unknown} counts={tour.unknown} meta={(c) => (c.photo === null ? w.round.withoutPhoto : w.round.withPhoto)} />
      <Counts title={say.remarks} counts={tour.remarks} meta={(c) => remarkOf(view, w, c)} />
      <Counts title={say.found} counts={tour.found} meta={(c) => (c.note === '' ? null : firstLine(c.note))} />
    </Screen>
  );
}

/** The report to print or to send, made by the house of what it holds: with the network. */
function Files({ id }: { id: string }) {
  const { words: w, connection } = useField();
  if (connection.kind !== 'online') return null;
  return (
    <div className="wrap">
      <LinkButton icon="arrow-up-from-line" href={`/api/rounds/${id}?as=pdf`} download>
        {w.round.report.pdf}
      </LinkButton>
      <LinkButton icon="arrow-up-from-line" href={`/api/rounds/${id}`} download>
        {w.round.report.csv}
      </LinkButton>
    </div>
  );
}

/** Who said it, and what: a note, a photo, or both. */
function remarkOf(view: View, w: Words, { by, note, photo }: Count): string {
  return [nameOf(view, null, by), note === '' ? null : firstLine(note), photo === null ? null : w.round.withPhoto]
    .filter((t) => t !== null)
    .join(', ');
}

/** How far the tour is: not recorded while anything of it is refused, waits, or has its photo here only. */
function How({ tour: { round }, room }: Omit<Props, 'again'>) {
  const { view, words: w, snapshot } = useField();
  const say = w.round.report;
  const taken = new Set(round.counts.map((c) => c.photo as string | null));
  const photos = snapshot.photos.filter((p) => taken.has(p.hash));
  const unsent = photos.filter((p) => p.state === 'refused').length;
  const refused = ofTour(snapshot.refused, view.assets, room.id, round).filter((r) => r.because === null).length + unsent;
  const isWaiting = (view.laid?.get(room.id)?.pending.length ?? 0) > 0 || ofTour(snapshot.outbox, view.assets, room.id, round).length > 0;
  const still = photos.length - unsent;
  const [state, text]: [MarkState, string] = isWaiting
    ? ['phone', say.waits]
    : still > 0
      ? ['phone', say.photosWait({ n: still })]
      : ['saved', say.recorded];
  return (
    <>
      {refused > 0 && (
        <a href="/outbox">
          <Mark state="refused">{say.refused({ n: refused })}</Mark>
        </a>
      )}{' '}
      {(refused === 0 || state === 'phone') && <Mark state={state}>{text}</Mark>}
    </>
  );
}

function Counts({ title, counts, meta }: { title: string; counts: readonly Count[]; meta: (count: Count) => ReactNode }) {
  const { view, words: w } = useField();
  if (counts.length === 0) return null;
  return (
    <Group title={title} count={counts.length}>
      {counts.map((c) => {
        const asset = c.asset === null ? undefined : view.assets.get(c.asset);
        const more = meta(c);
        return (
          <Row
            key={c.key}
            middle
            lead={<Tile icon={asset === undefined ? 'qr-code' : assetIcon(asset.type)} />}
            title={calledCount(view, w, c)}
            meta={more === null ? [] : [more]}
            {...(asset === undefined ? {} : { href: `/assets/${asset.id}`, chevron: true })}
          />
        );
      })}
    </Group>
  );
}
