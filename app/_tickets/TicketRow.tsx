'use client';
import type { ReactNode } from 'react';
import { useDelays } from '#app/_delay/coming.ts';
import { useField } from '#app/_field/field.tsx';
import { roomOf, shownName, titleOf, whoOf, zoneOf } from '#app/_field/said.ts';
import { isStaff, stateOf } from '#app/_field/state.ts';
import { STATUS_LOOK } from '#app/_ui/looks.ts';
import { Mark } from '#app/_ui/Mark.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { Prio } from '#app/_ui/Prio.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { isOpen, isUnanswered } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { when } from '#domain/words/time.ts';

/** How far the newest action of this phone on a ticket is; null when the server has them all. */
export function MarkOf({ ticket }: { ticket: TicketView }) {
  const { snapshot, words: w } = useField();
  if (ticket.pending.length === 0) return null;
  // By what this phone knows by now; still sent (invariant 25).
  if (ticket.doubtful.length > 0) return <Mark state="refused">{w.sync.mark.doubtful}</Mark>;
  const isSent = snapshot.outbox.some((e) => e.state === 'sent' && ticket.pending.includes(e.seq));
  return <Mark state={isSent ? 'sent' : 'phone'}>{isSent ? w.sync.mark.sent : w.sync.mark.phone}</Mark>;
}

interface RowProps {
  readonly ticket: TicketView;
  readonly current?: boolean;
  /** At a desk: its number first. */
  readonly numbered?: boolean;
  readonly before?: ReactNode;
  readonly fresh?: string;
}

/** A ticket in a list: the plate, one sentence, then how pressing and where it stands. As `<li>`. */
export function TicketRow({ ticket, current = false, numbered = false, before, fresh }: RowProps) {
  const field = useField();
  const delays = useDelays();
  const { view, words: w, language, now, me } = field;
  const { head } = ticket;
  const room = roomOf(view, head);
  const look = STATUS_LOOK[head.status];
  const time = when(head.openedAt, now, zoneOf(view, head.site), language);
  const staff = isStaff(me, ticket);
  const state = (
    <StatusTag icon={look.icon} tone={look.tone}>
      {staff ? w.status.short[head.status] : stateOf(ticket, field)}
    </StatusTag>
  );
  const who = whoOf(view, w, me.person, ticket, head.assignee);
  const owner = who === null ? w.common.nobody : shownName(w, who);
  const prio = <Prio key="p" priority={head.priority} label={w.status.priority.code({ priority: head.priority })} />;
  const isRed = staff && isUnanswered(head);
  // The state holds the delay's place until its code is here: the same line, so that nothing below moves.
  const delay = staff && isOpen(head) ? (delays?.shortDelay(ticket, view.sites.get(head.site), w, language, now) ?? null) : null;
  const meta: ReactNode[] = !staff
    ? [state, time]
    : isRed
      ? [
          prio,
          <StatusTag key="c" icon="bell-off" tone="d">
            {w.status.unanswered}
          </StatusTag>,
          state,
          owner,
        ]
      : delay === null
        ? // As the desk's columns stand; a phone has room for the first two.
          [prio, ...(numbered ? [time, state] : [state, time]), owner]
        : [
            prio,
            <StatusTag key="d" icon={delay.icon} tone={delay.tone}>
              {delay.text}
            </StatusTag>,
            state,
            owner,
          ];
  const mark = ticket.pending.length > 0 && <MarkOf ticket={ticket} />;
  return (
    <Row
      lead={<Plate building={room?.building ?? null} room={room?.name ?? null} />}
      title={numbered ? <Numbered number={head.number?.split('-')[1] ?? '—'} title={titleOf(view, w, head)} /> : titleOf(view, w, head)}
      href={`/tickets/${ticket.id}`}
      meta={meta}
      current={current}
      before={before}
      {...(fresh === undefined ? {} : { fresh })}
    >
      {mark}
    </Row>
  );
}

/** Its number, short, before what it is about. */
export function Numbered({ number, title }: { number: string; title: string }) {
  return (
    <>
      <span className="num qq number">{number}</span> {title}
    </>
  );
}
