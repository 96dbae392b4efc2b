'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import type { Texts } from '#app/admin/office.ts';
import { calendarDay } from '#domain/words/time.ts';
import type { ReplacementLine as Line } from '#server/recurrence.ts';
import { DecideForm } from './DecideForm.tsx';
import { called, money, placeOf } from './say.ts';
import { TicketLinks } from './TicketLinks.tsx';

type Props = { line: Line; mayDecide: boolean; today: string; texts: Texts; kept: (name: string) => Promise<void> };

/** One thing: where it is, why it is here, what another costs, its tickets, and what was decided. */
export function ReplacementLine({ line, mayDecide, today, texts, kept }: Props) {
  const { w, o, language } = texts;
  const say = o.replacement;
  const [deciding, setDeciding] = useState(false);
  const { thing, decision } = line;
  const name = called(w, thing);
  const price = line.cost === null ? say.noCost : (line.isEstimate ? say.estimate : say.cost)({ cost: money(line.cost, language) });
  const facts = [
    thing.inventory === null ? null : w.common.number({ number: thing.inventory }),
    thing.serial,
    thing.purchasedOn === null ? null : say.bought({ date: calendarDay(thing.purchasedOn, language) }),
  ];
  const decided = decision === null ? '' : decidedIn(say, decision, language);
  return (
    <li className="officerow">
      {line.roomName !== null && <Plate building={line.building} room={line.roomName} />}
      <div className="grow">
        <a href={`/assets/${thing.id}`}>
          <b>{name}</b>
        </a>
        <span className="s q officeline">{say.where({ site: line.siteName, place: placeOf(line, say.noRoom) })}</span>
        <span className="s q officeline">{facts.filter(Boolean).join(', ')}</span>
        {line.reasons.map((r) => (
          <span key={r.kind} className="officeline">
            {r.kind === 'recurring' && say.why.recurring({ n: r.tickets })}
            {r.kind === 'old' && say.why.old({ n: r.years })}
            {r.kind === 'series' && say.why.series({ n: r.things, all: r.installed })}
          </span>
        ))}
        {line.isClaim && <span className="officeline">{say.claim}</span>}
        <TicketLinks failures={line.failures} say={say} />
      </div>
      <div className="officedecision">
        <b>{price}</b>
        {decision === null ? (
          <StatusTag icon="circle">{say.undecided}</StatusTag>
        ) : (
          <>
            <StatusTag icon="circle-check" tone="o">
              {say.choice[decision.choice]}
            </StatusTag>
            <span className="s officeline">{decided}</span>
            {decision.text !== '' && <span className="s q officeline">{decision.text}</span>}
          </>
        )}
        {mayDecide && !deciding && (
          <span className="noprint">
            <Button
              icon="signature"
              onClick={() => setDeciding(true)}
              aria-label={decision === null ? say.decideOf({ name }) : say.changeOf({ name })}
            >
              {decision === null ? say.decide : say.change}
            </Button>
          </span>
        )}
      </div>
      {deciding && (
        <DecideForm
          line={line}
          today={today}
          texts={texts}
          name={name}
          done={async () => {
            setDeciding(false);
            await kept(name);
          }}
          cancel={() => setDeciding(false)}
        />
      )}
    </li>
  );
}

function decidedIn(say: Texts['o']['replacement'], { choice, year, who, on }: NonNullable<Line['decision']>, language: Texts['language']): string {
  const facts = { choice: say.choice[choice], who, date: calendarDay(on, language) };
  return year === null ? say.decided(facts) : say.decidedFor({ ...facts, year });
}
