'use client';
import { useField } from '#app/_field/field.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { CALL_WAYS } from '#domain/ticket/ticket.ts';
import { nameOf, type TicketView } from '#domain/view.ts';
import { CALL_NAME_MAX, type Told } from './forms.ts';

/** One tap: it was a call, from whoever reported it, or back to them where they asked for that. The rest only where it was otherwise. */
export function Called({ told, set, ticket }: { told: Told; set: (patch: Partial<Told>) => void; ticket: TicketView }) {
  const { view, words: w } = useField();
  const { ask } = w.verbs;
  const { head } = ticket;
  const name = (person: typeof head.requester) => nameOf(view, ticket, person) ?? w.common.unknownPerson;
  const beneficiary = head.beneficiaryName || (head.beneficiary === head.requester ? null : name(head.beneficiary));
  const people = [
    ['requester', name(head.requester)],
    ...(beneficiary === null ? [] : ([['beneficiary', beneficiary]] as const)),
    ['other', ask.callOther],
  ] as const;
  return (
    <>
      <Choice
        many
        name="call"
        value="call"
        icon="phone"
        checked={told.call !== ''}
        onChange={() => set({ call: told.call !== '' ? '' : head.callback === '' ? 'in' : 'out' })}
        label={ask.call}
      />
      {told.call !== '' && (
        <>
          <ChoiceGroup legend={ask.callWay} columns="one">
            {CALL_WAYS.map((way) => (
              <Choice
                key={way}
                name="callWay"
                value={way}
                checked={told.call === way}
                // What was missing of the text may be missing no more.
                onChange={() => set({ call: way, text: told.text })}
                label={ask.callWays[way]}
              />
            ))}
          </ChoiceGroup>
          <ChoiceGroup legend={ask.callWith} columns="one">
            {people.map(([whom, label]) => (
              <Choice
                key={whom}
                name="callWith"
                value={whom}
                checked={told.callWith === whom}
                onChange={() => set({ callWith: whom })}
                label={label}
              />
            ))}
          </ChoiceGroup>
          {told.callWith === 'other' && (
            <TextField
              label={ask.callName}
              optional={w.common.optional}
              maxLength={CALL_NAME_MAX}
              value={told.callName}
              onChange={(event) => set({ callName: event.target.value })}
            />
          )}
        </>
      )}
    </>
  );
}
