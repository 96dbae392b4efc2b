import 'server-only';
import * as z from 'zod/mini';
import { text } from '#server/office/fields.ts';
import { securityEvent } from '#server/security-log.ts';
import { enrol, enrolOptions, MOST_PASSKEYS } from '#server/session/passkeys.ts';
import { keepStep, spendStep, stepOf } from '#server/session/pending.ts';
import { demandOf } from '#server/session/sign-in-settings.ts';
import { type Kept, provesSelf, type Self, typedPassword } from './account.ts';

export const BeginInput = z.object({ password: z.optional(typedPassword) });
export const EnrolInput = z.object({ label: text(60), response: z.looseObject({ id: z.string() }) });
export const NameInput = z.object({ passkey: z.string().check(z.maxLength(2000)), label: text(60) });
export const KeyInput = z.object({ passkey: z.string().check(z.maxLength(2000)), password: z.optional(typedPassword) });

const SECONDS = 5 * 60;

/** The password first: whoever found an open phone does not add a key of their own. @returns what the browser needs, and the line that keeps the challenge */
export async function beginEnrol(
  self: Self,
  { password }: z.infer<typeof BeginInput>,
): Promise<{ kept: Exclude<Kept, 'kept'> } | { kept: 'kept'; options: unknown; cookie: string }> {
  const proof = await provesSelf(self, password);
  if (proof !== 'yes') return { kept: proof };
  if ((await self.db.passkey.count({ where: { personId: self.person } })) >= MOST_PASSKEYS) return { kept: 'enough' };
  const options = await enrolOptions(self.db, self.person);
  const cookie = await keepStep('enrol', { person: self.person, challenge: options.challenge }, SECONDS);
  return { kept: 'kept', options, cookie };
}

export async function endEnrol(self: Self, request: Request, { label, response }: z.infer<typeof EnrolInput>): Promise<Kept> {
  const { db, person, now } = self;
  const step = await stepOf(request, 'enrol');
  if (step === null || step['person'] !== person || !spendStep(step, now)) return 'key';
  if (!(await enrol(db, { person, challenge: String(step['challenge']), label, response }, now))) return 'key';
  await securityEvent(db, { kind: 'factor-added', person }, now);
  return 'kept';
}

export async function removeKey(self: Self, { passkey, password }: z.infer<typeof KeyInput>): Promise<Kept> {
  const { db, person, now } = self;
  const proof = await provesSelf(self, password);
  if (proof !== 'yes') return proof;
  const { demanded, keys } = await demandOf(db, person, now);
  if (demanded && keys <= 1) return 'last-key';
  const { count } = await db.passkey.deleteMany({ where: { id: passkey, personId: person } });
  if (count > 0) await securityEvent(db, { kind: 'factor-removed', person }, now);
  return 'kept';
}

/** What its owner calls it; it opens what it opened. */
export async function renameKey({ db, person }: Self, { passkey, label }: z.infer<typeof NameInput>): Promise<Kept> {
  const { count } = await db.passkey.updateMany({ where: { id: passkey, personId: person }, data: { label } });
  return count === 0 ? 'key' : 'kept';
}
