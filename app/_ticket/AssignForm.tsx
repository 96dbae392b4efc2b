'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { useAct } from '#app/_field/useAct.ts';
import { useDraft } from '#app/_field/useDraft.ts';
import { withPresence } from '#app/_rooms/presence.ts';
import { answers } from '#app/_tickets/queue.ts';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextArea, TextField } from '#app/_ui/Field.tsx';
import type { PersonId, TeamId } from '#domain/ids.ts';
import type { TicketView } from '#domain/view.ts';
import { FormFrame } from './FormFrame.tsx';
import { troubleOfText } from './forms.ts';
import { byKnowledge, hintOf } from './knows.ts';

/** More than these are searched by name. */
const SHOWN = 8;
const BLANK = { person: '', team: '', text: '' };

/** To somebody of the site's support, or to a team. */
export function AssignForm({ ticket, onDone }: { ticket: TicketView; onDone: () => void }) {
  const field = useField();
  const { view, words: w, me } = field;
  const { act, problem } = useAct();
  const { head } = ticket;
  const draft = useDraft(`assign ${ticket.id}`, BLANK);
  const [search, setSearch] = useState('');
  const [wrong, setWrong] = useState<{ to?: string; text?: string }>({});
  const { person, team, text } = draft.value;
  const set = (patch: Partial<typeof BLANK>) => {
    draft.set(patch);
    setWrong({});
  };
  const site = view.sites.get(head.site);
  const people = byKnowledge(
    (site?.colleagues ?? []).filter((c) => c.id !== head.assignee),
    head,
  );
  const shown = people.filter((c) => c.id === person || answers([c.name], search)).slice(0, SHOWN);
  const teams = site?.teams ?? [];
  const say = w.forms.assign;

  const submit = (): boolean => {
    const trouble = troubleOfText(text, { isNeeded: false, max: 500 }, '', w);
    const isTo = person !== '' || team !== '';
    setWrong({ ...(isTo ? {} : { to: say.need }), ...(trouble === undefined ? {} : { text: trouble }) });
    if (!isTo || trouble !== undefined) return false;
    const to = person === '' ? { person: null, team: team as TeamId } : { person: person as PersonId, team: null };
    void act({ type: 'assign', v: 1, ticket: head.id, ...to, text: text.trim() }).then(async (isKept) => {
      if (!isKept) return;
      await draft.clear();
      onDone();
    });
    return true;
  };

  return (
    <FormFrame verb="assign" ticket={ticket} problem={problem} onSubmit={submit} draft={draft}>
      {people.length > SHOWN && (
        <TextField
          type="search"
          label={say.search}
          value={search}
          autoComplete="off"
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      )}
      <ChoiceGroup legend={say.person} columns="one" error={wrong.to ?? null}>
        {people.length === 0 && <p className="hint">{say.none}</p>}
        {shown.map((c) => (
          <Choice
            key={c.id}
            name="to"
            value={c.id}
            checked={person === c.id}
            onChange={(id) => set({ person: id, team: '' })}
            label={c.id === me.person ? w.common.you : c.name}
            hint={withPresence(field, site, c, hintOf(w, c, head))}
          />
        ))}
      </ChoiceGroup>
      {teams.length > 0 && (
        <ChoiceGroup legend={say.team} columns="one">
          {teams.map((t) => (
            <Choice
              key={t.id}
              name="to"
              value={t.id}
              checked={team === t.id}
              onChange={(id) => set({ person: '', team: id })}
              label={t.name}
              hint={say.teamKind[t.kind]}
            />
          ))}
        </ChoiceGroup>
      )}
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
