'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { codeName, placeName, roomOf, titleOf } from '#app/_field/said.ts';
import { useAct } from '#app/_field/useAct.ts';
import { answers } from '#app/_tickets/queue.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import type { TicketView } from '#domain/view.ts';
import { FormFrame } from './FormFrame.tsx';
import { type Other, othersOf } from './others.ts';

const SHOWN = 8;

type Props = { ticket: TicketView; onDone: () => void };

/** The ticket to keep, of which this one is a duplicate. The one on the same equipment is chosen already where there is only one. */
export function DuplicateForm(props: Props) {
  return <OtherForm {...props} verb="mark_duplicate" />;
}

/** The ticket that carries the cause. */
export function ProblemForm(props: Props) {
  return <OtherForm {...props} verb="link_problem" />;
}

function OtherForm({ verb, ticket, onDone }: Props & { verb: 'mark_duplicate' | 'link_problem' }) {
  const { view, words: w } = useField();
  const { act, problem } = useAct();
  const { head } = ticket;
  const others = othersOf(view, ticket);
  const [chosen, setChosen] = useState(() => {
    const same = others.filter((o) => o.shares === 'asset');
    if (verb === 'link_problem') return head.problem ?? '';
    return same.length === 1 ? (same[0]?.ticket.id ?? '') : '';
  });
  const [search, setSearch] = useState('');
  const [isMissing, setMissing] = useState(false);
  const say = w.forms.other;
  const isDuplicate = verb === 'mark_duplicate';
  const describes = ({ ticket: t }: Other) => [t.head.number, titleOf(view, w, t.head), placeName(w, roomOf(view, t.head)), t.head.text];
  const shown = others.filter((o) => o.ticket.id === chosen || answers(describes(o), search)).slice(0, SHOWN);
  const other = others.find((o) => o.ticket.id === chosen);

  const send = (of: Other['ticket'] | null, said?: string) => {
    const plain = { v: 1, ticket: head.id } as const;
    const command =
      isDuplicate && of !== null
        ? ({ ...plain, type: 'mark_duplicate', of: of.head.id } as const)
        : ({ ...plain, type: 'link_problem', problem: of?.head.id ?? null } as const);
    void act(command, said === undefined ? {} : { said }).then((isKept) => isKept && onDone());
  };
  const hint = ({ ticket: t, shares }: Other) =>
    [shares === 'asset' ? say.sameAsset : shares === 'room' ? say.sameRoom : placeName(w, roomOf(view, t.head)), codeName(w, t.head)].join(' · ');

  return (
    <FormFrame
      verb={verb}
      ticket={ticket}
      problem={problem}
      onSubmit={() => {
        setMissing(other === undefined);
        if (other === undefined) return false;
        send(other.ticket);
        return true;
      }}
    >
      <p>{isDuplicate ? say.duplicateLead : say.problemLead}</p>
      {others.length > SHOWN && (
        <TextField
          type="search"
          label={w.common.search}
          placeholder={say.search}
          value={search}
          autoComplete="off"
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      )}
      <ChoiceGroup legend={isDuplicate ? say.duplicateOf : say.problemOf} columns="one" error={isMissing && other === undefined ? say.need : null}>
        {others.length === 0 && <p className="hint">{say.none}</p>}
        {shown.map((o) => (
          <Choice
            key={o.ticket.id}
            name="of"
            value={o.ticket.id}
            checked={chosen === o.ticket.id}
            onChange={setChosen}
            label={titleOf(view, w, o.ticket.head)}
            hint={hint(o)}
          />
        ))}
      </ChoiceGroup>
      {search.trim() !== '' && shown.length === 0 && <p className="hint">{w.tickets.empty.search({ text: search })}</p>}
      {!isDuplicate && head.problem !== null && (
        <Button shape="block" icon="x" onClick={() => send(null, say.detached)}>
          {say.detach}
        </Button>
      )}
    </FormFrame>
  );
}
