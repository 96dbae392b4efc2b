import type { Field } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import type { Refused } from '#domain/outbox.ts';
import { parseRegister } from '#domain/register/commands.ts';
import { nameOf } from '#domain/view.ts';
import { explain, explainAct } from '#domain/words/explain.ts';
import { date } from '#domain/words/time.ts';
import type { RefusalText } from '#domain/words/types.ts';
import { actionOf } from './items.ts';

/** Why it was refused and what can be done, with the names and dates that this phone knows. */
export function sentenceOf(
  { view, words: w, language, now }: Pick<Field, 'view' | 'words' | 'language' | 'now'>,
  refused: Pick<Refused, 'refusal' | 'command' | 'name'>,
): RefusalText {
  const { refusal } = refused;
  const act = parseRegister(refused.command);
  if (act !== null) return explainAct(w, act.type, refusal, view.sites.get(act.site)?.name ?? null);
  const ticket = view.tickets.get(actionOf(refused.command, view, w).ticket ?? '') ?? null;
  const person = refusal.code === 'not-owner' ? refusal.owner : refusal.code === 'closed' ? refusal.by : null;
  const who = refused.name ?? (person === null ? null : nameOf(view, ticket, person as never));
  const site = ticket === null ? null : (view.sites.get(ticket.head.site)?.name ?? null);
  const ended = refusal.code === 'closed' && refusal.at !== null ? date(refusal.at, now, zoneOf(view, ticket?.head.site ?? null), language) : null;
  return explain(w, refusal, { who, date: ended, site });
}
