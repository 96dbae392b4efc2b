/** More people than the demonstration has, and what the office does to their rights. */
import { randomUUID } from 'node:crypto';
import type { House } from '#test/e2e/harness/house.ts';
import { change } from '#test/e2e/harness/tables.ts';
import type { Pocket } from './pocket.ts';
import type { World } from './world.ts';

type Said = readonly [sql: string, ...values: (string | number)[]];

/** A site's document names the people who serve it: as the office does it, the version is raised with what it says of them (server/register.ts). */
const put = async (house: House, ...statements: Said[]) =>
  await change(house.databaseUrl, [
    ['UPDATE "Organisation" SET "version" = "version" + 1'],
    ...statements,
    [`UPDATE "Site" SET "version" = (SELECT "version" FROM "Organisation") WHERE "name" LIKE 'Lycée%' OR "name" LIKE 'Collège%'`],
  ]);

export async function siteLike(house: House, name: string): Promise<string> {
  return (await house.row<{ id: string }>('SELECT "id" FROM "Site" WHERE "name" LIKE ? ORDER BY "id" LIMIT 1', `${name}%`)).id;
}

/** Gives this person a role on a site. */
export async function giveRole(house: House, person: string, role: string, site: string): Promise<void> {
  await put(house, ['INSERT INTO "Membership" ("id", "personId", "role", "siteId") VALUES (?, ?, ?, ?)', randomUUID(), person, role, site]);
}

/** Takes every role of this person away. */
export async function takeRoles(house: House, person: string): Promise<void> {
  await put(house, ['DELETE FROM "Membership" WHERE "personId" = ?', person]);
}

/** Correspondents of the lycée, with the demonstration's password. @returns their logins */
export async function moreCorrespondents(house: House, count: number): Promise<string[]> {
  const lycee = await siteLike(house, 'Lycée');
  const logins = Array.from({ length: count }, (_, i) => `renfort${String(i + 1).padStart(2, '0')}`);
  for (const login of logins) {
    const id = randomUUID();
    await put(house, [
      `INSERT INTO "Person" ("id", "login", "givenName", "familyName", "language", "passwordHash", "sessionVersion")
       SELECT CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), 'Renfort', 'fr', "passwordHash", 0 FROM "Person" WHERE "login" = 'karim'`,
      id,
      login,
      `N${login.slice(-2)}`,
    ]);
    await giveRole(house, id, 'correspondent', lycee);
  }
  return logins;
}

/** Ends every session of this person, as a new password does (server/session/revoke.ts). */
export async function endSessions(house: House, person: string): Promise<void> {
  await put(house, ['UPDATE "Person" SET "sessionVersion" = "sessionVersion" + 1 WHERE "id" = ?', person]);
}

/** Shuts an account, or opens it again (server/session/revoke.ts, server/office/people.ts). */
export async function shut(house: House, person: string, isShut: boolean): Promise<void> {
  // As each database keeps an instant.
  const now = house.databaseUrl.startsWith('file:') ? new Date().toISOString().replace('Z', '+00:00') : new Date().toISOString();
  if (isShut) await put(house, ['UPDATE "Person" SET "disabledAt" = ?, "sessionVersion" = "sessionVersion" + 1 WHERE "id" = ?', now, person]);
  else await put(house, ['UPDATE "Person" SET "disabledAt" = NULL WHERE "id" = ?', person]);
}

/** Phones of these people, signed in a few at a time: each sign-in costs the server a tenth of a second of its own. */
export async function pocketsOf(world: World, logins: readonly string[]): Promise<Pocket[]> {
  const pockets: Pocket[] = [];
  for (let i = 0; i < logins.length; i += 4) pockets.push(...(await Promise.all(logins.slice(i, i + 4).map((login) => world.pocket(login)))));
  return pockets;
}
