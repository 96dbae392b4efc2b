'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { categoryLabel, symptomLabel } from '#app/_field/said.ts';
import { useAct } from '#app/_field/useAct.ts';
import { useDraft } from '#app/_field/useDraft.ts';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextArea } from '#app/_ui/Field.tsx';
import { symptomIcon } from '#app/_ui/looks.ts';
import { Prio } from '#app/_ui/Prio.tsx';
import { CATALOGUE, categoryOf } from '#domain/catalogue.ts';
import { NATURES, type Priority } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { FormFrame } from './FormFrame.tsx';
import { troubleOfText } from './forms.ts';
import { Gravity } from './Gravity.tsx';
import { PickAsset, PickRoom } from './PickThing.tsx';
import { type Facts, factsOf, inCategory, outcomeOf, qualifyCommand, symptomsOf } from './qualify.ts';
import { reasonOf } from './reason.ts';

const PRIORITIES = [1, 2, 3, 4] as const satisfies readonly Priority[];

/** What it is, how grave, on what: the priority that follows is shown with its reason while one answers. */
export function QualifyForm({ ticket, onDone }: { ticket: TicketView; onDone: () => void }) {
  const { view, words: w, me } = useField();
  const { act, problem } = useAct();
  const { head } = ticket;
  const [blank] = useState(() => factsOf(head));
  const draft = useDraft<Facts>(`qualify ${ticket.id}`, blank);
  const [wrong, setWrong] = useState<string | null>(null);
  const facts = draft.value;
  const set = (patch: Partial<Facts>) => {
    draft.set(patch);
    setWrong(null);
  };
  const outcome = outcomeOf(head, facts, view, me);
  const given = outcome?.priority ?? head.priority;
  const isOther = facts.priority !== 0 && facts.priority !== given;
  const say = w.forms.qualify;

  const submit = (): boolean => {
    const trouble = isOther ? troubleOfText(facts.reason, { isNeeded: true, max: 500 }, say.needWhy, w) : undefined;
    if (trouble !== undefined) {
      setWrong(trouble);
      return false;
    }
    void act(qualifyCommand(head, facts, given)).then(async (isKept) => {
      if (!isKept) return;
      await draft.clear();
      onDone();
    });
    return true;
  };

  return (
    <FormFrame verb="qualify" ticket={ticket} problem={problem} onSubmit={submit} draft={draft}>
      <What facts={facts} set={set} symptoms={symptomsOf(head, facts.category)} />
      <Gravity impact={facts.impact} urgency={facts.urgency} onChange={set} />
      <PickAsset
        site={head.site}
        room={facts.room}
        asset={facts.asset}
        onPick={(asset) => set({ asset, room: view.assets.get(asset)?.room ?? facts.room })}
      />
      {facts.asset === '' && <PickRoom site={head.site} room={facts.room} onPick={(room) => set({ room })} />}
      <ChoiceGroup legend={say.reachable}>
        <Choice name="reach" value="yes" checked={facts.reachable} onChange={() => set({ reachable: true })} label={say.reach.yes} />
        <Choice name="reach" value="no" checked={!facts.reachable} onChange={() => set({ reachable: false })} label={say.reach.no} />
      </ChoiceGroup>
      <Outcome facts={facts} given={given} raised={outcome?.raised ?? null} set={set} />
      {isOther && (
        <TextArea label={say.why} hint={say.whyHint} value={facts.reason} error={wrong} onChange={(event) => set({ reason: event.target.value })} />
      )}
    </FormFrame>
  );
}

type Part = { facts: Facts; set: (patch: Partial<Facts>) => void };

function What({ facts, set, symptoms }: Part & { symptoms: readonly string[] }) {
  const { words: w } = useField();
  const say = w.forms.qualify;
  const isRequest = categoryOf(facts.category).nature === 'service_request';
  return (
    <>
      <ChoiceGroup legend={say.nature} columns="one">
        {NATURES.filter((n) => !isRequest || n === 'service_request').map((n) => (
          <Choice
            key={n}
            name="nature"
            value={n}
            checked={isRequest || facts.nature === n}
            onChange={() => set({ nature: n })}
            label={w.status.nature[n]}
            hint={say.natureHint[n]}
          />
        ))}
      </ChoiceGroup>
      <ChoiceGroup legend={w.opening.category}>
        {CATALOGUE.map((c) => (
          <Choice
            key={c.code}
            name="category"
            value={c.code}
            checked={facts.category === c.code}
            onChange={() => set(inCategory(facts, c.code))}
            label={categoryLabel(w, c.code)}
          />
        ))}
      </ChoiceGroup>
      <ChoiceGroup legend={say.symptom} columns="three">
        {symptoms.map((s) => (
          <Choice
            key={s}
            name="symptom"
            value={s}
            checked={facts.symptom === s}
            onChange={() => set({ symptom: s })}
            label={symptomLabel(w, s)}
            icon={symptomIcon(s)}
          />
        ))}
        <Choice
          name="symptom"
          value=""
          checked={facts.symptom === ''}
          onChange={() => set({ symptom: '' })}
          label={say.noSymptom}
          icon="circle-question-mark"
        />
      </ChoiceGroup>
    </>
  );
}

/** The priority that follows, why, and the way to decide otherwise. */
function Outcome({ facts, given, raised, set }: Part & { given: Priority; raised: 'critical' | 'vip' | null }) {
  const { words: w } = useField();
  const say = w.forms.qualify;
  const reason = reasonOf(w, { ...facts, symptom: facts.symptom === '' ? null : facts.symptom, raised, priority: given });
  return (
    <>
      <p role="status" className="wrap s">
        <Prio priority={given} label={w.status.priority.code({ priority: given })} /> <span>{reason.text}</span>
      </p>
      <ChoiceGroup legend={say.which}>
        <Choice
          name="priority"
          value="0"
          checked={facts.priority === 0 || facts.priority === given}
          onChange={() => set({ priority: 0 })}
          label={say.ofFacts}
        />
        {PRIORITIES.filter((p) => p !== given).map((p) => (
          <Choice
            key={p}
            name="priority"
            value={String(p)}
            checked={facts.priority === p}
            onChange={() => set({ priority: p })}
            label={w.status.priority.label({ priority: p })}
          />
        ))}
      </ChoiceGroup>
    </>
  );
}
