/**
 * Migrations, for developers:
 *   npm run migration -- <name>         writes the step from the migrations to the models, for both providers
 *   npm run migration:reset-initial     one first migration for each provider again (before the first release only)
 *   npm run drift                       exit code 1 where models and migrations differ
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '#test/postgres.ts';
import { PROVIDERS, type Printed, type Provider, placeholderUrl, prisma } from './prisma.ts';

const folderOf = (provider: Provider) => join('prisma', provider, 'migrations');
const schemaOf = (provider: Provider) => join('prisma', provider);

function write(provider: Provider, name: string, sql: string): void {
  const folder = join(folderOf(provider), name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), sql);
  const lock = join(folderOf(provider), 'migration_lock.toml');
  if (!existsSync(lock)) writeFileSync(lock, `provider = "${provider}"\n`);
  console.log(`wrote ${folder}/migration.sql`);
}

async function diff(provider: Provider, url: string, from: readonly string[], ...flags: string[]): Promise<Printed> {
  const result = await prisma(['migrate', 'diff', ...from, '--to-schema', schemaOf(provider), ...flags], url);
  if (result.code === 1) throw new Error(`prisma migrate diff (${provider}) failed:\n${result.output}${result.errors}`);
  return result;
}

const fromMigrations = (provider: Provider) => ['--from-migrations', folderOf(provider)];

/** Calls `work` for each provider, with a database server for the second. */
async function onBoth(work: (provider: Provider, url: string) => Promise<void>): Promise<void> {
  const postgres = await startPostgres();
  try {
    for (const provider of PROVIDERS) await work(provider, provider === 'sqlite' ? placeholderUrl(provider) : postgres.url('postgres'));
  } finally {
    await postgres.stop();
  }
}

async function add(name: string): Promise<void> {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  await onBoth(async (provider, url) => {
    const { output } = await diff(provider, url, fromMigrations(provider), '--script');
    if (output.includes('This is an empty migration')) console.log(`${provider}: nothing to write`);
    else write(provider, `${stamp}_${name}`, output);
  });
}

async function resetInitial(): Promise<void> {
  await onBoth(async (provider, url) => {
    const { output } = await diff(provider, url, ['--from-empty'], '--script');
    rmSync(folderOf(provider), { recursive: true, force: true });
    write(provider, '0001_initial', output);
  });
}

async function drift(): Promise<void> {
  await onBoth(async (provider, url) => {
    // A gate that compared nothing would always pass.
    if (!existsSync(folderOf(provider)) || readdirSync(folderOf(provider)).length < 2) throw new Error(`${provider} has no migrations`);
    const { code, output } = await diff(provider, url, fromMigrations(provider), '--exit-code');
    if (code !== 0) {
      console.error(`${provider}: the models and the migrations differ; write the step with \`npm run migration -- <name>\`\n${output}`);
      process.exitCode = 1;
    } else console.log(`${provider}: no drift`);
  });
}

const [command, name] = process.argv.slice(2);
try {
  if (command === 'drift') await drift();
  else if (command === 'reset-initial') await resetInitial();
  else if (command === 'add' && name && /^[a-z0-9_-]+$/.test(name)) await add(name);
  else throw new Error('usage: npm run migration -- <name in small letters>');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
