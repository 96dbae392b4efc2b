'use client';
import { useCallback } from 'react';
import { useDelays } from '#app/_delay/coming.ts';
import { useField } from '#app/_field/field.tsx';
import { isOpen } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';

/** Is a ticket beyond its delay? Nobody's is, until the delays' code is here. */
export function useLate(): (ticket: TicketView) => boolean {
  const { view, now } = useField();
  const delays = useDelays();
  return useCallback(
    (ticket) => {
      if (delays === null || !isOpen(ticket.head)) return false;
      const figure = delays.figureFor(ticket, view.sites.get(ticket.head.site), delays.clockOf(ticket), now);
      return figure?.state === 'late' || figure?.state === 'missed';
    },
    [delays, view.sites, now],
  );
}
