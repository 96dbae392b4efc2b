'use client';
import { type FormEvent, useRef, useState } from 'react';
import { mintId, useField } from '#app/_field/field.tsx';
import { useAct } from '#app/_field/useAct.ts';
import { useDraft } from '#app/_field/useDraft.ts';
import { withPresence } from '#app/_rooms/presence.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextArea, TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { mayReadInternal } from '#domain/permission.ts';
import { RESOLUTION_MODES, RESOLUTION_TYPES } from '#domain/ticket/ticket.ts';
import { nameOf, type TicketView } from '#domain/view.ts';
import {
  BLANK,
  commandOf,
  type FormVerb,
  isOwnForm,
  type Missing,
  missingOf,
  questionOf,
  reasonsOf,
  type Told,
  textOf,
  type WordsVerb,
} from './forms.ts';
import { byKnowledge, hintOf } from './knows.ts';
import { lookOf } from './looks.ts';
import { OwnFormOf } from './OwnForm.tsx';

type Props = { verb: FormVerb; ticket: TicketView; onDone: () => void };

export function VerbForm(props: Props) {
  const { verb, ...rest } = props;
  return isOwnForm(verb) ? <OwnFormOf verb={verb} {...rest} /> : <WordsForm {...rest} verb={verb} />;
}

/** The best first. */
const STARS = [5, 4, 3, 2, 1] as const;

/** A day begins at eight where the phone is. */
const dayStart = (day: string) => new Date(`${day}T08:00`).getTime();

