'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { sentence, type Trouble } from '#app/admin/form.tsx';
import { type Texts, toTheDoor } from '#app/admin/office.ts';
import { endTurn } from '#app/admin/running.ts';
import type { Slice } from '#domain/oncall.ts';
import { clock, when } from '#domain/words/time.ts';
import type { Roster, TurnRow } from '#server/office/oncall.ts';
import { TurnForm } from './TurnForm.tsx';

type Props = { slice: Slice<TurnRow>; told: Roster; texts: Texts; kept: (text: string) => Promise<void> };

/** Somebody's part of a day, and what can be done about the turn that it is of. */
export function TurnLine({ slice: { turn, from, until }, told, texts, kept }: Props) {
  const { w, o, language } = texts;
  const say = o.oncall;
  const [isChanging, setChanging] = useState(false);
  const [trouble, setTrouble] = useState<Trouble['fault'] | null>(null);
  const [working, setWorking] = useState(false);
  const at = (instant: number) => clock(instant, told.timeZone, language);
  const part =
    from !== null && until !== null
      ? say.between({ from: at(from), until: at(until) })
      : from !== null
        ? say.since({ from: at(from) })
        : until !== null
          ? say.until({ until: at(until) })
          : say.whole;

  const end = async () => {
    setWorking(true);
    setTrouble(null);
    try {
      const answer = await endTurn(turn.id);
      if (answer.ok) return await kept(say.ended({ name: turn.name }));
      if (answer.fault === 'signed-out') return toTheDoor();
      setTrouble(answer.fault);
    } catch {
      setTrouble('server');
    } finally {
      setWorking(false);
    }
  };
  const isOpen = turn.mayChange && turn.state !== 'past';
  return (
    <li className="officerow">
      <span className="grow">
        <b>{turn.name}</b> {part}
        {turn.state === 'now' && (
          <>
            {' '}
            <StatusTag icon="phone" tone="o">
              {say.now}
            </StatusTag>
          </>
        )}
        <br />
        <span className="s q">{turn.siteName ?? say.all}</span>
      </span>
      {isOpen && !isChanging && (
        <>
          <Button
            disabled={working}
            aria-label={say.changeOf({ who: turn.name, from: when(turn.from, turn.from, told.timeZone, language) })}
            onClick={() => setChanging(true)}
          >
            {say.change}
          </Button>
          <Button disabled={working} onClick={() => void end()}>
            {turn.state === 'now' ? say.end : say.remove}
          </Button>
        </>
      )}
      {isChanging && (
        <TurnForm
          told={told}
          turn={turn}
          texts={texts}
          kept={async (name) => {
            setChanging(false);
            await kept(say.changed({ name }));
          }}
          cancel={() => setChanging(false)}
        />
      )}
      {trouble !== null && <Note icon="triangle-alert" tone="d" alert title={sentence(w, o, trouble)} />}
    </li>
  );
}
