import 'server-only';
import type { Actor } from '#domain/actor.ts';
import type { Instant, OriginId, PersonId } from '#domain/ids.ts';
import type { Refusal } from '#domain/refusal.ts';
import { TEXT_MAX } from '#domain/ticket/commands.ts';
import { languageOf, words } from '#domain/words/index.ts';
import type { Db } from '#server/db.ts';
import { execute } from '#server/execute.ts';
import { noticesWritten } from '#server/notify/signal.ts';
import type { Reply } from './reply.ts';

/** A mail is an origin that said one thing (sync.md section 2): its receipt is what makes it once. @param key SHA-256 of its Message-ID, hex */
export function originOf(key: string): OriginId {
  return `${key.slice(0, 8)}-${key.slice(8, 12)}-8${key.slice(13, 16)}-a${key.slice(17, 20)}-${key.slice(20, 32)}` as OriginId;
}

/** What they wrote, as a text of a ticket: whence it came, what stayed in the mailbox, and no longer than any text. */
export function textOf({ text, attached }: Pick<Reply, 'text' | 'attached'>, language: string): string {
  const say = words(languageOf(language)).mail.answer;
  const files = attached > 0 ? `\n\n${say.files({ n: attached })}` : '';
  const room = TEXT_MAX - say.by.length - files.length - say.cut.length - 20;
  const said = text.length > room ? `${text.slice(0, room).trimEnd()}…\n\n${say.cut}` : text;
  return `${said}${files}\n\n${say.by}`;
}

/** Says a command as whoever wrote the mail, by the same rules and the same writer as from a phone. @returns why it was refused; null: it is done */
export async function sayByMail(db: Db, actor: Actor, key: string, command: object, now: Instant): Promise<Refusal | null> {
  const origin = originOf(key);
  const began = { personId: actor.person as PersonId, lastSeq: 0, lastContact: new Date(0), lastAct: new Date(0), createdAt: new Date(now) };
  await db.origin.upsert({ where: { id: origin }, create: { id: origin, ...began }, update: {}, select: { id: true } });
  const { outcome, notices } = await execute(db, actor, origin, { seq: 1, at: now, offset: 0, command }, now);
  if (notices > 0) noticesWritten();
  return outcome.kind === 'refused' ? outcome.refusal : null;
}
