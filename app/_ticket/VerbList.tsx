'use client';
import { Fragment, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { type SheetGroup, type Verb, verbsOf } from '#domain/ticket/verbs.ts';
import { nameOf, type TicketView } from '#domain/view.ts';
import { lookOf } from './looks.ts';
import { Why } from './Why.tsx';

const GROUPS: readonly SheetGroup[] = ['pass', 'keep', 'end'];
const TONE = { pass: 'y', keep: undefined, end: 'b' } as const;

type Props = { ticket: TicketView; onChoose: (verb: Verb) => void; onClose: () => void };

/** All that can be done otherwise, in three groups. A verb that a rule forbids explains itself when it is pressed. */
export function VerbList({ ticket, onChoose, onClose }: Props) {
  const { actor, view, words: w, now } = useField();
  const [explained, setExplained] = useState<Verb | null>(null);
  const { head } = ticket;
  const holder = head.assignee === null ? null : nameOf(view, ticket, head.assignee);
  const verbs = verbsOf(head, actor, now);
  return (
    <>
      {GROUPS.filter((group) => verbs[group].length > 0).map((group) => (
        <Group key={group} title={w.verbs.sheet[group]} quiet>
          {verbs[group].map(({ verb, refusal }) => {
            const { icon, label, hint } = lookOf(verb, head, holder, w);
            const tone = verb === 'drop' || verb === 'withdraw' ? undefined : TONE[group];
            return (
              <Fragment key={verb}>
                <Row
                  middle
                  lead={<Tile icon={icon} {...(tone === undefined || refusal !== null ? {} : { tone })} />}
                  title={label}
                  meta={[hint]}
                  onPress={() => (refusal === null ? onChoose(verb) : setExplained(verb))}
                />
                {refusal !== null && explained === verb && (
                  <li>
                    <Why ticket={ticket} refusal={refusal} onChoose={onChoose} onClose={onClose} />
                  </li>
                )}
              </Fragment>
            );
          })}
        </Group>
      ))}
    </>
  );
}
