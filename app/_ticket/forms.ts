import type { PersonId, TeamId } from '#domain/ids.ts';
import { tellsPassword } from '#domain/secret.ts';
import type { Command, CommandOf } from '#domain/ticket/commands.ts';
import { TEXT_MAX } from '#domain/ticket/commands.ts';
import {
  type CallWay,
  DROP_REASONS,
  ESCALATION_REASONS,
  type EscalationReason,
  type ResolutionMode,
  type ResolutionType,
  type Ticket,
  WAIT_REASONS,
  type WaitReason,
} from '#domain/ticket/ticket.ts';
import { isDirection, type Verb } from '#domain/ticket/verbs.ts';
import type { Words } from '#domain/words/fr/index.ts';

/** Verbs that need no word: one tap says all. */
export type TapVerb = 'take' | 'join' | 'start' | 'resume' | 'confirm';
/** Verbs that ask something first. */
export type FormVerb = Exclude<Verb, TapVerb>;

/** Verbs with a form of their own. */
const OWN_FORMS = [
  ...(['attach', 'assign', 'qualify', 'receive_form', 'plan_visit', 'arrive', 'mark_duplicate', 'link_problem'] as const),
  ...(['remote', 'identity'] as const),
] as const;
export type OwnForm = (typeof OWN_FORMS)[number];
/** Verbs that one common form asks for: reasons to choose from, words. */
export type WordsVerb = Exclude<FormVerb, OwnForm>;

export function isOwnForm(verb: Verb): verb is OwnForm {
  return OWN_FORMS.some((v) => v === verb);
}

/** The verb of a draft's key; null when no form of today has that name. */
export function formVerbOf(name: string): FormVerb | null {
  return Object.hasOwn(TEXT, name) ? (name as FormVerb) : null;
}

export function isTap(verb: Verb): verb is TapVerb {
  return verb === 'take' || verb === 'join' || verb === 'start' || verb === 'resume' || verb === 'confirm';
}

/** What any of the forms may have been told; plain, so that it can be kept as a draft. */
export interface Told {
  readonly text: string;
  readonly reason: string;
  readonly team: string;
  readonly helper: string;
  /** A calendar day, "2026-11-24"; empty: none. */
  readonly until: string;
  readonly visibility: 'public' | 'internal';
  /** Noted after a call; empty: it was none. */
  readonly call: '' | CallWay;
  readonly callWith: 'requester' | 'beneficiary' | 'other';
  readonly callName: string;
  readonly resolution: ResolutionType;
  readonly mode: ResolutionMode;
  /** 1 to 5; 0: none chosen yet. */
  readonly stars: number;
  readonly mandatory: boolean;
}

export const BLANK: Told = {
  text: '',
  reason: '',
  team: '',
  helper: '',
  until: '',
  visibility: 'public',
  call: '',
  callWith: 'requester',
  callName: '',
  resolution: 'permanent',
  mode: 'on_site',
  stars: 0,
  mandatory: false,
};

export const CALL_NAME_MAX = 80;

/** The reasons to choose from, with their labels; empty where the form has none. */
export function reasonsOf(verb: FormVerb, w: Words): readonly { readonly value: string; readonly label: string }[] {
  if (isDirection(verb)) return ESCALATION_REASONS[verb].map((value) => ({ value, label: w.status.escalationReason[value] }));
  if (verb === 'wait') return WAIT_REASONS.map((value) => ({ value, label: capital(w.status.waitReason[value]) }));
  // A duplicate names the one that is kept: `mark_duplicate`.
  if (verb === 'drop') return DROP_REASONS.filter((value) => value !== 'duplicate').map((value) => ({ value, label: w.status.dropReason[value] }));
  return [];
}
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What must be written, and how much of it. */
const TEXT: Readonly<Record<FormVerb, { readonly isNeeded: boolean; readonly max: number } | null>> = {
  up: { isNeeded: false, max: 1000 },
  on_site: { isNeeded: false, max: 1000 },
  out: { isNeeded: false, max: 1000 },
  hierarchical: { isNeeded: false, max: 1000 },
  release: { isNeeded: true, max: 500 },
  relieve: { isNeeded: true, max: 500 },
  ask_help: { isNeeded: false, max: 1000 },
  note: { isNeeded: true, max: TEXT_MAX },
  attach: null,
  wait: { isNeeded: false, max: 500 },
  resolve: { isNeeded: true, max: TEXT_MAX },
  drop: { isNeeded: false, max: 1000 },
  withdraw: { isNeeded: false, max: 500 },
  reopen: { isNeeded: true, max: 1000 },
  rate: { isNeeded: false, max: 500 },
  approve: { isNeeded: false, max: 500 },
  refuse: { isNeeded: true, max: 500 },
  leave: { isNeeded: false, max: 1000 },
  add_task: { isNeeded: true, max: 200 },
  assign: { isNeeded: false, max: 500 },
  plan_visit: { isNeeded: false, max: 500 },
  arrive: null,
  qualify: null,
  receive_form: null,
  mark_duplicate: null,
  link_problem: null,
  remote: null,
  identity: null,
};

