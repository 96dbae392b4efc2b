import 'server-only';
import { createTransport, type NodemailerError } from 'nodemailer';
import type { MailServer } from './server-url.ts';

/** A message as it leaves; every text in it may be somebody's, and the transport writes it so that it stays text. */
export interface Message {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** In angle brackets. */
  readonly messageId: string;
  /** The root that all letters about one ticket answer to. */
  readonly thread: string;
  readonly isFirst: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** What became of one try. `answer`: the server's words, for the administrator. */
export type Verdict =
  | { readonly kind: 'sent'; readonly answer: string }
  /** There is no such mailbox. */
  | { readonly kind: 'no-mailbox'; readonly answer: string }
  /** This letter will never be taken. */
  | { readonly kind: 'unwanted'; readonly answer: string }
  /** `down`: the server cannot be spoken to, so that others need not be tried now. */
  | { readonly kind: 'later'; readonly down: boolean; readonly answer: string };

export interface MailTransport {
  /** Never throws. */
  send(message: Message): Promise<Verdict>;
  close(): void;
}

export interface TransportSettings extends MailServer {
  /** `Relais <relais@example.org>` */
  readonly from: { readonly name: string; readonly address: string };
  /** For a test's certificate authority. */
  readonly ca?: string;
  /** ms, each: connecting, the greeting, silence in between; the whole takes four times as long at most. */
  readonly patience?: number;
}

const PATIENCE = 15_000;
/** Connections at once: schools' servers take few. */
export const CONNECTIONS = 4;

/** Mail over SMTP by nodemailer's pool; what is tried again is decided here and in the database, never in the pool. */
export function createMailTransport({ host, port, implicit, tls, user, pass, from, ca, patience = PATIENCE }: TransportSettings): MailTransport {
  const pool = createTransport({
    ...{ pool: true, maxConnections: CONNECTIONS, maxMessages: 100, maxRequeues: 0, idleTimeout: 30_000 },
    ...{ host, port, secure: implicit, requireTLS: tls !== 'no', opportunisticTLS: tls === 'no' },
    ...{ connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience, dnsTimeout: patience },
    ...{ disableFileAccess: true, disableUrlAccess: true },
    tls: { rejectUnauthorized: tls === 'required', ...(ca === undefined ? {} : { ca }) },
    ...(user === null ? {} : { auth: { user, pass: pass ?? '' } }),
  });
  // A connection that breaks while nothing is sent; what was being sent says so itself.
  pool.on('error', () => {});
  return {
    send: async ({ to, subject, text, html, messageId, thread, isFirst, headers }) => {
      try {
        const { response } = await pool.sendMail({
          ...{ from, to: { name: '', address: to }, envelope: { from: from.address, to: [to] } },
          ...{ subject, text, html, messageId, references: thread, ...(isFirst ? {} : { inReplyTo: thread }), headers },
          signal: AbortSignal.timeout(patience * 4),
        });
        return { kind: 'sent', answer: said(response ?? '') };
      } catch (error) {
        return verdictOf(error as NodemailerError);
      }
    },
    close: () => pool.close(),
  };
}

/** One line, short, without what does not print: it is shown, and it is somebody else's. */
function said(answer: string): string {
  return answer
    .replace(/\p{C}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}

/** Codes of errors that say nothing about this letter. */
const DOWN: ReadonlySet<string> = new Set([
  'ECONNECTION',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'ETLS',
  'EAUTH',
  'ENOAUTH',
  'EPROXY',
  'ECONFIG',
  'EPROTOCOL',
  'EABORT',
]);

/** RFC 3463 codes by which it is the recipient's address that is wrong; 5.1.0 may be either, 5.1.7 and 5.1.8 are our own. */
const NO_MAILBOX: ReadonlySet<string> = new Set(['1', '2', '3', '6', '10']);
const OUR_ADDRESS: ReadonlySet<string> = new Set(['7', '8']);
/** A plain 550 means a rule as often as a mailbox: only its words tell. */
const SAYS_NO_MAILBOX =
  /\b(?:no such|unknown|invalid|no) (?:[\w-]+ )?(?:user|mailbox|recipient|account|person|address)\b|\b(?:user|mailbox|recipient|account|address)\b.*(?:\bunknown|\bnot found|\bnot known|\binvalid|\bnot exist|n['’]t exist)/i;

/**
 * What an error of nodemailer means (RFC 5321 section 4.2.1: 4yz passes, 5yz stays; RFC 3463: 5.1.x is an address, 5.7.x a rule). An address
 * is bad only where the answer says so: what is wrong with our own sender would else mark everybody's.
 */
export function verdictOf(error: NodemailerError): Verdict {
  const code = error.responseCode ?? null;
  const answer = said(error.response ?? `${error.code ?? error.name}: ${error.message}`);
  if (code === null || code < 400) return { kind: 'later', down: DOWN.has(error.code ?? ''), answer };
  const [, subject = '', detail = ''] = /^\d{3}[ -]#?5\.(\d{1,3})\.(\d{1,3})(?![\d.])/.exec(answer) ?? [];
  // The addresses themselves may hold any word.
  const words = answer.replace(/\S+@\S+/g, ' ');
  const isOurs = error.command === 'MAIL FROM' || (subject === '1' && OUR_ADDRESS.has(detail)) || (subject !== '7' && /\bsender\b/i.test(words));
  if (isOurs) return { kind: 'later', down: true, answer };
  const isNoMailbox =
    subject === ''
      ? code === 550 && error.command === 'RCPT TO' && !/\brelay/i.test(words) && SAYS_NO_MAILBOX.test(words)
      : subject === '1' && NO_MAILBOX.has(detail);
  if (code >= 500 && isNoMailbox) return { kind: 'no-mailbox', answer };
  if (code >= 500 && error.command === 'DATA') return { kind: 'unwanted', answer };
  const isDown = error.command !== 'RCPT TO' && error.command !== 'DATA';
  return { kind: 'later', down: isDown, answer };
}
