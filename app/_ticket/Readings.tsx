'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { Button } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import { isNoted, mayReadReadings } from '#domain/reading.ts';
import type { TicketView } from '#domain/view.ts';
import { when } from '#domain/words/time.ts';

type Told = readonly { readonly id: string; readonly who: string; readonly at: number }[] | 'offline' | null;

async function read(ticket: string): Promise<Told> {
  const answer = await fetch(`/api/tickets/${ticket}/readings`, { redirect: 'error', cache: 'no-store' }).catch(() => null);
  if (answer === null || !answer.ok) return 'offline';
  return ((await answer.json()) as { rows: Exclude<Told, 'offline'> }).rows;
}

/** Whoever opens a confidential ticket is told that it is noted; whoever answers for it reads by whom it was opened. */
export function Readings({ ticket }: { ticket: TicketView }) {
  const { me, actor, view, words: w, language, now } = useField();
  const [told, setTold] = useState<Told>(null);
  const [isOpen, setOpen] = useState(false);
  const say = w.privacy.readings;
  if (!ticket.head.confidential) return null;
  const open = () => {
    setOpen(true);
    setTold(null);
    void read(ticket.id).then(setTold);
  };
  return (
    <>
      {isNoted(me.person, ticket.head) && <p className="s q">{say.noted}</p>}
      {mayReadReadings(actor, ticket.head) && (
        <Button shape="block" icon="eye" onClick={open}>
          {say.ask}
        </Button>
      )}
      <Sheet open={isOpen} onClose={() => setOpen(false)} title={say.title} closeLabel={w.common.close}>
        <p className="s q">{say.lead}</p>
        {told === null && <p role="status">{w.common.loading}</p>}
        {told === 'offline' && <Note icon="cloud-off" tone="w" title={say.offline} />}
        {told !== null && told !== 'offline' && (
          <ul className="list">
            {told.length === 0 && <EmptyRow text={say.none} />}
            {told.map(({ id, who, at }) => (
              <Row key={id} title={who} meta={[when(at, now, zoneOf(view, ticket.head.site), language)]} />
            ))}
          </ul>
        )}
      </Sheet>
    </>
  );
}
