'use client';
import { useEffect, useState } from 'react';
import { capital, clockOf, figureFor, lookOf } from '#app/_delay/figures.ts';
import { useField } from '#app/_field/field.tsx';
import { isStaff } from '#app/_field/state.ts';
import { Clock } from '#app/_ui/Clock.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { SlaFigure } from '#domain/sla/figure.ts';
import { isOpen } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { countdown, warnings } from '#domain/words/countdown.ts';
import type { Words } from '#domain/words/fr/index.ts';
import { fieldTime, when } from '#domain/words/time.ts';

/** A critical delay that runs out is counted this often, ms, from so much before its end. */
const CLOSE = 15_000;
const NEAR_END = 5 * 60_000;
/** The act and its receipt tell one time when no more lies between them (words/time.ts). */
const SAME = 2 * 60_000;

/** The delay of a ticket in words, as a ring, and as a date; for whoever reported it the date alone. */
export function Delay({ ticket }: { ticket: TicketView }) {
  const { view, words: w, language, me, now: ticked, snapshot } = useField();
  const { head } = ticket;
  const site = view.sites.get(head.site);
  const clock = clockOf(ticket);
  const staff = isStaff(me, ticket);
  const coarse = figureFor(ticket, site, staff ? clock : 'ttr', ticked);
  const isClose = coarse !== null && head.priority === 1 && isOpen(head) && coarse.pausedBy === null && Math.abs(coarse.left) <= NEAR_END;
  const now = useClose(isClose, ticked, snapshot.offset);
  const figure = isClose ? figureFor(ticket, site, staff ? clock : 'ttr', now, CLOSE) : coarse;
  if (figure === null || site === undefined) return null;

  const told = (at: SlaFigure | null) => (at?.due?.kind === 'at' ? when(at.due.at, now, site.timeZone, language) : null);
  const date = told(figure);
  const doubts = isOpen(head) ? warnings(w, figure.missing, language) : [];
  const unsure = doubts.map((text) => (
    <Note key={text} icon="triangle-alert" tone="w" small>
      {text}
    </Note>
  ));
  if (!staff) {
    const promise = promiseOf(figure, date, w) ?? capital(countdown(w, figure, language));
    return (
      isOpen(head) && (
        <div className="delay">
          <p className="s">{promise}</p>
          {unsure}
        </div>
      )
    );
  }

  const resolved = clock === 'tto' ? told(figureFor(ticket, site, 'ttr', now)) : null;
  const dates = [
    date === null || !isOpen(head) ? null : (clock === 'tto' ? w.sla.toOwn : w.sla.toResolve)({ when: date }),
    resolved === null ? null : w.sla.toResolve({ when: resolved }),
  ].filter((part) => part !== null);
  const opening = ticket.timeline.find(({ event }) => event.type === 'TicketOpened');
  const isTwoTimes = opening !== undefined && opening.received !== null && opening.received - opening.at > SAME;
  const whole = figure.target.minutes * 60_000;
  const look = lookOf(figure);
  return (
    <div className="delay" aria-live="off">
      <Clock
        left={figure.pausedBy === null && figure.due !== null && isOpen(head) ? figure.left / whole : null}
        tone={look.tone === 'd' || look.tone === 'w' ? look.tone : undefined}
        icon={figure.state === 'late' || figure.pausedBy !== null ? look.icon : null}
        title={capital(countdown(w, figure, language))}
        {...(dates.length === 0 ? {} : { detail: dates.join(', ') })}
      />
      {isTwoTimes && (
        <p className="s q">
          {w.sla.opened({ times: fieldTime(opening.at, opening.received, now, site.timeZone, language) })}, {w.sla.basis[figure.basis]}
        </p>
      )}
      {unsure}
    </div>
  );
}

/** To whoever reported it: the date alone; null where there is none, and the state of the clock says why. */
function promiseOf(figure: SlaFigure, date: string | null, w: Words): string | null {
  if (date === null) return null;
  return figure.state === 'late' ? w.sla.promiseBroken({ when: date }) : w.sla.promised({ when: date });
}

/** The server's time, more often than the screens tick where that is asked for. */
function useClose(isAsked: boolean, ticked: number, offset: number): number {
  const [now, setNow] = useState(ticked);
  useEffect(() => {
    if (!isAsked) return;
    const timer = setInterval(() => setNow(Date.now() + offset), CLOSE);
    return () => clearInterval(timer);
  }, [isAsked, offset]);
  return isAsked ? Math.max(now, ticked) : ticked;
}
