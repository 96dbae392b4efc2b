'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { placeName, roomOf, titleOf, whoOf, zoneOf } from '#app/_field/said.ts';
import { useAct } from '#app/_field/useAct.ts';
import { Button } from '#app/_ui/Button.tsx';
import { TextArea } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import type { Tone } from '#app/_ui/tone.ts';
import { may } from '#domain/permission.ts';
import { isOpen, type Visit } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { clock, longDay, span } from '#domain/words/time.ts';
import { ask } from './asked.ts';
import { troubleOfText } from './forms.ts';
import { calendarOf } from './visit.ts';

const TONE: Readonly<Record<Visit['state'], Tone | undefined>> = { proposed: 'w', accepted: 'o', declined: 'd', arrived: 'b', left: undefined };

/** The appointment: when, how it stands, and for whoever it was proposed to, the answer in place. */
export function VisitCard({ ticket }: { ticket: TicketView }) {
  const { view, words: w, me, actor, language } = useField();
  const { head } = ticket;
  const { visit } = head;
  if (visit === null || head.status === 'dropped') return null;
  const zone = zoneOf(view, head.site);
  const who = whoOf(view, w, me.person, ticket, visit.by);
  const say = w.forms.visit;
  const mayAnswer = may(actor, 'answer_visit', head);
  const isAhead = isOpen(head) && (visit.state === 'proposed' || visit.state === 'accepted');
  return (
    <section className="panel roomy" aria-labelledby="visit">
      <div className="between">
        <h2 id="visit">{say.title}</h2>
        <StatusTag icon="calendar-clock" tone={TONE[visit.state]}>
          {say.state[visit.state]}
        </StatusTag>
      </div>
      <p>
        <b>{say.at({ day: longDay(visit.at, zone, language), time: clock(visit.at, zone, language) })}</b>
        <br />
        <span className="s q">
          {say.lasts({ span: span(visit.minutes * 60_000, language), remote: visit.remote })}.{' '}
          {say.by({ who: who?.you ? w.forms.you : (who?.name ?? w.common.unknownPerson) })}.{visit.arrived?.asset != null && ` ${say.proved}.`}
        </span>
      </p>
      {isAhead &&
        visit.state === 'proposed' &&
        (mayAnswer ? <Answer key={visit.id} ticket={ticket} visit={visit} /> : <p className="s">{say.noAnswer}</p>)}
      {isOpen(head) && visit.state === 'declined' && may(actor, 'plan_visit', head) && (
        <Button icon="calendar-clock" onClick={() => ask('plan_visit')}>
          {say.again}
        </Button>
      )}
      {isAhead && (
        <Button icon="calendar-clock" onClick={() => download(ticket, visit)}>
          {say.calendar}
        </Button>
      )}
    </section>
  );

  /** Made here: it works without a network. */
  function download(of: TicketView, planned: Visit): void {
    const site = view.sites.get(of.head.site)?.name ?? '';
    const file = calendarOf({
      visit: planned,
      title: say.event({ subject: titleOf(view, w, of.head) }),
      place: planned.remote
        ? say.place.remote
        : [site, roomOf(view, of.head) === null ? '' : placeName(w, roomOf(view, of.head))].filter(Boolean).join(', '),
      url: `${location.origin}/tickets/${of.id}`,
      now: Date.now(),
    });
    const address = URL.createObjectURL(new Blob([file], { type: 'text/calendar;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `relais-${of.head.number ?? 'rendez-vous'}.ics`;
    link.click();
    // Once the browser has taken it.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
}

/** Yes, or no with another moment. */
function Answer({ ticket, visit }: { ticket: TicketView; visit: Visit }) {
  const { words: w } = useField();
  const { act, problem } = useAct();
  const [declines, setDeclines] = useState(false);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const say = w.forms.visit;
  const answer = (accept: boolean) => {
    const trouble = accept ? undefined : troubleOfText(text, { isNeeded: false, max: 500 }, '', w);
    setWrong(trouble ?? null);
    if (trouble === undefined)
      void act({ type: 'answer_visit', v: 1, ticket: ticket.head.id, visit: visit.id, accept, text: accept ? '' : text.trim() });
  };
  return (
    <>
      {problem !== null && (
        <Note icon="triangle-alert" tone="d" alert>
          {problem}
        </Note>
      )}
      {declines ? (
        <>
          <TextArea
            autoFocus
            label={say.declineText}
            optional={w.common.optional}
            hint={w.verbs.ask.noPassword}
            value={text}
            error={wrong}
            onChange={(event) => setText(event.target.value)}
          />
          <div className="pair">
            <Button onClick={() => setDeclines(false)}>{w.common.cancel}</Button>
            <Button kind="danger" onClick={() => answer(false)}>
              {say.declineSend}
            </Button>
          </div>
        </>
      ) : (
        <>
          <p>{say.ask}</p>
          <div className="pair">
            <Button icon="check" onClick={() => answer(true)}>
              {say.accept}
            </Button>
            <Button icon="x" onClick={() => setDeclines(true)}>
              {say.decline}
            </Button>
          </div>
        </>
      )}
    </>
  );
}
