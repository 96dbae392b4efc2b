'use client';
import { SaidHere, SaidMark } from '#app/_asset/SaidHere.tsx';
import { TicketOnRow } from '#app/_asset/TicketsOn.tsx';
import { thingName } from '#app/_asset/thing.ts';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { placeName } from '#app/_field/said.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { StickersOn } from '#app/_stickers/StickersOn.tsx';
import { LinkButton } from '#app/_ui/Button.tsx';
import { Empty, EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { assetIcon } from '#app/_ui/looks.ts';
import { Plate } from '#app/_ui/Plate.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { isSupport } from '#domain/actor.ts';
import type { RoomDocument } from '#domain/documents.ts';
import { tourOf } from '#domain/register/tour.ts';
import { isOpen } from '#domain/ticket/ticket.ts';

/** One room: its open tickets, then what stands in it. */
export function RoomScreen({ id }: { id: string }) {
  const { view, words: w } = useField();
  const room = view.rooms.get(id);
  useTitle(room === undefined ? w.rooms.title : placeName(w, room));
  if (room !== undefined) return <KnownRoom room={room} />;
  return (
    <Screen top={<TopBar title={w.rooms.title} back={{ href: '/rooms', label: w.common.back }} chip={<Chip />} />} centered>
      <Empty title={w.rooms.empty} />
    </Screen>
  );
}

function KnownRoom({ room }: { room: RoomDocument }) {
  const { view, words: w, actor, now } = useField();
  const tour = tourOf(view, room.id, now);
  const assets = [...view.assets.values()].filter((a) => a.room === room.id).sort((a, b) => thingName(w, a).localeCompare(thingName(w, b)));
  const tickets = [...view.tickets.values()].filter((t) => t.head.room === room.id && isOpen(t.head));
  return (
    <Screen
      top={<TopBar title={w.asset.roomTitle} back={{ href: '/rooms', label: w.common.back }} chip={<Chip />} />}
      actions={
        <>
          {isSupport(actor, room.site) && (
            <LinkButton shape="side" icon="footprints" href={`/rounds/${room.id}`}>
              {tour.round === null ? w.round.start : w.round.resume({ n: tour.found.length, all: tour.expected })}
            </LinkButton>
          )}
          <LinkButton kind="primary" shape="grow" href={`/new?room=${room.id}`}>
            {w.rooms.report}
          </LinkButton>
        </>
      }
    >
      <div className="row mid bare">
        <Plate building={room.building} room={room.name} size="xl" />
        <span className="grow">
          <h2 className="t-xl">{placeName(w, room)}</h2>
          <span className="s q">{w.rooms.assets({ n: assets.length })}</span>
        </span>
      </div>
      <SaidHere id={room.id} />
      <Group title={w.asset.openTitle} count={tickets.length}>
        {tickets.map((t) => (
          <TicketOnRow key={t.id} ticket={t} named />
        ))}
        {tickets.length === 0 && <EmptyRow text={w.rooms.quiet} />}
      </Group>
      <Group title={w.asset.title} count={assets.length}>
        {assets.map((a) => (
          <Row
            key={a.id}
            href={`/assets/${a.id}`}
            chevron
            middle
            lead={<Tile icon={assetIcon(a.type)} />}
            title={thingName(w, a)}
            meta={a.inventory === null ? [] : [w.common.number({ number: a.inventory })]}
            end={<SaidMark id={a.id} />}
          />
        ))}
        {assets.length === 0 && <EmptyRow text={w.rooms.roomEmpty} />}
      </Group>
      <StickersOn thing={room} />
    </Screen>
  );
}
