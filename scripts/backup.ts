/**
 * `npm run backup -- <folder>`: a copy of the whole installation (database, photos, keys) in a new folder, while it is being used or not.
 * The settings are those of `npm start`.
 */
import { existsSync } from 'node:fs';
import { backUp } from '#server/copy/backup.ts';
import { readEnv } from '#server/env.ts';
import { StartFailure } from '#server/start-failure.ts';

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new StartFailure('Usage : npm run backup -- <nouveau dossier>', 'Usage: npm run backup -- <new folder>');
  const { tickets, photos } = await backUp(readEnv(process.env), folder, new Date());
  console.log(`Sauvegarde faite dans ${folder} : ${tickets} tickets, ${photos} photos. Gardez-la comme un secret : elle contient les clés.`);
  console.log(`Backup made in ${folder}: ${tickets} tickets, ${photos} photos. Keep it like a secret: it holds the keys.`);
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  console.error(`${error.fr}\n${error.en}`);
  process.exitCode = 1;
}
