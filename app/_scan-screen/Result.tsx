'use client';
import { useEffect, useRef } from 'react';
import { Arrival } from '#app/_asset/Arrival.tsx';
import { AssetHead } from '#app/_asset/AssetHead.tsx';
import { AssetsFound } from '#app/_asset/AssetsFound.tsx';
import type { Found } from '#app/_asset/find.ts';
import { ReportedRow } from '#app/_asset/SameFault.tsx';
import { TicketOnRow } from '#app/_asset/TicketsOn.tsx';
import { thingName } from '#app/_asset/thing.ts';
import { useField } from '#app/_field/field.tsx';
import { placeName } from '#app/_field/said.ts';
import { StickButton } from '#app/_stickers/StickButton.tsx';
import { byUrgency } from '#app/_tickets/queue.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { assetIcon } from '#app/_ui/looks.ts';
import { Plate } from '#app/_ui/Plate.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { isSupport } from '#domain/actor.ts';
import { isToTake } from '#domain/awaited.ts';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import { tourOf } from '#domain/register/tour.ts';
import { formatCode } from '#domain/sticker.ts';
import { isOpen } from '#domain/ticket/ticket.ts';
import { ticketsOn } from '#domain/view.ts';

type Props = { found: Found; onNext: () => void; onPick: (asset: AssetDocument) => void };

/** What was scanned, over the camera's view: a thing with an open ticket proposes taking it, not a second one. */
export function Result({ found, onNext, onPick }: Props) {
  const { words: w } = useField();
  const box = useRef<HTMLElement>(null);
  // A new answer is read from its beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves when the answer changes
  useEffect(() => box.current?.focus(), [found]);
  return (
    <section className="sheet result" ref={box} tabIndex={-1} aria-live="polite">
      {found.kind === 'asset' && <OfAsset asset={found.asset} />}
      {found.kind === 'room' && <OfRoom room={found.room} />}
      {found.kind === 'several' && found.typed === undefined && <Which assets={found.assets} onPick={onPick} />}
      {found.kind === 'several' && found.typed !== undefined && <AssetsFound text={found.typed} onPick={onPick} everywhere />}
      {found.kind === 'unknown' && (
        <>
          <h2 className="t-xl">{w.found.unknown}</h2>
          <p className="q">{w.found.unknownText({ code: formatCode(found.code) })}</p>
          <LinkButton kind="primary" shape="block" href={`/new?code=${found.code}`}>
            {w.asset.unknownReport}
          </LinkButton>
          <StickButton code={found.code} />
        </>
      )}
      <Button kind="quiet" shape="block" icon="scan-qr-code" onClick={onNext}>
        {w.found.next}
      </Button>
    </section>
  );
}

function OfAsset({ asset }: { asset: AssetDocument }) {
  const { view, words: w, actor, submit, navigate, toast } = useField();
  const open = ticketsOn(view, asset.id)
    .filter((t) => isOpen(t.head))
    .sort(byUrgency);
  const reported = [...view.reported.values()].filter((r) => r.asset === asset.id && isOpen(r));
  const takeable = open.find((t) => isToTake(actor, t.head));
  const take = async () => {
    if (takeable === undefined) return;
    await submit({ type: 'take', v: 1, ticket: takeable.id, expected: null });
    toast(w.verbs.command.take.done);
    navigate(`/tickets/${takeable.id}`);
  };
  return (
    <>
      <AssetHead
        asset={asset}
        numbers
        over={
          <StatusTag icon="circle-check" tone="o">
            {w.found.recognised}
          </StatusTag>
        }
      />
      {open.length > 0 && (
        <>
          <p>
            <b>{w.found.already}</b> <span className="q">{w.asset.open({ n: open.length })}</span>
          </p>
          <ul className="list">
            {open.slice(0, 2).map((t) => (
              <TicketOnRow key={t.id} ticket={t} />
            ))}
          </ul>
        </>
      )}
      <Arrival asset={asset} />
      {open.length === 0 && reported.length > 0 && (
        <ul className="list">
          {reported.slice(0, 2).map((r) => (
            <ReportedRow key={r.id} reported={r} />
          ))}
        </ul>
      )}
      {takeable !== undefined && (
        <Button kind="baton" shape="block" icon="hand" onClick={() => void take()}>
          {w.verbs.takeThis}
        </Button>
      )}
      <div className="pair">
        <LinkButton kind={open.length === 0 ? 'primary' : 'plain'} href={`/new?asset=${asset.id}`} icon="plus">
          {open.length === 0 ? w.asset.report : w.asset.otherFault}
        </LinkButton>
        <LinkButton href={`/assets/${asset.id}`}>{w.found.card}</LinkButton>
      </div>
      {asset.codes.length === 0 && isSupport(actor, asset.site) && (
        <LinkButton shape="block" icon="qr-code" href={`/stick?asset=${asset.id}`}>
          {w.stickers.asset.stick}
        </LinkButton>
      )}
    </>
  );
}

function OfRoom({ room }: { room: RoomDocument }) {
  const { view, words: w, actor, now } = useField();
  const tour = tourOf(view, room.id, now);
  return (
    <>
      <div className="row mid bare">
        <Plate building={room.building} room={room.name} size="xl" />
        <span className="grow">
          <StatusTag icon="circle-check" tone="o">
            {w.found.room}
          </StatusTag>
          <h2 className="t-xl">{placeName(w, room)}</h2>
        </span>
      </div>
      <div className="pair">
        <LinkButton kind="primary" href={`/rooms/${room.id}`}>
          {w.found.seeRoom}
        </LinkButton>
        <LinkButton href={`/new?room=${room.id}`} icon="plus">
          {w.asset.report}
        </LinkButton>
      </div>
      {isSupport(actor, room.site) && (
        <LinkButton shape="block" icon="footprints" href={`/rounds/${room.id}`}>
          {tour.round === null ? w.round.start : w.round.resume({ n: tour.found.length, all: tour.expected })}
        </LinkButton>
      )}
    </>
  );
}

function Which({ assets, onPick }: { assets: readonly AssetDocument[]; onPick: (asset: AssetDocument) => void }) {
  const { view, words: w } = useField();
  return (
    <>
      <h2>{w.found.several({ n: assets.length })}</h2>
      <ul className="list">
        {assets.map((a) => {
          const room = a.room === null ? null : (view.rooms.get(a.room) ?? null);
          return (
            <Row
              key={a.id}
              middle
              lead={<Tile icon={assetIcon(a.type)} />}
              title={thingName(w, a)}
              meta={[placeName(w, room)]}
              onPress={() => onPick(a)}
            />
          );
        })}
      </ul>
    </>
  );
}
