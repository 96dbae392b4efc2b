'use client';
import { useField } from '#app/_field/field.tsx';
import { withPresence } from '#app/_rooms/presence.ts';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { RESOLUTION_MODES, RESOLUTION_TYPES, type Ticket } from '#domain/ticket/ticket.ts';
import { type Missing, reasonsOf, type Told, type WordsVerb } from './forms.ts';
import { byKnowledge, hintOf } from './knows.ts';

type Part = { told: Told; missing: Missing; set: (patch: Partial<Told>) => void };

/** Which provider's team; those that the site can call. */
export function Providers({ told, missing, set, ticket }: Part & { ticket: Ticket }) {
  const { view, words: w } = useField();
  const teams = view.sites.get(ticket.site)?.teams.filter((t) => t.kind === 'provider') ?? [];
  return (
    <ChoiceGroup legend={w.verbs.ask.team} columns="one" error={missing.team ?? null}>
      {teams.length === 0 ? <p className="hint">{w.verbs.noTeam}</p> : null}
      {teams.map((t) => (
        <Choice key={t.id} name="team" value={t.id} checked={told.team === t.id} onChange={(team) => set({ team })} label={t.name} />
      ))}
    </ChoiceGroup>
  );
}

/** Which colleague; who knows the matter first, with presence. */
export function Helpers({ told, missing, set, ticket }: Part & { ticket: Ticket }) {
  const field = useField();
  const { view, words: w } = field;
  const site = view.sites.get(ticket.site);
  const helpers = byKnowledge(
    (site?.colleagues ?? []).filter((c) => c.id !== ticket.assignee && !ticket.helpers.includes(c.id)),
    ticket,
  );
  return (
    <ChoiceGroup legend={w.verbs.ask.helper} columns="one" error={missing.helper ?? null}>
      {helpers.length === 0 ? <p className="hint">{w.verbs.noHelper}</p> : null}
      {helpers.map((c) => (
        <Choice
          key={c.id}
          name="helper"
          value={c.id}
          checked={told.helper === c.id}
          onChange={(helper) => set({ helper })}
          label={c.name}
          hint={withPresence(field, site, c, hintOf(w, c, ticket))}
        />
      ))}
    </ChoiceGroup>
  );
}

/** The best first. */
const STARS = [5, 4, 3, 2, 1] as const;

export function Stars({ told, missing, set }: Part) {
  const { ask } = useField().words.verbs;
  return (
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
  );
}

/** Why, where the verb has reasons to choose from. */
export function Reasons({ told, missing, set, verb }: Part & { verb: WordsVerb }) {
  const { words: w } = useField();
  const { ask } = w.verbs;
  const reasons = reasonsOf(verb, w);
  if (reasons.length === 0) return null;
  return (
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
  );
}

/** Who reads a note: also the requester, or the team alone. */
export function Readers({ told, set }: Part) {
  const { ask } = useField().words.verbs;
  return (
    <ChoiceGroup legend={ask.visibility}>
      {(['public', 'internal'] as const).map((visibility) => (
        <Choice
          key={visibility}
          name="visibility"
          value={visibility}
          checked={told.visibility === visibility}
          onChange={() => set({ visibility })}
          label={ask[visibility]}
          hint={ask[`${visibility}Hint`]}
        />
      ))}
    </ChoiceGroup>
  );
}

/** How it was resolved: for good or for now, from a distance or there. */
export function How({ told, set }: Part) {
  const { words: w } = useField();
  const { ask } = w.verbs;
  return (
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
  );
}
