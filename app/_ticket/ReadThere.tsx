'use client';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { Chip } from '#app/_field/Chip.tsx';
import { FieldContext, useField } from '#app/_field/field.tsx';
import { Online } from '#app/_field/Online.tsx';
import { codeName } from '#app/_field/said.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { LinkButton } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import type { Document } from '#domain/documents.ts';
import { plainTickets, replicaOf, type TicketView, type View } from '#domain/view.ts';
import { choosesSites } from '#domain/window.ts';
import { Photos } from './Photos.tsx';
import { Readings } from './Readings.tsx';
import { StateCard } from './StateCard.tsx';
import { Story } from './Story.tsx';
import { Doors, Subject } from './Subject.tsx';

async function read(id: string, signal: AbortSignal): Promise<readonly Document[] | null> {
  const answer = await fetch(`/api/tickets/${encodeURIComponent(id)}`, { redirect: 'error', cache: 'no-store', signal });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`ticket: ${answer.status}`);
  return ((await answer.json()) as { documents: readonly Document[] }).documents;
}

/** A ticket that this device does not hold, read from the server while there is a network. `otherwise`: it may not be seen, or is not there. */
export function ReadThere({ id, otherwise }: { id: string; otherwise: ReactNode }) {
  return (
    <Online>
      <Asked id={id} otherwise={otherwise} />
    </Online>
  );
}

function Asked({ id, otherwise }: { id: string; otherwise: ReactNode }) {
  const field = useField();
  const { data, isPending } = useQuery({ queryKey: ['ticket', id], queryFn: ({ signal }) => read(id, signal), staleTime: 0, retry: 0 });
  const shown = useMemo(() => {
    if (data === undefined || data === null) return null;
    const replica = replicaOf(data);
    const { sites, rooms, assets, tickets, reported } = field.view;
    const view: View = {
      sites: new Map([...replica.sites, ...sites]),
      rooms: new Map([...rooms, ...replica.rooms]),
      assets: new Map([...assets, ...replica.assets]),
      tickets: new Map([...tickets, ...plainTickets(replica)]),
      reported,
    };
    return { ...field, view };
  }, [data, field]);
  const ticket = shown?.view.tickets.get(id);
  // Nothing is said before the answer is there: "not here" would be wrong for a second.
  if (isPending) return null;
  if (shown === null || ticket === undefined) return otherwise;
  return (
    <FieldContext value={shown}>
      <Copy ticket={ticket} isHeldSite={field.view.sites.has(ticket.head.site)} />
    </FieldContext>
  );
}

function Copy({ ticket, isHeldSite }: { ticket: TicketView; isHeldSite: boolean }) {
  const { words: w, actor } = useField();
  useTitle(codeName(w, ticket.head));
  const mayHold = !isHeldSite && choosesSites(actor);
  return (
    <Screen snug top={<TopBar title={codeName(w, ticket.head)} back={{ href: '/tickets', label: w.common.back }} chip={<Chip />} />}>
      <Note icon="cloud-off" title={w.desk.readThere} small>
        {isHeldSite ? w.desk.readThereOld : w.desk.readThereText}
      </Note>
      {mayHold && (
        <LinkButton href="/sites" icon="school">
          {w.desk.holdSite}
        </LinkButton>
      )}
      <Subject ticket={ticket} />
      <StateCard ticket={ticket} />
      <Doors ticket={ticket} />
      <Photos ticket={ticket} />
      <Story ticket={ticket} />
      <Readings ticket={ticket} />
    </Screen>
  );
}
