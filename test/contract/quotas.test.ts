/** What one person may leave on the disk, and what stays of it when it is refused. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { POST as begin } from '#app/api/imports/route.ts';
import type { AssetId } from '#domain/ids.ts';
import { INVENTORY_MAPPING } from '#domain/imports/inventory.ts';
import { keepFile } from '#server/asset-files.ts';
import { env } from '#server/env.ts';
import { keepFile as keepImport } from '#server/imports/files.ts';
import { startImport, undoneImport } from '#server/office/imports.ts';
import { renewPassword, restorePerson, setEmail } from '#server/office/people.ts';
import { setIdentity } from '#server/office/person.ts';
import { fileOf } from '#server/photos.ts';
import { BOUNDS } from '#server/sheets/bounds.ts';
import { databases } from '#test/databases.ts';
import { fillRegister } from '#test/fill-register.ts';
import { importer } from './bring.ts';
import { type Behind, enter, openBehind, request } from './doors.ts';
import { HUGO, type School, SITE, TECH } from './school.ts';
import { deskFor } from './seats.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

const ASSET = '00000051-0000-7000-8000-000000000001' as AssetId;
const pdf = (n: number | string) => Buffer.from(`%PDF-1.4\n${n}\n%%EOF\n`);

describe.each(databases())('quotas on $name', (kind) => {
  let behind: Behind;
  let school: School;
  beforeAll(async () => {
    behind = await openBehind(kind);
    ({ school } = behind);
    const plain = { type: 'laptop', roomId: null, maker: null, model: null, serial: null, inventory: null };
    await fillRegister(school.db, { assets: [{ ...plain, id: ASSET, siteId: SITE }] });
  });
  afterAll(() => behind.close());

  test('a document too many leaves nothing on the disk, ten at once neither', async () => {
    const tech = await school.actor(TECH);
    for (let i = 0; i < 28; i += 1) expect(await keepFile(school.db, tech, ASSET, 'x.pdf', pdf(`${kind.name} ${i}`), school.now)).toBeNull();
    const last = Array.from({ length: 10 }, (_, i) => pdf(`${kind.name} last ${i}`));
    const faults = await Promise.all(last.map((bytes) => keepFile(school.db, tech, ASSET, 'x.pdf', bytes, school.now)));
    expect(faults.filter((fault) => fault === null)).toHaveLength(2);
    const there = last.filter((bytes) => existsSync(fileOf(createHash('sha256').update(bytes).digest('hex'))));
    expect(there).toHaveLength(2);
  });

  test('files of one import that come at once have room for one between them', async () => {
    const id = randomUUID();
    const half = new Uint8Array(Math.floor(BOUNDS.size * 0.6));
    const told = await Promise.allSettled([keepImport(id, 'a.csv', half), keepImport(id, 'b.csv', half), keepImport(id, 'c.csv', half)]);
    expect(told.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(readdirSync(join(env().dataDir, 'imports', id))).toHaveLength(1);
  });

  test('imports that nobody goes on with are forty of one person, and no file lies beyond them', async () => {
    await enter(TECH);
    const ask = async () => {
      delete (globalThis as { relaisThrottle?: unknown }).relaisThrottle;
      return (await begin(request('POST', 'application/octet-stream', { body: new Uint8Array(10) }))).status;
    };
    const statuses: number[] = [];
    for (let i = 0; i < 42; i += 1) statuses.push(await ask());
    expect(statuses.filter((s) => s === 201)).toHaveLength(40);
    expect(statuses.slice(-2)).toEqual([429, 429]);
    expect(await school.db.import.count({ where: { createdBy: TECH, state: 'read' } })).toBe(40);
  });

  test('schools are brought in and taken back by who may add schools, also when it was prepared before', async () => {
    const row = { fileName: 'x.csv', format: 'schools', mapping: INVENTORY_MAPPING as object, createdBy: TECH, createdAt: new Date(school.now) };
    const [ready, done] = [randomUUID(), randomUUID()];
    await school.db.import.create({ data: { id: ready, ...row, state: 'read' } });
    await school.db.import.create({ data: { id: done, ...row, state: 'done' } });
    const tech = await importer(school, TECH);
    expect(await startImport(tech, ready)).toMatchObject({ ok: false, fault: 'import-schools' });
    expect(await undoneImport(tech, done)).toMatchObject({ ok: false, fault: 'import-schools' });
  });

  test('acts on an account stand in the security log, with who did them', async () => {
    const { admin } = behind;
    const desk = await deskFor(school, admin);
    await setEmail(desk, { person: HUGO, email: 'h@ecole.example' });
    await setIdentity(desk, { person: HUGO, givenName: 'Hugo', familyName: 'Essai', login: 'hugo2', phone: '', language: 'fr' });
    await renewPassword(desk, HUGO);
    await school.db.person.update({ where: { id: HUGO }, data: { disabledAt: new Date() } });
    await restorePerson(desk, HUGO);
    const rows = await school.db.securityEvent.findMany({ where: { personId: HUGO }, orderBy: { id: 'asc' } });
    expect(rows.map((r) => [r.kind, (r.data as { by?: string }).by]).sort()).toEqual(
      ['account-enabled', 'address-changed', 'identity-changed', 'password-reset'].map((what) => [what, admin]),
    );
    expect(JSON.stringify(rows)).not.toMatch(/ecole|hugo2/);
  });
});
