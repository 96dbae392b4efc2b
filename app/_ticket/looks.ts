import type { IconName } from '#app/_ui/icons.ts';
import { VERB_ICON } from '#app/_ui/looks.ts';
import { levelAbove, type Ticket } from '#domain/ticket/ticket.ts';
import { isDirection, type Verb } from '#domain/ticket/verbs.ts';
import type { Words } from '#domain/words/fr/index.ts';

export interface VerbLook {
  readonly icon: IconName;
  readonly label: string;
  readonly hint: string;
}

/** A verb as this ticket has it: "Passer au niveau 2", "Relever Mina". @param holder the name of who has it; a button says the first of it */
export function lookOf(verb: Verb, ticket: Ticket, holder: string | null, w: Words): VerbLook {
  if (isDirection(verb)) {
    const label = verb === 'up' ? w.verbs.escalate.up({ level: levelAbove(ticket) ?? 3 }) : w.verbs.escalate[verb];
    return { icon: VERB_ICON[verb], label, hint: w.verbs.escalateHint[verb] };
  }
  const { label, hint } = verb === 'remote' || verb === 'identity' ? w.verbs[verb] : w.verbs.command[verb];
  const who = holder?.split(' ')[0] ?? null;
  if (verb === 'relieve' && who !== null) return { icon: VERB_ICON[verb], label: w.verbs.relieveWho({ who }), hint };
  if (verb === 'join' && who !== null) return { icon: VERB_ICON[verb], label: w.verbs.joinWho({ who }), hint };
  if (verb === 'reopen' && ticket.status === 'closed') return { icon: VERB_ICON[verb], label: w.verbs.reopenClosed, hint };
  return { icon: VERB_ICON[verb], label, hint };
}
