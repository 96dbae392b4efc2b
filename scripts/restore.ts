/**
 * `npm run restore -- <folder> [--yes]`: puts a backup in the place of the installation that the settings name. Refuses while a server runs
 * on it, and asks before it replaces anything.
 * `npm run restore -- --declare`: the database was put back by other means; only says so, so that every phone begins again.
 */
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { declareRestored, type Planned, planRestore, restore } from '#server/copy/restore.ts';
import { readEnv } from '#server/env.ts';
import { StartFailure } from '#server/start-failure.ts';

const USAGE = new StartFailure(
  'Usage : npm run restore -- <dossier de la sauvegarde> [--yes], ou npm run restore -- --declare',
  'Usage: npm run restore -- <folder of the backup> [--yes], or npm run restore -- --declare',
);

/** What it costs, in both languages. */
function told({ about, replaced }: Planned): string {
  const day = about.madeAt.slice(0, 16).replace('T', ' ');
  const now = replaced === null || replaced === 'unreadable' ? null : replaced;
  const changes = now === null ? '?' : String(Math.max(0, now.version - about.version));
  return [
    `La sauvegarde du ${day} UTC (${about.organisation}, ${about.tickets} tickets) remplacera la base actuelle (${now?.tickets ?? 'illisible, ?'} tickets).`,
    `Les ${changes} modifications faites depuis seront oubliées, sauf celles que les téléphones n’ont pas encore envoyées.`,
    `The backup of ${day} UTC (${about.organisation}, ${about.tickets} tickets) will replace the database (${now?.tickets ?? 'unreadable, ?'} tickets).`,
    `The ${changes} changes made since will be forgotten, except those that phones have not sent yet.`,
  ].join('\n');
}

async function isAgreed(): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new StartFailure('Ajoutez --yes pour remplacer la base sans question.', 'Add --yes to replace the database without being asked.');
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const said = await ask.question('Tapez « oui » pour continuer · type "yes" to go on: ');
  ask.close();
  return /^(oui|yes)$/i.test(said.trim());
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { yes: { type: 'boolean', default: false }, declare: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [folder] = positionals;
  const settings = readEnv(process.env);
  if (values.declare) {
    await declareRestored(settings);
    console.log('Chaque téléphone reprendra tout à sa prochaine connexion.\nEvery phone will begin again at its next contact.');
    return;
  }
  if (folder === undefined) throw USAGE;
  const planned = await planRestore(settings, folder);
  if (planned.replaced !== null) {
    console.log(told(planned));
    if (!values.yes && !(await isAgreed())) throw new StartFailure('Rien n’a été changé.', 'Nothing was changed.');
  }
  const kept = await restore(settings, folder, new Date());
  console.log('Sauvegarde rétablie : lancez « npm start ». Chaque téléphone reprendra tout et renverra ce qu’il a encore.');
  console.log('Backup restored: run "npm start". Every phone will begin again, and send again what it still has.');
  if (kept !== null) console.log(`L’ancienne base est gardée dans ${kept} · the former database is kept there.`);
}

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  await run();
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  console.error(`${error.fr}\n${error.en}`);
  process.exitCode = 1;
}
