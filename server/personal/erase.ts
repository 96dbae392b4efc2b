import 'server-only';
import { existsSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import * as z from 'zod/mini';
import { type Instant, isUuid } from '#domain/ids.ts';
import { NO_ACCOUNT } from '#domain/no-account.ts';
import { cleaner, type Named } from '#domain/redact.ts';
import type { Db, Tx } from '#server/db.ts';
import { type Desk, keepingAdministrators, no, type Told } from '#server/office/desk.ts';
import { fileOf } from '#server/photos.ts';
import { stampColleagues, stampSite, stampSites, withVersion } from '#server/register.ts';
import { keepAnAdministrator, writeRights } from '#server/rights-rows.ts';
import { securityEvent } from '#server/security-log.ts';
import { normalLogin } from '#server/session/credentials.ts';
import { disable } from '#server/session/revoke.ts';
import { endSessions } from '#server/session/sessions.ts';
import { storeOf } from '#server/sql.ts';
import { cleanEquipment } from './equipment.ts';
import { cleanRest, cleanTickets, tellAgain, ticketsNaming } from './texts.ts';

export const EraseInput = z.object({
  person: z.string().check(z.refine(isUuid)),
  /** Typed again by whoever erases: the act is not undone. */
  login: z.string().check(z.maxLength(500)),
  photos: z.optional(z.string()),
  /** Also a name that stands alone on equipment and rooms: “PC-DURAND”. */
  labels: z.optional(z.string()),
});

/** What stands in the place of a name that is no longer kept; the id stays, so that figures and stories do. */
const NOBODY = { givenName: 'Personne', familyName: 'effacée' } as const;

/** Nobody's: a login has no space. */
const erasedLogin = (person: string) => `erased ${person}`;

/**
 * Erases a person: the account is shut first, so that nothing new comes; their name leaves every text, then the account itself. Broken off in
 * between it is said again, and goes on where it was. Faults: invalid, not-allowed, self, confirm (the login typed is not theirs), last-admin.
 */
export async function erasePerson({ db, session, now }: Desk, input: unknown): Promise<Told<{ tickets: number }>> {
  const parsed = EraseInput.safeParse(input);
  if (!parsed.success) return no('not-allowed');
  const { person, photos, labels } = parsed.data;
  const also = { photos: photos !== undefined, labels: labels !== undefined };
  if (person === session.actor.person) return no('self');
  const found = await db.person.findUnique({ where: { id: person } });
  if (found === null || found.erasedAt !== null || person === NO_ACCOUNT) return no('not-allowed');
  if (normalLogin(parsed.data.login) !== found.login) return no('confirm', 'login');
  const shut = await keepingAdministrators(() =>
    db.$transaction(async (tx): Promise<Told<null>> => {
      const version = await withVersion(tx);
      await disable(tx, person, now);
      if ((await tx.membership.count({ where: { personId: person, role: 'admin', siteId: null } })) > 0) await keepAnAdministrator(tx);
      await stampColleagues(tx, person, version);
      return { ok: true, value: null };
    }),
  );
  if (!shut.ok) return shut;
  // Accounts that were made one with this one still say who it was, perhaps by another name. They first: this one leads to them.
  const touched = new Set<string>();
  for (const double of await db.person.findMany({ where: { mergedInto: person, erasedAt: null } })) {
    for (const ticket of await forget(db, double, also, now)) touched.add(ticket);
  }
  for (const ticket of await forget(db, found, also, now)) touched.add(ticket);
  const tickets = touched.size;
  await securityEvent(db, { kind: 'account-erased', person, data: { by: session.actor.person, tickets } }, now);
  return { ok: true, value: { tickets } };
}

/** What goes beside the name, where it was asked for. */
interface Also {
  readonly photos: boolean;
  readonly labels: boolean;
}

/** Takes one account's name out of everything, then the account. @returns the tickets in which it was looked for */
async function forget(db: Db, { id, ...named }: Named & { readonly id: string }, also: Also, now: Instant): Promise<string[]> {
  // Their devices forget what they hold; what had not left is theirs alone, and nobody's to read.
  await endSessions(db, { person: id, wipe: true }, now);
  const touched = await ticketsNaming(db, id, named);
  // Broken off after this, the name is known no more, and what stands in its place is nobody's to take out: the phones are left to tell.
  if (named.login !== erasedLogin(id)) {
    await cleanTickets(db, touched, named);
    await cleanRest(db, id, named);
    await cleanEquipment(db, named, also.labels);
    if (also.photos) await forgetPhotos(db, id);
    await db.$transaction((tx) => forgetAccount(tx, id, named, now), { timeout: 60_000 });
  }
  await tellAgain(
    db,
    touched.filter(({ isTheirs }) => isTheirs),
  );
  await db.person.update({ where: { id }, data: { erasedAt: new Date(now) }, select: { id: true } });
  return touched.map((one) => one.id);
}

/** The account, and all that is theirs beside tickets. Its id stays: what they did stands in stories and figures, of nobody. */
async function forgetAccount(tx: Tx, person: string, named: Named, now: Instant): Promise<void> {
  const version = await withVersion(tx);
  const of = { personId: person };
  const stoodIn = await tx.presence.findMany({ where: { OR: [of, { deputyId: person }] }, select: { siteId: true } });
  await writeRights(tx, person, { memberships: [], teams: [] }, version, now);
  await Promise.all([
    tx.passkey.deleteMany({ where: of }),
    tx.externalAccount.deleteMany({ where: of }),
    tx.oneTimeLink.deleteMany({ where: of }),
    tx.subscription.deleteMany({ where: of }),
    tx.alertChoice.deleteMany({ where: of }),
    tx.pinnedSite.deleteMany({ where: of }),
    tx.presence.deleteMany({ where: of }),
    tx.onCall.deleteMany({ where: of }),
    tx.mail.deleteMany({ where: of }),
    tx.incoming.updateMany({ where: { OR: [of, ...(named.email === null ? [] : [{ address: named.email }])] }, data: { address: null } }),
    tx.delivery.deleteMany({ where: { notice: of } }),
    tx.presence.updateMany({ where: { deputyId: person }, data: { deputyId: null } }),
    tx.signedIn.updateMany({ where: of, data: { label: '', outside: null } }),
  ]);
  await tx.notice.deleteMany({ where: of });
  for (const site of new Set(stoodIn.map(({ siteId }) => siteId))) await stampSite(tx, site, version);
  await cleanAnnouncements(tx, person, named, version);
  const nothing = { phone: null, email: null, emailRefusedAt: null, passwordHash: null, agentHash: null, vip: false, language: 'fr', skills: [] };
  await tx.person.update({
    where: { id: person },
    data: { ...NOBODY, ...nothing, login: erasedLogin(person), disabledAt: new Date(now) },
    select: { id: true },
  });
}

async function cleanAnnouncements(tx: Tx, person: string, named: Named, version: number): Promise<void> {
  const [own, other] = [cleaner(named, true), cleaner(named, false)];
  let isTold = false;
  for (const { id, text, createdBy } of await tx.announcement.findMany({ select: { id: true, text: true, createdBy: true } })) {
    const cleaned = (createdBy === person ? own : other)(text);
    if (cleaned === text.normalize('NFC')) continue;
    await tx.announcement.update({ where: { id }, data: { text: cleaned }, select: { id: true } });
    isTold = true;
  }
  if (isTold) await stampSites(tx, version);
}

/** The pictures that they took; where one stood, the ticket says that a picture is missing. */
async function forgetPhotos(db: Db, person: string): Promise<void> {
  const rows = await db.photo.findMany({ where: { uploadedBy: person }, select: { hash: true } });
  for (const { hash } of rows) {
    await storeOf(db).write(async (tx) => {
      await tx.run('DELETE FROM "Photo" WHERE hash = ?', [hash]);
      await tx.run('UPDATE "Counted" SET photo = NULL WHERE photo = ?', [hash]);
    });
    // The same bytes may be a document of some equipment.
    if ((await db.assetFile.count({ where: { hash } })) === 0 && existsSync(fileOf(hash))) await unlink(fileOf(hash));
  }
}
