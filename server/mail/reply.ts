import 'server-only';
import PostalMime, { type Email } from 'postal-mime';
import { LANGUAGES, words } from '#domain/words/index.ts';
import { oneLine, someLines } from './plain-text.ts';

/** A mail that came in, as far as it matters here. */
export interface Reply {
  /** In angle brackets; null: it has none. */
  readonly messageId: string | null;
  /** In small letters; null: none, or several. */
  readonly from: string | null;
  /** One line; may be empty. */
  readonly subject: string;
  /** What the server that received it says of its sender: the topmost Authentication-Results; null: none. */
  readonly authentication: string | null;
  /** The messages that it says it answers, the nearest first, in angle brackets. */
  readonly answers: readonly string[];
  /** A program wrote it: an absence, a list, a mail that could not be delivered. */
  readonly isAutomatic: boolean;
  /** What was typed, without what was quoted and without a signature; may be empty. */
  readonly text: string;
  /** Files that came with it. */
  readonly attached: number;
}

const MESSAGE_ID = /<[^<>\s]{3,250}>/g;
const ANSWERS_MAX = 20;

/** Reads a mail as it lies in the mailbox (RFC 5322), whatever its parts and encodings. Throws for what no mail is. */
export async function readReply(raw: Uint8Array): Promise<Reply> {
  const email = await PostalMime.parse(raw, { maxNestingDepth: 20, maxHeadersSize: 256 * 1024 });
  const of = (name: string) => email.headers.filter(({ key }) => key === name).map(({ value }) => value);
  const references = (email.references ?? '').match(MESSAGE_ID) ?? [];
  const from = email.from?.address ?? null;
  return {
    messageId: email.messageId?.match(MESSAGE_ID)?.[0] ?? null,
    from: from === null || of('from').length > 1 ? null : from.trim().toLowerCase(),
    subject: oneLine(email.subject ?? ''),
    authentication: of('authentication-results')[0] ?? null,
    answers: [...new Set([...(email.inReplyTo?.match(MESSAGE_ID) ?? []), ...references.reverse()])].slice(0, ANSWERS_MAX),
    isAutomatic: isAutomatic(email, of),
    text: typedIn(someLines(textOf(email), 100_000)),
    attached: email.attachments.filter(({ disposition, related }) => disposition === 'attachment' || related !== true).length,
  };
}

/** Senders that nobody reads behind. */
const NOBODY = /^(?:mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|noreply[\w.+-]*|bounces?[\w.+=-]*)@/i;
/** Servers of schools that mark nothing at least say it in the subject. */
const SUBJECT =
  /^(?:(?:re|tr|aw)\s*:\s*)*(?:réponse automatique|message d[’']absence|absence du bureau|automatic reply|out of (?:the )?office|auto[- ]?reply)\b/iu;

/** RFC 3834 section 2, and what was in use before and beside it. */
function isAutomatic(email: Email, of: (name: string) => string[]): boolean {
  const has = (name: string, pattern: RegExp) => of(name).some((value) => pattern.test(value));
  return (
    has('auto-submitted', /^\s*(?!no\s*(?:;|$))\S/i) ||
    has('precedence', /bulk|junk|list|auto/i) ||
    ['list-id', 'x-autoreply', 'x-autorespond', 'x-auto-response-suppress', 'x-failed-recipients'].some((name) => of(name).length > 0) ||
    has('return-path', /^\s*<>\s*$/) ||
    has('content-type', /multipart\/report|delivery-status/i) ||
    NOBODY.test(email.from?.address ?? '') ||
    SUBJECT.test(email.subject ?? '')
  );
}

const ENTITY: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Programs that write HTML alone: its words, without what they quote. */
function textOf({ text, html }: Email): string {
  if (text !== undefined && text.trim() !== '') return text;
  return (html ?? '')
    .slice(0, 500_000)
    .replace(/<(style|script|head|title)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<blockquote\b[\s\S]*$/i, '')
    .replace(/<(?:br|\/p|\/div|\/li|\/tr)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,8}));/gi, (whole, dec: string, hex: string, name: string) => {
      const code = dec ? Number(dec) : hex ? Number.parseInt(hex, 16) : null;
      if (code !== null) return code > 0 && code < 0x11_0000 ? String.fromCodePoint(code) : '';
      return ENTITY[name.toLowerCase()] ?? whole;
    });
}

/** What our own letters begin with, in each language. */
const ABOVE = LANGUAGES.map((language) => words(language).mail.replyAbove);
/** "Le lundi 23 novembre 2026 à 10:12, Relais <…> a écrit :", also over two lines. */
const WROTE = /^\W*(?:le|on|am)\b[^\n]{4,300}\b(?:a écrit|écrivait|wrote|schrieb)\s*:?\s*$/iu;
const ORIGINAL = /^\s*-{2,}\s*(?:message d[’']origine|message transféré|original message|forwarded message)|^_{12,}\s*$/iu;
const HEAD = /^\s*\*?(?:de|from|expéditeur)\s*:\*?\s+\S/iu;
const HEAD_NEXT = /^\s*\*?(?:envoyé|sent|date|à|to|objet|subject|cc)\s*:/iu;
const SENT_FROM = /^\s*(?:envoyé (?:de|depuis|à partir de)|sent from|télécharger|get outlook|obtenir outlook)\b.{0,80}$/iu;

/**
 * What somebody typed above what their program quoted below. When in doubt it stays: a line too many is read over, a line lost is lost.
 * @param body with `\n` between lines
 */
export function typedIn(body: string): string {
  const lines = body.split('\n');
  const end = lines.findIndex((line, i) => {
    const joined = `${line} ${lines[i + 1] ?? ''}`;
    if (ABOVE.some((phrase) => line.includes(phrase))) return true;
    if (line === '-- ' || line === '--') return true;
    if (ORIGINAL.test(line) || WROTE.test(line) || (!line.trimStart().startsWith('>') && WROTE.test(joined) && !WROTE.test(lines[i + 1] ?? '')))
      return true;
    return HEAD.test(line) && lines.slice(i + 1, i + 4).some((next) => HEAD_NEXT.test(next));
  });
  const typed = end === -1 ? lines : lines.slice(0, end);
  while (typed.length > 0 && /^\s*(?:>.*)?$/.test(typed.at(-1) ?? '')) typed.pop();
  while (typed.length > 0 && (SENT_FROM.test(typed.at(-1) ?? '') || (typed.at(-1) ?? '').trim() === '')) typed.pop();
  return typed.join('\n').trim();
}
