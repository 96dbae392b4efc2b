'use client';
import { useState } from 'react';
import { mintId, useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { useAct } from '#app/_field/useAct.ts';
import { useDraft } from '#app/_field/useDraft.ts';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextArea, TextField } from '#app/_ui/Field.tsx';
import { instantOf, wallOf } from '#domain/sla/wall.ts';
import type { TicketView } from '#domain/view.ts';
import { span } from '#domain/words/time.ts';
import { FormFrame } from './FormFrame.tsx';
import { troubleOfText } from './forms.ts';
import { nextMorning } from './visit.ts';

/** Minutes. */
const LENGTHS = [15, 30, 60, 120] as const;

type Wrong = Partial<Record<'day' | 'time' | 'text', string>>;

/** A day and an hour of the school, how long, on site or not. */
export function VisitForm({ ticket, onDone }: { ticket: TicketView; onDone: () => void }) {
  const { view, words: w, now, language } = useField();
  const { act, problem } = useAct();
  const { head } = ticket;
  const zone = zoneOf(view, head.site);
  const [blank] = useState(() => ({ ...nextMorning(now, zone), minutes: 30, remote: false, text: '' }));
  const draft = useDraft(`plan_visit ${ticket.id}`, blank);
  const [wrong, setWrong] = useState<Wrong>({});
  const { day, time, minutes, remote, text } = draft.value;
  const set = (patch: Partial<typeof blank>) => {
    draft.set(patch);
    setWrong({});
  };
  const say = w.forms.visit;

  const submit = (): boolean => {
    const at = instantOf(day, time, zone);
    const trouble = troubleOfText(text, { isNeeded: false, max: 500 }, '', w);
    const found: Wrong = {
      ...(day === '' ? { day: say.needDay } : {}),
      ...(time === '' ? { time: say.needTime } : at !== null && at < now ? { time: say.past } : {}),
      ...(trouble === undefined ? {} : { text: trouble }),
    };
    setWrong(found);
    if (at === null || Object.keys(found).length > 0) return false;
    const command = { type: 'plan_visit', v: 1, ticket: head.id, visit: mintId<string>(), at, minutes, remote, text: text.trim() } as const;
    void act(command).then(async (isKept) => {
      if (!isKept) return;
      await draft.clear();
      onDone();
    });
    return true;
  };

  return (
    <FormFrame verb="plan_visit" ticket={ticket} problem={problem} onSubmit={submit} draft={draft}>
      <TextField
        type="date"
        label={say.day}
        value={day}
        min={wallOf(now, zone).day}
        error={wrong.day ?? null}
        onChange={(event) => set({ day: event.target.value })}
      />
      <TextField
        type="time"
        label={say.time}
        hint={say.zone}
        value={time}
        error={wrong.time ?? null}
        onChange={(event) => set({ time: event.target.value })}
      />
      <ChoiceGroup legend={say.length}>
        {LENGTHS.map((n) => (
          <Choice
            key={n}
            name="minutes"
            value={String(n)}
            checked={minutes === n}
            onChange={() => set({ minutes: n })}
            label={span(n * 60_000, language)}
          />
        ))}
      </ChoiceGroup>
      <ChoiceGroup legend={say.where}>
        <Choice name="remote" value="no" checked={!remote} onChange={() => set({ remote: false })} label={say.place.onSite} />
        <Choice name="remote" value="yes" checked={remote} onChange={() => set({ remote: true })} label={say.place.remote} />
      </ChoiceGroup>
      <TextArea
        label={w.verbs.ask.text}
        optional={w.common.optional}
        hint={w.verbs.ask.noPassword}
        value={text}
        error={wrong.text ?? null}
        onChange={(event) => set({ text: event.target.value })}
      />
    </FormFrame>
  );
}
