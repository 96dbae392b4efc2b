'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { type Action, actionOf } from '#app/_outbox/items.ts';
import { sentenceOf } from '#app/_outbox/refusal.ts';
import { useFate } from '#app/_outbox/useFate.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Mark } from '#app/_ui/Mark.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import type { StickerCode } from '#domain/ids.ts';
import type { Refused } from '#domain/outbox.ts';
import { when } from '#domain/words/time.ts';
import type { Waiting } from '#sync/live.ts';
import { codesIn, refusedOf, waitingOf } from './said.ts';

/** So many are told one by one; a tour of forty things is one line. */
const TOLD = 3;

type Props = {
  /** The equipment's id, or the room's. */
  id: string;
};

/** What was tapped about this thing and has not settled: refused and what can become of it, doubtful, on its way, on this phone only. */
export function SaidHere({ id }: Props) {
  const { snapshot, view, site, words: w, now, language } = useField();
  const waiting = waitingOf(snapshot.outbox, view, id);
  const doubtful = view.laid?.get(id)?.doubtful ?? [];
  const told = waiting.length > TOLD + 1 ? waiting.slice(-TOLD) : waiting;
  const zone = zoneOf(view, site?.id ?? null);
  return (
    <>
      <RefusedOf refused={refusedOf(snapshot.refused, view, id)} id={id} />
      {doubtful.map(({ seq, refusal }) => (
        <Doubtful key={seq} entry={snapshot.outbox.find((e) => e.seq === seq)} refusal={refusal} />
      ))}
      {waiting.length > 0 && (
        <Group
          title={w.outbox.onPhone}
          count={waiting.length}
          after={
            waiting.length > told.length && (
              <a className="link s tap" href="/outbox">
                {w.acts.more({ n: waiting.length - told.length })}
              </a>
            )
          }
        >
          {told.map((entry) => {
            const action = actionOf(entry.command, view, w);
            const label = calledHere(action, id);
            const isSent = entry.state === 'sent';
            return (
              <Row
                key={entry.seq}
                lead={<Tile icon={action.icon} />}
                title={label}
                meta={[[action.code, when(entry.at, now, zone, language)].filter(Boolean).join(' · ')]}
              >
                <Mark state={isSent ? 'sent' : 'phone'}>{isSent ? w.sync.mark.sent : w.sync.mark.phone}</Mark>
              </Row>
            );
          })}
        </Group>
      )}
    </>
  );
}

/** On the thing's own screen nobody has to be told which thing. */
function calledHere({ href, verb, title }: Action, id: string): string {
  return (href?.endsWith(`/${id}`) ? verb : null) ?? title;
}

/** What was refused about a sticker that is on nothing here. */
export function SaidOfCode({ code }: { code: StickerCode }) {
  const { snapshot } = useField();
  return <RefusedOf refused={snapshot.refused.filter((r) => r.because === null && codesIn(r.command).includes(code))} id="" />;
}

function RefusedOf({ refused, id }: { refused: readonly Refused[]; id: string }) {
  const { words: w } = useField();
  const [first, ...more] = refused;
  // As many as one reads; the outbox has them all.
  const told = more.length >= TOLD && first !== undefined ? [first] : refused;
  return (
    <>
      {told.map((one) => (
        <RefusedOne key={`${one.origin} ${one.seq}`} refused={one} id={id} />
      ))}
      {told.length < refused.length && (
        <LinkButton icon="ban" href="/outbox">
          {w.round.seeRefused({ n: refused.length })}
        </LinkButton>
      )}
    </>
  );
}

function RefusedOne({ refused, id }: { refused: Refused; id: string }) {
  const field = useField();
  const { view, words: w } = field;
  const { again, discard, problem } = useFate(refused);
  const [isAsking, setAsking] = useState(false);
  const action = actionOf(refused.command, view, w);
  const { code } = action;
  const title = calledHere(action, id);
  const { what, can } = sentenceOf(field, refused);
  const label = code === null || title.includes(code) ? title : `${title} (${code})`;
  return (
    <Note icon="ban" tone="d" title={w.ticket.refusedHere({ what: label })}>
      {what} {can}
      {problem !== null && <p role="alert">{problem}</p>}
      <div className="wrap">
        {isAsking ? (
          <>
            <b>{w.refusals.discardAsk}</b>
            <Button kind="danger" onClick={() => void discard()}>
              {w.refusals.discard}
            </Button>
            <Button onClick={() => setAsking(false)}>{w.common.cancel}</Button>
          </>
        ) : (
          <>
            <Button icon="refresh-cw" onClick={() => void again()}>
              {w.refusals.retry}
            </Button>
            <Button kind="danger" icon="trash-2" onClick={() => setAsking(true)}>
              {w.refusals.discard}
            </Button>
          </>
        )}
      </div>
    </Note>
  );
}

/** It would be refused by what this phone knows by now; sent all the same. */
function Doubtful({ entry, refusal }: { entry: Waiting | undefined; refusal: Refused['refusal'] }) {
  const field = useField();
  const { view, words: w } = field;
  if (entry === undefined) return null;
  const { what } = sentenceOf(field, { refusal, command: entry.command, name: null });
  return (
    <Note icon="triangle-alert" tone="w" title={w.ticket.doubtfulHere({ what: actionOf(entry.command, view, w).title })}>
      {what} {w.ticket.doubtfulThen}{' '}
      <a className="link" href="/outbox">
        {w.outbox.seeAndChoose}
      </a>
    </Note>
  );
}

/** The same on a row, in one mark; nothing where all is settled. */
export function SaidMark({ id }: Props) {
  const { snapshot, view, words: w } = useField();
  if (refusedOf(snapshot.refused, view, id).length > 0) return <Mark state="refused">{w.sync.mark.refusedPlain}</Mark>;
  const waiting = waitingOf(snapshot.outbox, view, id);
  if (waiting.length === 0) return null;
  if ((view.laid?.get(id)?.doubtful.length ?? 0) > 0) return <Mark state="phone">{w.sync.mark.doubtful}</Mark>;
  const isSent = waiting.every((e) => e.state === 'sent');
  return <Mark state={isSent ? 'sent' : 'phone'}>{isSent ? w.sync.mark.sent : w.sync.mark.phone}</Mark>;
}

/** The same beside one code of several. */
export function CodeMark({ code }: { code: StickerCode }) {
  const { snapshot, words: w } = useField();
  const entry = snapshot.outbox.findLast((e) => codesIn(e.command).includes(code));
  if (entry === undefined) return null;
  return <Mark state={entry.state}>{entry.state === 'sent' ? w.sync.mark.sent : w.sync.mark.phone}</Mark>;
}
