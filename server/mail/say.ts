import 'server-only';
import type { AssetType, CategoryCode, Symptom } from '#domain/catalogue.ts';
import type { Instant, PersonId } from '#domain/ids.ts';
import { isCritical, type LetterStep, newsOf } from '#domain/letter.ts';
import type { DropReason, Ticket, WaitReason } from '#domain/ticket/ticket.ts';
import { explain } from '#domain/words/explain.ts';
import { type Language, words } from '#domain/words/index.ts';
import { clock, date } from '#domain/words/time.ts';
import { oneLine, someLines } from './plain-text.ts';
import type { StoredMail } from './stored.ts';

/** Everything that a letter is made of. */
export interface LetterFacts {
  readonly to: 'party' | 'affected' | 'mailbox' | 'call';
  readonly language: Language;
  readonly timeZone: string;
  readonly stored: StoredMail;
  /** When it was written: what was done long before says when it was received. */
  readonly writtenAt: Instant;
  readonly ticket: Ticket;
  readonly site: string;
  readonly thing: AssetType | null;
  readonly place: { readonly building: string | null; readonly room: string } | null;
  /** Given name, family name. */
  readonly names: ReadonlyMap<string, { readonly given: string; readonly family: string }>;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** An answer to this letter is read. */
  readonly answers: boolean;
}

/** A letter in words, before it is text or HTML. */
export interface Said {
  readonly language: Language;
  /** The line above which one answers; null: nobody reads answers. */
  readonly above: string | null;
  /** Somebody must come. */
  readonly isUrgent: boolean;
  readonly subject: string;
  readonly title: string;
  /** The ticket: its number, the thing and what ails it, the place. */
  readonly about: readonly string[];
  readonly sentences: readonly string[];
  /** What was done, or answered. */
  readonly quote: { readonly label: string; readonly text: string } | null;
  readonly story: readonly { readonly when: string; readonly what: string; readonly text: string }[];
  readonly primary: { readonly label: string; readonly url: string };
  readonly second: { readonly label: string; readonly url: string } | null;
  readonly foot: readonly string[];
  /** Where one chooses what one receives; null: nothing to choose. */
  readonly choose: { readonly label: string; readonly url: string } | null;
}

const LATE = 2 * 60_000;

/** What is said of a ticket, in the language of its reader. */
export function sayLetter(facts: LetterFacts): Said {
  const { to, language, ticket, stored, publicUrl, site } = facts;
  const w = words(language);
  const isSecret = ticket.confidential;
  const subject = subjectOf(facts);
  const open = `${publicUrl}/tickets/${ticket.id}`;
  const number = ticket.number ?? '';
  const isOpening = stored.steps.some((s) => s.what === 'opened');
  const about = [
    // In an opening the number has a line of its own.
    ...(isOpening && to === 'party' ? [] : [w.common.number({ number })]),
    ...(isSecret ? [] : [thingOf(facts), ...(placeOf(facts) ?? []), ...(to === 'mailbox' ? [oneLine(site)] : [])]),
  ];
  const foot = to === 'mailbox' ? w.mail.why.mailbox({ site: oneLine(site) }) : to === 'call' ? w.mail.why.call : w.mail.why.person;
  const above = facts.answers ? w.mail.replyAbove : null;
  const common = { language, above, about, foot: [foot, facts.answers ? w.mail.replyHere : w.mail.noReply] };
  const choose = { label: w.mail.choose, url: `${publicUrl}/alerts` };
  if (to === 'call') {
    return {
      ...{
        ...common,
        subject: w.mail.call.subject({ subject }),
        title: callOf(facts),
        sentences: [w.mail.call.waiting],
        quote: null,
        story: [],
      },
      ...{ primary: { label: w.mail.button.take, url: open }, second: null, choose, isUrgent: true },
    };
  }
  if (stored.returned !== undefined) {
    const why = stored.returned === 'empty' ? null : explain(w, stored.returned);
    return {
      ...{ ...common, subject, title: w.mail.returned.title, sentences: [why?.what ?? w.mail.returned.empty, w.mail.returned.next] },
      ...{ quote: null, story: [], primary: { label: w.mail.button.open, url: open }, second: null, choose: null, isUrgent: false },
    };
  }
  const news = newsOf(stored.steps);
  const mayAnswer = to === 'party' && news?.what === 'resolved' && ticket.status === 'resolved';
  const isUrgent = to === 'mailbox' && isCritical(ticket) && stored.steps.some((s) => s.what === 'opened' || s.what === 'critical');
  const text = isSecret || to === 'affected' || news === null ? '' : someLines(news.text);
  return {
    ...common,
    isUrgent,
    subject: isUrgent ? w.mail.urgent({ subject }) : subject,
    title: isUrgent && news?.what === 'opened' ? w.mail.criticalOpened : titleOf(facts, news),
    sentences: [...(isOpening && to === 'party' ? [w.mail.numberIs({ number }), w.mail.numberHint] : []), ...(mayAnswer ? [w.mail.askedWell] : [])],
    quote:
      text === '' || news?.what === 'opened' ? null : { label: news?.what === 'resolved' || news?.what === 'closed' ? w.mail.wasSaid : '', text },
    story: stored.steps.map((step) => ({
      ...lineOf(facts, step),
      text: step === news && step.what !== 'opened' ? '' : isSecret ? '' : someLines(step.text),
    })),
    primary: {
      label: mayAnswer ? w.mail.button.confirm : to === 'affected' ? w.mail.button.follow : w.mail.button.open,
      url: to === 'affected' ? `${publicUrl}/` : open,
    },
    second: mayAnswer ? { label: w.mail.button.still, url: `${open}?do=reopen` } : null,
    choose: to === 'mailbox' || isOpening ? null : choose,
  };
}

