'use client';
import { useCallback, useState } from 'react';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { roundOf } from '#app/admin/reading.ts';
import { called } from '#app/admin/replacement/say.ts';
import { when } from '#domain/words/time.ts';
import type { RoundLine, RoundWhole } from '#server/rounds.ts';
import { sumsOf } from './sums.ts';

type Props = { id: string; texts: Texts; back: () => void };

/** One tour, as it is printed: what is missing and what changed first. */
export function OneRound({ id, texts, back }: Props) {
  const ask = useCallback(() => roundOf(id), [id]);
  const { load } = useTold(ask);
  const { w, o } = texts;
  return (
    <>
      <div className="filters noprint">
        <Button icon="arrow-left" onClick={back}>
          {o.rounds.back}
        </Button>
      </div>
      {load.state === 'loading' && <p role="status">{w.common.loading}</p>}
      {load.state === 'failed' && <Note icon="cloud-off" tone="w" alert title={w.errors.server} />}
      {load.state === 'forbidden' && <Note icon="lock" tone="w" alert title={o.fault['not-allowed']} />}
      {load.state === 'here' && <Whole round={load.value} texts={texts} />}
    </>
  );
}

const ORDER = ['missing', 'moved', 'left', 'unknown', 'found', 'remark'] as const;

function Whole({ round, texts }: { round: RoundWhole; texts: Texts }) {
  const { o, language } = texts;
  const say = o.rounds;
  const [now] = useState(() => Date.now());
  const room = round.roomName === null ? null : [round.building, round.roomName].filter(Boolean).join(' / ');
  const until = round.endedAt === null ? say.running : when(round.endedAt, now, round.timeZone, language);
  return (
    <>
      <h2>{say.of({ room })}</h2>
      <p>
        <b>{round.siteName}</b>, {when(round.startedAt, now, round.timeZone, language)}, {until}, {say.by({ who: round.who.join(', ') })}
      </p>
      <p>{sumsOf(round, texts)}</p>
      <div className="filters noprint">
        <Button icon="printer" onClick={() => print()}>
          {say.print}
        </Button>
        <LinkButton icon="arrow-up-from-line" href={`/api/rounds/${round.id}`} download>
          {say.file}
        </LinkButton>
        <LinkButton icon="arrow-up-from-line" href={`/api/rounds/${round.id}?as=pdf`} download>
          {say.pdf}
        </LinkButton>
      </div>
      {ORDER.map((how) => {
        const lines = round.lines.filter((l) => l.how === how);
        if (lines.length === 0) return null;
        return (
          <Group key={how} title={say.how[how]} count={lines.length}>
            {lines.map((line, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a label may be on two lines, and nothing here changes
              <Line key={i} line={line} round={round} texts={texts} />
            ))}
          </Group>
        );
      })}
    </>
  );
}

function Line({ line, round, texts }: { line: RoundLine; round: RoundWhole; texts: Texts }) {
  const { w, o, language } = texts;
  const say = o.rounds;
  const [now] = useState(() => Date.now());
  const { thing, from } = line;
  const numbers = thing === null ? [] : [thing.inventory === null ? null : w.common.number({ number: thing.inventory }), thing.serial];
  const told = [
    from === null ? null : line.how === 'left' ? say.home({ room: from }) : say.from({ room: from }),
    line.note === '' ? null : line.note,
    line.at === null ? null : when(line.at, now, round.timeZone, language),
    line.who,
  ];
  return (
    <li className="officerow">
      <div className="grow">
        {thing === null ? (
          <b className="officeline">{line.label}</b>
        ) : (
          <a href={`/assets/${thing.id}`}>
            <b>{thing.name ?? called(w, thing)}</b>
          </a>
        )}
        <span className="s q officeline">{numbers.filter(Boolean).join(', ')}</span>
        <span className="s q officeline">{told.filter(Boolean).join(', ')}</span>
      </div>
      {line.photo !== null && (
        <a href={`/api/photos/${line.photo}`} target="_blank" rel="noreferrer">
          <img src={`/api/photos/${line.photo}`} alt={say.photo} width={96} height={72} />
        </a>
      )}
    </li>
  );
}
