import type { Refusal } from '#domain/refusal.ts';
import type { RegisterVerb } from '#domain/register/commands.ts';
import type { CommandType } from '#domain/ticket/commands.ts';
import type { Status } from '#domain/ticket/ticket.ts';
import type { ActAbout } from './fr/acts.ts';
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

/** What each act is about: its refusals speak of that. */
const ABOUT: Readonly<Record<RegisterVerb, ActAbout>> = {
  bind_sticker: 'sticker',
  replace_sticker: 'sticker',
  revoke_sticker: 'sticker',
  move_asset: 'asset',
  amend_asset: 'asset',
  add_asset: 'room',
  replace_part: 'asset',
  decide_asset: 'asset',
  begin_round: 'room',
  count: 'room',
  uncount: 'room',
  end_round: 'room',
  set_presence: 'presence',
};

/** The rules that are said of equipment, rooms, stickers and presences; a later one is told without its name. */
const OF_REGISTER: ReadonlySet<string> = new Set(['sticker-unknown', 'sticker-taken', 'number-taken', 'changed-meanwhile', 'assignee-not-support']);

/** The same for what was said of the register. @param site the site's name, where it is known */
export function explainAct(w: Words, verb: RegisterVerb, refusal: Refusal, site: string | null = null): RefusalText {
  if (refusal.code === 'internal' || (refusal.code === 'rule' && OF_REGISTER.has(refusal.rule))) return explain(w, refusal);
  const sentence = label(w.acts.refused.sentence, refusal.code) ?? w.acts.refused.sentence.rule;
  return sentence({ verb: label(w.acts.verb, verb)?.label.toLowerCase() ?? null, site, about: ABOUT[verb] });
}

/** On the mark, after "Refusé :"; a later server may have reasons that this version has no word for. */
export function shortOf(w: Words, verb: RegisterVerb | null, refusal: Refusal): string | undefined {
  return (verb === null ? undefined : label<string, string>(w.acts.refused.short, refusal.code)) ?? label(w.refusals.short, refusal.code);
}

/** A label by a code that may come from a newer server. */
function label<K extends string, V>(table: Readonly<Record<K, V>>, key: K): V | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
