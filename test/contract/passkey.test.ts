/** A passkey after the password, for those who may do much: without it nobody is let in, and what does not answer our challenge is nobody's. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '#server/db.ts';
import { env } from '#server/env.ts';
import { handlePasskey } from '#server/session/passkey-door.ts';
import { Throttle } from '#server/throttle.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';
import { Browser, makeOrganisation, makePerson, makeSite, NOW, PASSWORD } from './session-people.ts';

describe.each(databases())('a passkey on $name', ({ open }) => {
  let fresh: FreshDatabase;
  let db: Db;
  const ground = () => ({ db, now: Date.now, counts: new Throttle() });
  const give = (personId: string) =>
    db.passkey.create({ data: { id: randomUUID(), personId, publicKey: new Uint8Array(77), counter: 0, label: 'Clé', createdAt: new Date() } });
  const post = (action: string, body: unknown, headers: Record<string, string> = {}) =>
    handlePasskey(
      new Request(`${env().publicUrl}/api/passkey/${action}`, {
        method: 'POST',
        headers: { origin: env().publicUrl, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
      action,
      ground(),
    );

  beforeAll(async () => {
    fresh = await open();
    ({ db } = fresh);
    await makeOrganisation(db);
  });
  afterAll(() => fresh.close());

  test('asked of an administrator and a supervisor who have one, of nobody else; the password alone opens no session', async () => {
    const site = await makeSite(db, '0450001A');
    for (const [role, siteId, status] of [
      ['admin', null, 401],
      ['supervisor', site, 401],
      ['correspondent', site, 200],
    ] as const) {
      const person = await makePerson(db, role, [{ role, siteId }]);
      expect((await new Browser(db).signIn(role, PASSWORD)).status).toBe(200);
      await give(person);
      const browser = new Browser(db);
      const said = await browser.signIn(role, PASSWORD, NOW + 1);
      expect([role, said.status]).toEqual([role, status]);
      if (status === 200) continue;
      expect(said.body).toMatchObject({ error: 'second', options: { rpId: 'localhost' } });
      expect(browser.session).toBeUndefined();
      // A wrong password says nothing of the key.
      expect((await browser.signIn(role, `${PASSWORD}.`, NOW + 2)).body).toEqual({ error: 'wrong' });
      // The paper of the first step is no session, and answers nothing by itself.
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const key = await db.passkey.findFirstOrThrow({ where: { personId: person } });
      const forged = { id: key.id, rawId: key.id, type: 'public-key', response: {}, clientExtensionResults: {} };
      expect((await post('end', { step: 'second', response: forged }, { cookie })).status).toBe(401);
    }
  });

  test('an answer to no challenge, of an unknown key, or from another site opens nothing', async () => {
    const begun = await post('begin', {});
    expect(begun.status).toBe(200);
    const cookie = begun.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    expect((await post('end', { step: 'passkey', response: { id: 'unknown' } }, { cookie })).status).toBe(401);
    expect((await post('end', { step: 'passkey', response: { id: 'unknown' } })).status).toBe(401);
    expect((await post('end', { step: 'other', response: { id: 'x' } })).status).toBe(400);
    expect((await post('begin', {}, { origin: 'https://evil.example' })).status).toBe(403);
  });
});
