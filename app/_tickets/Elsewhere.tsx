'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { DESK, useMedia } from '#app/_field/media.ts';
import { Online } from '#app/_field/Online.tsx';
import { titleOf, zoneOf } from '#app/_field/said.ts';
import { Group } from '#app/_ui/Group.tsx';
import { STATUS_LOOK } from '#app/_ui/looks.ts';
import { Plate } from '#app/_ui/Plate.tsx';
import { Prio } from '#app/_ui/Prio.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { isSupport } from '#domain/actor.ts';
import type { AssetDocument } from '#domain/documents.ts';
import type { Found, FoundTicket } from '#domain/found.ts';
import type { AssetId } from '#domain/ids.ts';
import { isOpen, type Status } from '#domain/ticket/ticket.ts';
import { when } from '#domain/words/time.ts';
import { Numbered } from './TicketRow.tsx';

/** The server is asked when the letters stop for so long, ms. */
const PAUSE = 250;

async function ask(text: string, signal: AbortSignal): Promise<Found> {
  const answer = await fetch(`/api/search?q=${encodeURIComponent(text.slice(0, 100))}`, { redirect: 'error', cache: 'no-store', signal });
  if (!answer.ok) throw new Error(`search: ${answer.status}`);
  return (await answer.json()) as Found;
}

interface Props {
  readonly text: string;
  /** Shown already, from this phone. */
  readonly shown: ReadonlySet<string>;
  readonly current: string | null;
}

/** What the server finds besides: tickets of elsewhere, older ones, words of notes, and words with a slip of the finger. */
export function Elsewhere(props: Props) {
  const { connection, words: w } = useField();
  if (props.text.length < 2) return null;
  if (connection.kind !== 'online') return <p className="s q">{w.desk.searchOffline}</p>;
  return (
    <Online>
      <Asked {...props} />
    </Online>
  );
}

function Asked({ text, shown, current }: Props) {
  const { words: w } = useField();
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, isError } = useQuery({ queryKey: ['search', settled], queryFn: ({ signal }) => ask(settled, signal), enabled: settled.length > 1 });
  if (isError) return <p className="s q">{w.desk.searchFailed}</p>;
  if (data === undefined || settled !== text) return null;
  const more = data.tickets.filter((t) => !shown.has(t.id));
  return (
    <div aria-live="polite" className="stack">
      {data.tried.length > 0 && <p className="s q">{w.desk.tried({ words: data.tried.join(', ') })}</p>}
      {more.length > 0 && (
        <Group title={w.desk.elsewhere} count={more.length}>
          {more.map((t) => (
            <Line key={t.id} ticket={t} current={t.id === current} />
          ))}
        </Group>
      )}
    </div>
  );
}

/** Who reported it reads how far it is, not how it is worked on. */
function toldOf(status: Status): 'new' | 'held' | 'done' {
  return status === 'new' ? 'new' : isOpen({ status }) ? 'held' : 'done';
}

function Line({ ticket, current }: { ticket: FoundTicket; current: boolean }) {
  const { view, words: w, now, language, actor } = useField();
  const { id, number, status, site, siteName, building, room, assetType, openedAt, priority } = ticket;
  const isDesk = useMedia(DESK);
  const look = STATUS_LOOK[status];
  const asset = assetType === null ? null : ('asset' as AssetId);
  const assets = new Map(asset === null ? [] : [[asset as string, { type: assetType } as AssetDocument]]);
  const said = titleOf({ assets }, w, { ...ticket, asset });
  const prio = <Prio key="p" priority={priority} label={w.status.priority.code({ priority })} />;
  const time = when(openedAt, now, zoneOf(view, site), language);
  const state = (
    <StatusTag key="s" icon={look.icon} tone={look.tone}>
      {isSupport(actor, site) ? w.status.short[status] : w.status.reported[toldOf(status)]}
    </StatusTag>
  );
  return (
    <Row
      lead={<Plate building={building} room={room} />}
      title={isDesk && number !== null ? <Numbered number={number.split('-')[1] ?? number} title={said} /> : said}
      href={`/tickets/${id}`}
      current={current}
      meta={isSupport(actor, site) ? [prio, ...(isDesk ? [time, state] : [state, time]), ticket.assignee ?? w.common.nobody] : [state, time]}
    >
      <span className="s q">
        {number === null || isDesk ? '' : `${w.common.number({ number })} · `}
        {siteName}
      </span>
    </Row>
  );
}
