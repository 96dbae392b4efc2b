import 'server-only';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { accessLetters } from '#domain/words/access-letter.ts';
import { env } from '#server/env.ts';
import { log } from '#server/log.ts';
import { htmlOf, textOf } from '#server/mail/render.ts';
import type { Said } from '#server/mail/say.ts';
import { domainOf } from '#server/mail/start.ts';
import { createMailTransport, type MailTransport } from '#server/mail/transport.ts';
import type { LinkPurpose, MadeLink } from './links.ts';

/** Tries again after so many ms; then the letter is lost, and another link is asked for. */
const AGAIN = [5_000, 30_000, 120_000];

// On globalThis: one pool in the process, however often Next loads this module.
const shared = globalThis as { relaisLinkMail?: MailTransport };

/** Is a mail server set, so that a link can be sent? */
export function canMail(): boolean {
  return env().smtp !== undefined;
}

interface Letter {
  readonly to: string;
  readonly name: string;
  readonly login: string;
  readonly language: 'fr' | 'en';
  readonly purpose: LinkPurpose;
  readonly link: MadeLink;
}

/**
 * Sends a link, beside the queue of letters (server/mail): what is in that queue stays in the database, and a link is a key. Returns at once; a
 * process that dies before the mail server has taken it forgets it.
 */
export function mailLink(letter: Letter): void {
  void deliver(letter).catch((error: unknown) => {
    log('error', 'a link was not mailed', { error });
  });
}

async function deliver({ to, name, login, language, purpose, link }: Letter): Promise<void> {
  const { smtp, mailFrom, publicUrl } = env();
  if (smtp === undefined) return;
  shared.relaisLinkMail ??= createMailTransport({ ...smtp, from: mailFrom });
  const w = accessLetters(language)[purpose === 'invitation' ? 'invitation' : 'recovery'];
  const said: Said = {
    ...{ language, above: null, isUrgent: false, subject: w.subject, title: w.title({ name }), about: [w.login({ login })], sentences: w.sentences },
    ...{ quote: null, story: [], primary: { label: w.button, url: link.url }, second: null },
    ...{ foot: [w.foot, publicUrl], choose: null },
  };
  const messageId = `<link.${randomUUID()}@${domainOf(mailFrom)}>`;
  const message = {
    ...{ to, subject: said.subject, text: textOf(said), html: htmlOf(said), messageId, thread: messageId, isFirst: true },
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
  for (const wait of [...AGAIN, null]) {
    const { kind, answer } = await shared.relaisLinkMail.send(message);
    if (kind === 'sent') return;
    if (kind !== 'later' || wait === null) {
      log('warn', 'a link was not mailed', { verdict: kind, answer });
      return;
    }
    await sleep(wait, undefined, { ref: false });
  }
}