/** What the alert is, as a lock screen says it; of a confidential ticket it tells neither what nor where. */
function callOf({ stored, ticket, language, place }: LetterFacts): string {
  const isSecret = ticket.confidential;
  const w = words(language);
  const { title } = w.lock.kind[stored.call ?? 'handover']({
    number: ticket.number,
    category: isSecret ? null : (w.catalogue.category[ticket.category as CategoryCode] ?? null),
    place: isSecret || place === null ? null : w.common.place(place),
    ...{ before: null, n: null },
  });
  return oneLine(title);
}

/** The same for all letters about a ticket, so that mail programs keep them together. */
function subjectOf(facts: LetterFacts): string {
  const { ticket, language } = facts;
  const about = ticket.confidential ? words(language).mail.confidential : [thingOf(facts), ...(placeOf(facts) ?? [])].join(', ');
  return oneLine(`[${ticket.number ?? ''}] ${about}`);
}

function thingOf({ ticket, thing, language }: LetterFacts): string {
  const { catalogue, mail } = words(language);
  const name = thing === null ? catalogue.category[ticket.category as CategoryCode] : catalogue.assetType[thing];
  const symptom = ticket.symptom === null ? undefined : catalogue.symptom[ticket.symptom as Symptom];
  if (name === undefined) return symptom ?? mail.unnamed;
  return symptom === undefined ? name : catalogue.title({ thing: name, symptom });
}

function placeOf({ place, language }: LetterFacts): [string] | null {
  if (place === null) return null;
  return [
    oneLine(words(language).common.place({ building: place.building === null ? null : oneLine(place.building), room: oneLine(place.room) }), 80),
  ];
}

/** No name for who only has the same trouble, nor of anybody in a confidential ticket: a mailbox is read by others too. */
function nameOf({ to, names, ticket }: LetterFacts, person: PersonId | null, how: 'given' | 'whole'): string | null {
  const name = person === null || to === 'affected' || ticket.confidential ? undefined : names.get(person);
  if (name === undefined) return null;
  return oneLine(how === 'given' ? name.given : `${name.given} ${name.family}`, 80);
}

function reasonOf(facts: LetterFacts, { what, reason, until, kept }: LetterStep): string | null {
  const { mail } = words(facts.language);
  if (reason === null || facts.ticket.confidential) return null;
  if (what === 'waiting')
    return mail.waitReason({ reason: reason as WaitReason, until: until === null ? null : mail.until({ date: dayOf(facts, until) }) });
  return mail.dropReason({ reason: reason as DropReason, kept: kept === null ? null : oneLine(kept, 20) });
}

function dayOf({ writtenAt, timeZone, language }: LetterFacts, at: Instant): string {
  return date(at, writtenAt, timeZone, language);
}

function titleOf(facts: LetterFacts, news: LetterStep | null): string {
  const { mail } = words(facts.language);
  const tree = facts.to === 'party' ? mail.news : mail.state;
  if (news === null) return tree.note();
  return tree[news.what]({ who: nameOf(facts, news.who, 'given'), reason: reasonOf(facts, news) });
}

function lineOf(facts: LetterFacts, step: LetterStep): { when: string; what: string } {
  const { mail } = words(facts.language);
  const at = (instant: Instant) => mail.at({ date: dayOf(facts, instant), time: clock(instant, facts.timeZone, facts.language) });
  const late = facts.writtenAt - step.at > LATE ? `, ${mail.receivedAt({ when: at(facts.writtenAt) })}` : '';
  const who = nameOf(facts, step.who ?? step.by, 'whole');
  return { when: `${at(step.at)}${late}`, what: mail.step[step.what]({ who, reason: reasonOf(facts, step) }) };
}
