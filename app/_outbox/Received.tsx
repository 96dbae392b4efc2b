'use client';
import { useMemo } from 'react';
import { useField } from '#app/_field/field.tsx';
import { placeName, roomOf, titleOf, zoneOf } from '#app/_field/said.ts';
import { Group } from '#app/_ui/Group.tsx';
import { Mark } from '#app/_ui/Mark.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { clock } from '#domain/words/time.ts';

const DAY = 86_400_000;

/** My acts of the last day that the server has, one row a ticket: the number is the proof. */
export function Received() {
  const { view, me, now, words: w, language } = useField();
  const received = useMemo(() => {
    const found = [];
    for (const ticket of view.tickets.values()) {
      const mine = ticket.timeline.filter(
        (r) => r.by === me.person && r.received !== null && now - r.received < DAY && r.event.type !== 'AlertTraced',
      );
      const last = mine.at(-1);
      if (last !== undefined) found.push({ ticket, at: last.received ?? last.at });
    }
    return found.sort((a, b) => b.at - a.at);
  }, [view.tickets, me.person, now]);
  if (received.length === 0) return null;
  return (
    <Group title={w.outbox.received} count={received.length}>
      {received.map(({ ticket, at }) => (
        <Row
          key={ticket.id}
          lead={<Tile icon="circle-check" tone="o" />}
          title={titleOf(view, w, ticket.head)}
          meta={[`${placeName(w, roomOf(view, ticket.head))} · ${clock(at, zoneOf(view, ticket.head.site), language)}`]}
          href={`/tickets/${ticket.id}`}
        >
          <Mark state="saved">{ticket.head.number === null ? w.sync.mark.savedPlain : w.sync.mark.saved({ number: ticket.head.number })}</Mark>
        </Row>
      ))}
    </Group>
  );
}
