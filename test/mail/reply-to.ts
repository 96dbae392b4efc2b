import { randomUUID } from 'node:crypto';
import type { Letter } from './smtp.ts';

/** What a mail program sends when somebody, or the program itself, answers this letter. @param header one more, as `Name: value` */
export function replyTo(letter: Letter, from: string, body: string, header?: string): string {
  const said = (name: string) => letter.headers.get(name) ?? '';
  return [
    `From: <${from}>`,
    'To: <relais@example.org>',
    `Message-ID: <${randomUUID()}@ecole.example>`,
    `In-Reply-To: ${said('message-id')}`,
    `References: ${said('references')} ${said('message-id')}`,
    `Subject: Re: ${said('subject')}`,
    'Content-Type: text/plain; charset=utf-8',
    ...(header === undefined ? [] : [header]),
    '',
    body,
    '',
    'Le lun. 23 nov. 2026 à 10:12, Relais <relais@example.org> a écrit :',
    ...letter.text.split('\n').map((line) => `> ${line}`),
  ].join('\r\n');
}

/** What somebody writes of their own accord. @param above header lines that servers on its way wrote, the last one topmost */
export function mailOf(from: string, subject: string, body: string, above: readonly string[] = []): string {
  return [
    ...above,
    `From: ${from}`,
    'To: relais@example.org',
    `Message-ID: <${randomUUID()}@ecole.example>`,
    `Subject: ${subject}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    body,
  ].join('\r\n');
}
