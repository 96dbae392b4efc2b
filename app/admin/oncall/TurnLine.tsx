'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { ActTrouble, useOfficeAct } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
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
  const { act, trouble, working } = useOfficeAct();
  const at = (instant: number) => clock(instant, told.timeZone, language);
  const part =
    from !== null && until !== null
      ? say.between({ from: at(from), until: at(until) })
      : from !== null
        ? say.since({ from: at(from) })
        : until !== null
          ? say.until({ until: at(until) })
          : say.whole;

  const end = () =>
    act(
      () => endTurn(turn.id),
      () => kept(say.ended({ name: turn.name })),
    );
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
      <ActTrouble trouble={trouble} w={w} o={o} />
    </li>
  );
}