/** Nobody has to write that nobody answered. */
export function textOf(verb: FormVerb, { call }: Pick<Told, 'call'> = BLANK): { readonly isNeeded: boolean; readonly max: number } | null {
  return verb === 'note' && call === 'unanswered' ? { isNeeded: false, max: TEXT_MAX } : TEXT[verb];
}

/** The question over the words of a verb, and what helps to answer it. */
export function questionOf(verb: FormVerb, w: Words): { readonly label: string; readonly hint: string } {
  const { ask } = w.verbs;
  const labels: Partial<Record<FormVerb, string>> = {
    resolve: ask.solution,
    note: ask.note,
    release: ask.releaseReason,
    relieve: ask.relieveReason,
    withdraw: ask.withdrawText,
    reopen: ask.reopenText,
    rate: ask.rateText,
    approve: ask.approveText,
    refuse: ask.refuseText,
    add_task: ask.task,
    leave: ask.leaveText,
  };
  return { label: labels[verb] ?? ask.text, hint: verb === 'resolve' ? ask.solutionHint : isDirection(verb) ? ask.textHint : ask.noPassword };
}

/** What is missing, by field, in sentences. */
export type Missing = Partial<Record<'text' | 'reason' | 'team' | 'helper' | 'stars', string>>;

/** What is wrong with words that may not be missing, too long or tell a password; undefined when they are fine. */
export function troubleOfText(text: string, asks: { readonly isNeeded: boolean; readonly max: number }, empty: string, w: Words): string | undefined {
  const written = text.trim();
  if (asks.isNeeded && written === '') return empty;
  if (written.length > asks.max) return w.verbs.need.tooLong({ max: asks.max });
  return tellsPassword(written) ? w.verbs.ask.password : undefined;
}

export function missingOf(verb: FormVerb, told: Told, w: Words): Missing {
  const { need } = w.verbs;
  const asks = textOf(verb, told);
  const missing: Missing = {};
  const empty = verb === 'resolve' ? need.solution : verb === 'note' || verb === 'add_task' ? need.text : need.reason;
  const trouble = asks === null ? undefined : troubleOfText(told.text, asks, empty, w);
  if (trouble !== undefined) missing.text = trouble;
  if (verb === 'rate' && told.stars === 0) missing.stars = need.choice;
  if (reasonsOf(verb, w).length > 0 && !reasonsOf(verb, w).some((r) => r.value === told.reason)) missing.reason = need.choice;
  if (verb === 'out' && told.team === '') missing.team = need.team;
  if (verb === 'ask_help' && told.helper === '') missing.helper = need.helper;
  return missing;
}

function callOf({ call, callWith, callName }: Told): CommandOf<'note'>['call'] {
  return call === '' ? null : { way: call, with: callWith, name: callWith === 'other' ? callName.trim().slice(0, CALL_NAME_MAX) : '' };
}

/** What a form's command needs of the device. */
export interface How {
  /** Instant at which a calendar day begins for work, ms. */
  readonly dayStart: (day: string) => number;
  /** A fresh id. */
  readonly mint: () => string;
}

/**
 * The command of a filled form; call it only when nothing is missing. A form that shows photos has a command for each of them instead.
 */
export function commandOf(verb: WordsVerb | TapVerb, ticket: Ticket, told: Told, how: How): Command {
  const plain = { v: 1, ticket: ticket.id } as const;
  const text = told.text.trim();
  if (isDirection(verb)) {
    const team = verb === 'out' ? (told.team as TeamId) : null;
    return { ...plain, type: 'escalate', direction: verb, reason: told.reason as EscalationReason, text, team };
  }
  switch (verb) {
    case 'take':
      return { ...plain, type: 'take', expected: ticket.assignee };
    case 'relieve':
      return { ...plain, type: 'relieve', from: ticket.assignee as PersonId, reason: text };
    case 'release':
      return { ...plain, type: 'release', reason: text };
    case 'ask_help':
      return { ...plain, type: 'ask_help', helper: told.helper as PersonId, text };
    case 'note':
      return { ...plain, type: 'note', v: 2, text, visibility: told.visibility, call: callOf(told) };
    case 'wait':
      return { ...plain, type: 'wait', reason: told.reason as WaitReason, until: told.until === '' ? null : how.dayStart(told.until), text };
    case 'resolve':
      return { ...plain, type: 'resolve', text, resolution: told.resolution, mode: told.mode };
    case 'drop':
      return { ...plain, type: 'drop', reason: told.reason as (typeof DROP_REASONS)[number], text };
    case 'start':
      return { ...plain, type: 'start', v: 2, remote: false };
    case 'join':
    case 'resume':
    case 'confirm':
      return { ...plain, type: verb };
    case 'withdraw':
    case 'reopen':
    case 'approve':
    case 'refuse':
    case 'leave':
      return { ...plain, type: verb, text };
    case 'rate':
      return { ...plain, type: 'rate', stars: told.stars, text };
    case 'add_task':
      return { ...plain, type: 'add_task', task: how.mint(), text, mandatory: told.mandatory };
  }
}