/** What a verb asks before it is done: a reason, a person, words. Its draft survives; what is missing is said under its field. */
function WordsForm({ verb, ticket, onDone }: Props & { verb: WordsVerb }) {
  const field = useField();
  const { words: w, view } = field;
  const { head } = ticket;
  const { act, problem } = useAct();
  const draft = useDraft(`${verb} ${ticket.id}`, BLANK);
  const [missing, setMissing] = useState<Missing>({});
  const form = useRef<HTMLFormElement>(null);
  const told = draft.value;
  const set = (patch: Partial<Told>) => {
    draft.set(patch);
    setMissing((now) => Object.fromEntries(Object.entries(now).filter(([name]) => !(name in patch))));
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = missingOf(verb, told, w);
    setMissing(found);
    if (Object.keys(found).length > 0) {
      // After the sentences are on the screen.
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>('[aria-invalid], [aria-describedby] input, fieldset:has(.error) input')?.focus(),
      );
      return;
    }
    if (!(await act(commandOf(verb, head, told, { dayStart, mint: mintId })))) return;
    await draft.clear();
    onDone();
  };

  const ask = w.verbs.ask;
  const reasons = reasonsOf(verb, w);
  const text = textOf(verb);
  const site = view.sites.get(head.site);
  const teams = site?.teams.filter((t) => t.kind === 'provider') ?? [];
  const helpers = byKnowledge(
    (site?.colleagues ?? []).filter((c) => c.id !== head.assignee && !head.helpers.includes(c.id)),
    head,
  );
  const holder = head.assignee === null ? null : nameOf(view, ticket, head.assignee);
  const question = questionOf(verb, w);

  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
      {problem !== null && (
        <Note icon="triangle-alert" tone="d" alert>
          {problem}
        </Note>
      )}
      {verb === 'out' && (
        <ChoiceGroup legend={ask.team} columns="one" error={missing.team ?? null}>
          {teams.length === 0 ? <p className="hint">{w.verbs.noTeam}</p> : null}
          {teams.map((t) => (
            <Choice key={t.id} name="team" value={t.id} checked={told.team === t.id} onChange={(team) => set({ team })} label={t.name} />
          ))}
        </ChoiceGroup>
      )}
      {verb === 'ask_help' && (
        <ChoiceGroup legend={ask.helper} columns="one" error={missing.helper ?? null}>
          {helpers.length === 0 ? <p className="hint">{w.verbs.noHelper}</p> : null}
          {helpers.map((c) => (
            <Choice
              key={c.id}
              name="helper"
              value={c.id}
              checked={told.helper === c.id}
              onChange={(helper) => set({ helper })}
              label={c.name}
              hint={withPresence(field, site, c, hintOf(w, c, head))}
            />
          ))}
        </ChoiceGroup>
      )}
      {verb === 'rate' && (
        <ChoiceGroup legend={ask.stars} columns="one" error={missing.stars ?? null}>
          {STARS.map((n) => (
            <Choice
              key={n}
              name="stars"
              value={String(n)}
              checked={told.stars === n}
              onChange={() => set({ stars: n })}
              label={ask.starsOf({ n })}
              icon="star"
            />
          ))}
        </ChoiceGroup>
      )}
      {reasons.length > 0 && (
        <ChoiceGroup
          legend={verb === 'wait' ? ask.waitReason : verb === 'drop' ? ask.dropReason : ask.reason}
          columns="one"
          error={missing.reason ?? null}
        >
          {reasons.map((r) => (
            <Choice
              key={r.value}
              name="reason"
              value={r.value}
              checked={told.reason === r.value}
              onChange={(reason) => set({ reason })}
              label={r.label}
            />
          ))}
        </ChoiceGroup>
      )}
      {text !== null && (
        <TextArea
          label={question.label}
          value={told.text}
          onChange={(event) => set({ text: event.target.value })}
          error={missing.text ?? null}
          hint={question.hint}
          {...(text.isNeeded ? {} : { optional: w.common.optional })}
          autoFocus={text.isNeeded && reasons.length === 0}
          {...(text.isNeeded && reasons.length === 0 ? { 'data-first': '' } : {})}
        />
      )}
      {verb === 'add_task' && (
        <Choice
          many
          name="mandatory"
          value="mandatory"
          checked={told.mandatory}
          onChange={() => set({ mandatory: !told.mandatory })}
          label={ask.taskMandatory}
        />
      )}
      {verb === 'wait' && (
        <TextField
          type="date"
          label={ask.waitUntil}
          optional={w.common.optional}
          hint={ask.waitUntilHint}
          value={told.until}
          min={new Date(field.now).toISOString().slice(0, 10)}
          onChange={(event) => set({ until: event.target.value })}
        />
      )}
      {verb === 'note' && mayReadInternal(field.actor, head) && (
        <ChoiceGroup legend={ask.visibility}>
          <Choice
            name="visibility"
            value="public"
            checked={told.visibility === 'public'}
            onChange={() => set({ visibility: 'public' })}
            label={ask.public}
            hint={ask.publicHint}
          />
          <Choice
            name="visibility"
            value="internal"
            checked={told.visibility === 'internal'}
            onChange={() => set({ visibility: 'internal' })}
            label={ask.internal}
            hint={ask.internalHint}
          />
        </ChoiceGroup>
      )}
      {verb === 'resolve' && (
        <>
          <ChoiceGroup legend={ask.resolution}>
            {RESOLUTION_TYPES.map((value) => (
              <Choice
                key={value}
                name="resolution"
                value={value}
                checked={told.resolution === value}
                onChange={() => set({ resolution: value })}
                label={w.status.resolutionType[value]}
              />
            ))}
          </ChoiceGroup>
          <ChoiceGroup legend={ask.mode}>
            {RESOLUTION_MODES.map((value) => (
              <Choice
                key={value}
                name="mode"
                value={value}
                checked={told.mode === value}
                onChange={() => set({ mode: value })}
                label={w.status.resolutionMode[value]}
              />
            ))}
          </ChoiceGroup>
        </>
      )}
      {draft.wasFound && (
        <p className="hint">
          {w.sync.mark.draft}{' '}
          <button type="button" className="link" onClick={() => void draft.clear()}>
            {w.ticket.startedDiscard}
          </button>
        </p>
      )}
      {draft.isLost && <p className="hint">{w.opening.draftLost}</p>}
      <Button type="submit" kind="primary" shape="block" icon={lookOf(verb, head, holder, w).icon} disabled={!draft.isLoaded}>
        {lookOf(verb, head, holder, w).label}
      </Button>
    </form>
  );
}
