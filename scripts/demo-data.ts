/** What `npm run demo` puts into an empty database, and what it tells the person in front of it. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Db } from '#server/db.ts';
import { StartFailure } from '#server/start-failure.ts';

export type DemoAccount = { readonly login: string; readonly password: string; readonly who: string };
type Seed = { seed: (db: Db) => Promise<unknown>; demoAccounts: readonly DemoAccount[] };

const SEED = 'prisma/seed.ts';

async function load(): Promise<Seed> {
  if (!existsSync(SEED)) throw new StartFailure('Les données de démonstration manquent.', 'The demonstration data is missing.');
  return (await import(pathToFileURL(SEED).href)) as Seed;
}

export async function seedDemo(db: Db): Promise<void> {
  const { seed } = await load();
  await seed(db);
}

export async function printDemo(publicUrl: string): Promise<void> {
  const { demoAccounts } = await load();
  const width = Math.max(...demoAccounts.map(({ login }) => login.length));
  console.log('\nComptes de démonstration · demo accounts');
  for (const { login, password, who } of demoAccounts) console.log(`  ${login.padEnd(width)}  ${password}  ${who}`);
  console.log(`
À essayer · what to try
  1. Ouvrez ${publicUrl} et connectez-vous avec le premier compte. · Open it and sign in with the first account.
  2. Coupez le réseau, ouvrez un ticket, prenez-en un autre : « Sur ce téléphone ». · Cut the network, open a ticket, take another one.
  3. Rétablissez le réseau : « Enregistré n° … » arrive tout seul. · Give the network back: the number comes by itself.
`);
}
