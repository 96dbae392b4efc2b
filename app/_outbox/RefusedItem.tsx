'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { BLANK, type Report } from '#app/_new/form.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Mark } from '#app/_ui/Mark.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import type { Refused } from '#domain/outbox.ts';
import { may } from '#domain/permission.ts';
import { parseRegister } from '#domain/register/commands.ts';
import { shortOf } from '#domain/words/explain.ts';
import { when } from '#domain/words/time.ts';
import { actionOf } from './items.ts';
import { sentenceOf } from './refusal.ts';
import { useFate } from './useFate.ts';

/** A refused action: why, what is safe, and what can become of it. What hangs on it is shown with it, under one choice. */
export function RefusedItem({ refused, dependants }: { refused: Refused; dependants: readonly Refused[] }) {
  const field = useField();
  const { view, words: w, language, now, store, actor, submit, navigate } = field;
  const [isAsking, setAsking] = useState(false);
  const { choose, again, discard, problem } = useFate(refused);
  const action = actionOf(refused.command, view, w);
  const ticket = action.ticket === null ? undefined : view.tickets.get(action.ticket);
  const { what, can } = sentenceOf(field, refused);
  const act = parseRegister(refused.command);
  const reason = shortOf(w, act?.type ?? null, refused.refusal);
  const time = when(refused.at, now, zoneOf(view, ticket?.head.site ?? null), language);
  const words = [action.text, ...dependants.map((d) => actionOf(d.command, view, w).text)].filter((t) => t !== null).join('\n\n');
  const canNote = words !== '' && action.type !== 'note' && ticket !== undefined && may(actor, 'note', ticket.head);

  const asNote = () =>
    choose(async () => {
      if (ticket === undefined) return;
      await submit({ type: 'note', v: 2, ticket: ticket.head.id, text: words, visibility: 'public', call: null });
      await store.dismiss(refused);
    }, w.verbs.command.note.done);
  // The words go where they can be sent from; the refusal stays until the person has done so.
  const asNew = () =>
    choose(async () => {
      const begun = ((await store.getDraft('new anything')) ?? BLANK) as Report;
      const text = [begun.text, words].filter((t) => t !== '').join('\n\n');
      await store.putDraft('new anything', { ...begun, text });
      navigate('/new');
    }, null);
  const copy = () => choose(() => navigator.clipboard.writeText(words), w.common.copied);

  return (
    <li className="row">
      <Tile icon={action.icon} tone="d" />
      <div className="grow stack">
        <div>
          <h3>{action.title}</h3>
          <span className="meta">{w.outbox.gesture({ place: action.place ?? action.code ?? '', time })}</span>
        </div>
        <div className="wrap">
          <Mark state="refused">{reason === undefined ? w.sync.mark.refusedPlain : w.sync.mark.refused({ reason })}</Mark>
        </div>
        <p>
          {what} {can}
        </p>
        {words !== '' && <blockquote className="pre q">{words}</blockquote>}
        {dependants.map((d) => (
          <p key={d.seq} className="s q">
            {actionOf(d.command, view, w).title}
          </p>
        ))}
        {problem !== null && (
          <Note icon="triangle-alert" tone="d" alert>
            {problem}
          </Note>
        )}
        {isAsking ? (
          <Note icon="trash-2" tone="w" title={w.refusals.discardAsk} alert>
            <div className="wrap">
              <Button kind="danger" onClick={() => void discard()}>
                {w.refusals.discard}
              </Button>
              <Button onClick={() => setAsking(false)}>{w.common.cancel}</Button>
            </div>
          </Note>
        ) : (
          <div className="wrap">
            <Button icon="refresh-cw" onClick={() => void again()}>
              {w.refusals.retry}
            </Button>
            {canNote && (
              <Button icon="message-square-plus" onClick={() => void asNote()}>
                {w.refusals.keepAsNote}
              </Button>
            )}
            {words !== '' && action.type !== 'open' && act === null && ticket === undefined && (
              <Button icon="ticket-plus" onClick={() => void asNew()}>
                {w.refusals.openAsNew}
              </Button>
            )}
            {words !== '' && (
              <Button icon="copy" onClick={() => void copy()}>
                {w.refusals.copyText}
              </Button>
            )}
            {ticket !== undefined && (
              <LinkButton icon="ticket" href={`/tickets/${ticket.id}`}>
                {w.home.handover.see}
              </LinkButton>
            )}
            {act !== null && action.href !== null && (
              <LinkButton icon={action.icon} href={action.href}>
                {action.href.startsWith('/rooms/') ? w.acts.see.room : w.acts.see.asset}
              </LinkButton>
            )}
            <Button kind="danger" icon="trash-2" onClick={() => setAsking(true)}>
              {w.refusals.discard}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
}
