'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { troubleOf } from '#app/_field/useAct.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import type { PersonId } from '#domain/ids.ts';
import { chooseNone } from './chosen.ts';
import { givable, takers } from './giving.ts';

/** What is chosen, and to whom it is given: one command for each ticket, kept on this device like any other. */
export function Give({ chosen }: { chosen: ReadonlySet<string> }) {
  const { view, actor, words: w, submit, toast } = useField();
  const [isAsking, setAsking] = useState(false);
  const [to, setTo] = useState<PersonId | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const tickets = [...chosen].flatMap((id) => view.tickets.get(id) ?? []);
  if (tickets.length === 0) return null;
  const people = takers(view, tickets);
  const who = people.find((p) => p.id === to);
  const given = who === undefined ? [] : givable(view, actor, tickets, who.id);

  const give = async () => {
    if (who === undefined || isBusy) return;
    setBusy(true);
    try {
      for (const { id } of given) await submit({ type: 'assign', v: 1, ticket: id, person: who.id, team: null, text: '' });
      toast(w.desk.given({ n: given.length, who: who.name }));
      chooseNone();
      setAsking(false);
      setTo(null);
      setProblem(null);
    } catch (error) {
      // Those before it are kept; the rest stay chosen.
      setProblem(troubleOf(w, error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="between choosing">
      <b role="status">{w.desk.chosen({ n: tickets.length })}</b>
      <span className="wrap">
        <Button kind="quiet" onClick={chooseNone}>
          {w.desk.clear}
        </Button>
        <Button kind="primary" icon="users-round" onClick={() => setAsking(true)} aria-haspopup="dialog">
          {w.desk.give}
        </Button>
      </span>
      <Sheet
        open={isAsking}
        onClose={() => setAsking(false)}
        title={w.desk.giveTitle({ n: tickets.length })}
        closeLabel={w.common.close}
        footer={
          people.length > 0 && (
            <Button kind="primary" shape="block" disabled={given.length === 0 || isBusy} onClick={() => void give()}>
              {who === undefined ? w.desk.giveVerb : w.desk.giveTitle({ n: given.length })}
            </Button>
          )
        }
      >
        {problem !== null && (
          <Note icon="triangle-alert" tone="d" alert>
            {problem}
          </Note>
        )}
        {people.length === 0 && <p>{w.desk.nobody}</p>}
        {people.length > 0 && (
          <ChoiceGroup legend={w.desk.giveTo} columns="one">
            {people.map((p) => (
              <Choice
                key={p.id}
                name="to"
                value={p.id}
                checked={to === p.id}
                onChange={() => setTo(p.id)}
                label={p.name}
                hint={[...new Set(p.memberships.map((m) => w.status.role[m.role]))].join(', ')}
              />
            ))}
          </ChoiceGroup>
        )}
        {who !== undefined && given.length < tickets.length && <p className="s q">{w.desk.notGiven({ n: tickets.length - given.length })}</p>}
      </Sheet>
    </div>
  );
}
