'use client';
import { useField } from '#app/_field/field.tsx';
import { roomOf, titleOf } from '#app/_field/said.ts';
import { LinkButton } from '#app/_ui/Button.tsx';
import { assetIcon } from '#app/_ui/looks.ts';
import { Note } from '#app/_ui/Note.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { formatCode } from '#domain/sticker.ts';
import { nameOf, type TicketView } from '#domain/view.ts';
import { numberIn } from './callback.ts';
import { reachOf } from './reach.ts';

/** Where and what. */
export function Subject({ ticket }: { ticket: TicketView }) {
  const { view, words: w } = useField();
  const { head } = ticket;
  const room = roomOf(view, head);
  const asset = head.asset === null ? undefined : view.assets.get(head.asset);
  const model = asset === undefined ? '' : [asset.maker, asset.model].filter(Boolean).join(' ');
  return (
    <section className="stack">
      <div className="row mid bare">
        <Plate building={room?.building ?? null} room={room?.name ?? null} size="xl" />
        <span className="grow">
          <h2 className="t-xl">{titleOf(view, w, head)}</h2>
          {model !== '' && <span className="s q">{model}</span>}
        </span>
      </div>
      <ForWhom ticket={ticket} />
      {head.confidential && <Note icon="lock" tone="w" title={w.ticket.confidential} small />}
      {head.asset === null && head.code !== null && <Note icon="qr-code" title={w.ticket.codeUnresolved({ code: formatCode(head.code) })} small />}
    </section>
  );
}

/** Somebody else's trouble than whoever reported it, and where they can be called back. */
function ForWhom({ ticket }: { ticket: TicketView }) {
  const { view, words: w } = useField();
  const { beneficiary, beneficiaryName, requester, callback } = ticket.head;
  const name = beneficiaryName || (beneficiary === requester ? '' : (nameOf(view, ticket, beneficiary) ?? w.common.unknownPerson));
  if (name === '' && callback === '') return null;
  const number = numberIn(callback);
  return (
    <Note icon={name === '' ? 'phone' : 'user-round'} small title={name === '' ? w.report.callback : w.report.forName({ name })}>
      {callback !== '' && (number === null ? callback : <CallBack number={number} said={callback} />)}
    </Note>
  );
}

function CallBack({ number, said }: { number: string; said: string }) {
  const { words: w } = useField();
  return (
    <LinkButton href={`tel:${number}`} icon="phone" aria-label={w.report.call({ number: said })}>
      {said}
    </LinkButton>
  );
}

/** Whom to call, and the sheet of the thing. */
export function Doors({ ticket }: { ticket: TicketView }) {
  const field = useField();
  const { view, words: w } = field;
  const { head } = ticket;
  const room = roomOf(view, head);
  const asset = head.asset === null ? undefined : view.assets.get(head.asset);
  const reach = reachOf(field, ticket);
  if (reach === null && asset === undefined && room === null) return null;
  return (
    <div className="pair">
      {reach !== null && (
        <LinkButton href={`tel:${reach.phone}`} icon="phone" aria-label={w.ticket.call({ who: reach.name })}>
          {reach.name}
        </LinkButton>
      )}
      {asset !== undefined ? (
        <LinkButton href={`/assets/${asset.id}`} icon={assetIcon(asset.type)}>
          {w.ticket.sheetOfAsset}
        </LinkButton>
      ) : (
        room !== null && (
          <LinkButton href={`/rooms/${room.id}`} icon="door-open">
            {w.asset.room}
          </LinkButton>
        )
      )}
    </div>
  );
}
