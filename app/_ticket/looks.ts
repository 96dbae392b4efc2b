import type { IconName } from '#app/_ui/icons.ts';
import { DIRECTION_ICON } from '#app/_ui/looks.ts';
import { levelAbove, type Ticket } from '#domain/ticket/ticket.ts';
import { isDirection, type Verb } from '#domain/ticket/verbs.ts';
import type { Words } from '#domain/words/fr/index.ts';

const ICON: Readonly<Record<Exclude<Verb, keyof typeof DIRECTION_ICON>, IconName>> = {
  take: 'hand',
  release: 'undo-2',
  relieve: 'hand',
  ask_help: 'users-round',
  join: 'users-round',
  note: 'message-square-plus',
  attach: 'camera',
  start: 'wrench',
  wait: 'pause',
  resume: 'play',
  resolve: 'check',
  drop: 'circle-slash',
  withdraw: 'undo-2',
  assign: 'users-round',
  qualify: 'flag',
  receive_form: 'signature',
  add_task: 'list-checks',
  plan_visit: 'calendar-clock',
  arrive: 'map-pin-check',
  leave: 'footprints',
  confirm: 'circle-check',
  reopen: 'rotate-ccw',
  rate: 'star',
  approve: 'signature',
  refuse: 'circle-slash',
  mark_duplicate: 'copy',
  link_problem: 'link',
  remote: 'monitor',
  identity: 'id-card',
};

export interface VerbLook {
  readonly icon: IconName;
  readonly label: string;
  readonly hint: string;
}

/** A verb as this ticket has it: "Passer au niveau 2", "Relever Mina". @param holder the name of who has it; a button says the first of it */
export function lookOf(verb: Verb, ticket: Ticket, holder: string | null, w: Words): VerbLook {
  if (isDirection(verb)) {
    const label = verb === 'up' ? w.verbs.escalate.up({ level: levelAbove(ticket) ?? 3 }) : w.verbs.escalate[verb];
    return { icon: DIRECTION_ICON[verb], label, hint: w.verbs.escalateHint[verb] };
  }
  const { label, hint } = verb === 'remote' || verb === 'identity' ? w.verbs[verb] : w.verbs.command[verb];
  const who = holder?.split(' ')[0] ?? null;
  if (verb === 'relieve' && who !== null) return { icon: ICON[verb], label: w.verbs.relieveWho({ who }), hint };
  if (verb === 'join' && who !== null) return { icon: ICON[verb], label: w.verbs.joinWho({ who }), hint };
  if (verb === 'reopen' && ticket.status === 'closed') return { icon: ICON[verb], label: w.verbs.reopenClosed, hint };
  return { icon: ICON[verb], label, hint };
}
