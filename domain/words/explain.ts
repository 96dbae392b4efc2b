import type { Refusal } from '#domain/refusal.ts';
import type { RegisterVerb } from '#domain/register/commands.ts';
import type { CommandType } from '#domain/ticket/commands.ts';
import type { Status } from '#domain/ticket/ticket.ts';
import type { Words } from './fr/index.ts';
import type { RefusalText } from './types.ts';

/**
 * The two sentences of a refusal. The refusal brings its own facts; the caller adds what only a screen knows.
 * @param known `who`: the name behind `owner` or `by`; `date`: when it ended, in words; `site`: the site's name
 */
export function explain(
  w: Words,
  refusal: Refusal,
  known: { readonly who?: string | null; readonly date?: string | null; readonly site?: string | null } = {},
): RefusalText {
  const verb =
    refusal.code === 'not-allowed'
      ? (label(w.verbs.command, refusal.verb as CommandType) ?? label(w.acts.verb, refusal.verb as RegisterVerb))?.label
      : undefined;
  const state = refusal.code === 'wrong-status' ? label(w.status.label, refusal.status as Status) : undefined;
  // A later server may refuse for a reason that this version has no words for.
  const sentence = label(w.refusals.sentence, refusal.code) ?? w.refusals.sentence.rule;
  return sentence({
    verb: verb?.toLowerCase() ?? null,
    who: known.who ?? null,
    date: known.date ?? null,
    site: known.site ?? null,
    status: refusal.code === 'closed' ? refusal.status : (state?.toLowerCase() ?? null),
    rule: refusal.code === 'rule' ? refusal.rule : null,
    reference: refusal.code === 'internal' ? refusal.reference : null,
  });
}

/** A label by a code that may come from a newer server. */
function label<K extends string, V>(table: Readonly<Record<K, V>>, key: K): V | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
