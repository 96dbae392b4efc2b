/**
 * Everything that must be true before the server answers; start.mjs runs it and reads the settings from file descriptor 3.
 * What is wrong is said in one sentence, in French then in English, with exit code 1.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Db, isPostgres, openDatabase } from '#server/db.ts';
import { type Env, readEnv } from '#server/env.ts';
import { ensureKeys, keysAsSettings } from '#server/keys.ts';
import { migrate } from '#server/migrate.ts';
import { StartFailure } from '#server/start-failure.ts';
import { printDemo, seedDemo } from './demo-data.ts';
import { firstAdminLink } from './first-admin.ts';

const reason = (error: unknown) => (error instanceof Error && error.message ? error.message : String((error as { code?: unknown }).code ?? error));

function requireBuild(buildDir: string): void {
  if (existsSync(join(buildDir, 'relais-build')) && existsSync('public/sw.js')) return;
  throw new StartFailure('Relais n’est pas construit : lancez « npm run build » d’abord.', 'Relais is not built: run "npm run build" first.');
}

function requireDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const probe = join(dataDir, `.probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new StartFailure(
      `Impossible d’écrire dans le dossier de données ${dataDir} (réglage DATA_DIR) : ${reason(error)}.`,
      `The data folder ${dataDir} (setting DATA_DIR) cannot be written: ${reason(error)}.`,
    );
  }
}

function requirePort(port: number): Promise<void> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      fail(
        new StartFailure(
          `Le port ${port} ${taken ? 'est déjà pris' : 'ne peut pas être ouvert'} : choisissez-en un autre avec le réglage PORT.`,
          `Port ${port} ${taken ? 'is already taken' : 'cannot be opened'}: choose another one with the setting PORT.`,
        ),
      );
    });
    probe.listen(port, () => probe.close(() => done()));
  });
}

/** Where the database is, without its password. */
function placeOf(url: string): string {
  if (!isPostgres(url)) return url;
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

async function requireDatabase(url: string): Promise<void> {
  try {
    const applied = await migrate(url);
    if (applied.length > 0) console.log(`Base de données à jour · database migrated: ${applied.join(', ')}`);
  } catch (error) {
    throw new StartFailure(
      `La base de données ${placeOf(url)} (réglage DATABASE_URL) ne peut pas être utilisée : ${reason(error)}.`,
      `The database ${placeOf(url)} (setting DATABASE_URL) cannot be used: ${reason(error)}.`,
    );
  }
}

/** The one row that every version and every device's epoch hangs on. */
async function ensureOrganisation(db: Db): Promise<void> {
  await db.organisation.upsert({
    where: { id: 'org' },
    create: { id: 'org', name: process.env['ORGANISATION'] || 'Relais', incarnation: crypto.randomUUID() },
    update: {},
  });
}

async function fillDatabase(settings: Env, demo: boolean): Promise<void> {
  const { db, close } = await openDatabase(settings.databaseUrl);
  try {
    await ensureOrganisation(db);
    const empty = (await db.person.count()) === 0;
    if (demo) {
      if (empty) await seedDemo(db);
      await printDemo(settings.publicUrl);
    } else if (empty) {
      const link = await firstAdminLink(db, settings.publicUrl, Date.now());
      console.log(
        `\nPremier administrateur : ouvrez ce lien dans les 30 minutes. First administrator: open this link within 30 minutes.\n  ${link}\n`,
      );
    }
    await (await import('#server/search-fill.ts')).fillSearch(db);
    const found = existsSync(join(settings.dataDir, 'photos')) ? await (await import('#server/photos.ts')).adoptPhotos(db, Date.now()) : 0;
    if (found > 0) console.log(`${found} photos que la base avait oubliées sont retrouvées · photos that the database forgot are found again`);
  } finally {
    await close();
  }
}

async function prepare(flags: readonly string[]): Promise<Record<string, string>> {
  const demo = flags.includes('--demo');
  const dev = flags.includes('--dev');
  const settings = readEnv(process.env);
  requireDataDir(settings.dataDir);
  await requirePort(settings.port);
  const keys = ensureKeys(settings.dataDir);
  await requireDatabase(settings.databaseUrl);
  if (!dev) requireBuild(settings.buildDir);
  await fillDatabase(settings, demo);
  return {
    ...keysAsSettings(keys),
    PORT: String(settings.port),
    PUBLIC_URL: settings.publicUrl,
    NEXTAUTH_URL: settings.publicUrl,
    DATA_DIR: settings.dataDir,
    DATABASE_URL: settings.databaseUrl,
    VAPID_SUBJECT: settings.vapidSubject,
    NEXT_PUBLIC_BUILD: dev ? 'dev' : readFileSync(join(settings.buildDir, 'relais-build'), 'utf8'),
  };
}

try {
  const settings = await prepare(process.argv.slice(2));
  writeSync(3, JSON.stringify(settings));
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  console.error(`${error.fr}\n${error.en}`);
  process.exit(1);
}
