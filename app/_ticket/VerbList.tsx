'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { type SheetGroup, type Verb, verbsOf } from '#domain/ticket/verbs.ts';
import { nameOf, type TicketView } from '#domain/view.ts';
import { explain } from '#domain/words/explain.ts';
import { lookOf } from './looks.ts';

const GROUPS: readonly SheetGroup[] = ['pass', 'keep', 'end'];
const TONE = { pass: 'y', keep: undefined, end: 'b' } as const;

/** All that can be done otherwise, in three groups. A verb that a rule forbids explains itself when it is pressed. */
export function VerbList({ ticket, onChoose }: { ticket: TicketView; onChoose: (verb: Verb) => void }) {
  const { actor, view, words: w } = useField();
  const [explained, setExplained] = useState<Verb | null>(null);
  const { head } = ticket;
  const holder = head.assignee === null ? null : nameOf(view, ticket, head.assignee);
  const verbs = verbsOf(head, actor);
  return (
    <>
      {GROUPS.filter((group) => verbs[group].length > 0).map((group) => (
        <Group key={group} title={w.verbs.sheet[group]} quiet>
          {verbs[group].map(({ verb, refusal }) => {
            const { icon, label, hint } = lookOf(verb, head, holder, w);
            const tone = verb === 'drop' ? undefined : TONE[group];
            const why = refusal === null ? null : explain(w, refusal);
            return (
              <Row
                key={verb}
                middle
                lead={<Tile icon={icon} {...(tone === undefined || refusal !== null ? {} : { tone })} />}
                title={label}
                meta={[why !== null && explained === verb ? <span key="why" role="alert">{`${why.what} ${why.can}`}</span> : hint]}
                onPress={() => (refusal === null ? onChoose(verb) : setExplained(verb))}
              />
            );
          })}
        </Group>
      ))}
    </>
  );
}
