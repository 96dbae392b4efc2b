/** The contract tests' school with mailboxes, and its letters to a mail server of our own. */
import type { Sender } from '#server/looking.ts';
import { createMailer, type MailerMeans } from '#server/mail/sender.ts';
import { parseSmtpUrl } from '#server/mail/server-url.ts';
import { createMailTransport, type MailTransport, type TransportSettings } from '#server/mail/transport.ts';
import { HUGO, MINA, openSchool, REQUESTER, type School, SITE, TECH } from '#test/contract/school.ts';
import type { TestDatabase } from '#test/databases.ts';
import type { SmtpServer } from './smtp.ts';

export const ROSE = 'rose@ecole.example';
export const MINAS = 'mina@ecole.example';
export const HUGOS = 'hugo@ecole.example';
export const THOMAS = 'thomas@ecole.example';
export const DESK = 'service.informatique@ecole.example';

export async function openSchoolWithMail(kind: TestDatabase): Promise<School> {
  const school = await openSchool(kind);
  for (const [id, email] of [
    [REQUESTER, ROSE],
    [MINA, MINAS],
    [HUGO, HUGOS],
    [TECH, THOMAS],
  ] as const) {
    await school.db.person.update({ where: { id }, data: { email } });
  }
  await school.db.site.update({ where: { id: SITE }, data: { mailbox: DESK } });
  return school;
}

export function transportTo(smtp: SmtpServer, over: Partial<TransportSettings> = {}): MailTransport {
  const settings = parseSmtpUrl(smtp.url);
  if (settings === null) throw new Error(smtp.url);
  return createMailTransport({ ...settings, from: { name: 'Relais', address: 'relais@example.org' }, ca: smtp.ca, patience: 8000, ...over });
}

export function mailer(school: School, transport: MailTransport | null, over: Partial<MailerMeans> = {}): Sender {
  return createMailer({
    ...{ db: school.db, transport, publicUrl: 'https://relais.example.org', domain: 'example.org', answers: false },
    ...{ now: () => school.now, dice: () => 0, log: () => {} },
    ...over,
  });
}

/** What is in the outbox: `[address, kind, state]`, the oldest first. */
export async function outbox(school: School): Promise<[string, string, string][]> {
  const rows = await school.db.mail.findMany({ orderBy: { id: 'asc' } });
  return rows.map((r) => [r.address, r.kind, r.state]);
}
