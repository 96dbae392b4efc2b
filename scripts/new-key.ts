/**
 * `npm run new-key -- session` or `-- actions`: a new key in the place of one that may be in other hands. Restart the server afterwards.
 */
import { existsSync } from 'node:fs';
import { readEnv } from '#server/env.ts';
import { renewKey } from '#server/keys.ts';
import { StartFailure } from '#server/start-failure.ts';

const SETTING = { session: 'NEXTAUTH_SECRET', actions: 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY' } as const;
const which = process.argv[2];

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  if (which !== 'session' && which !== 'actions') {
    throw new StartFailure(
      'Dites quelle clé : npm run new-key -- session, ou -- actions.',
      'Say which key: npm run new-key -- session, or -- actions.',
    );
  }
  if (process.env[SETTING[which]]) {
    throw new StartFailure(
      `La clé est fixée par ${SETTING[which]} : changez ce réglage.`,
      `The key is set by ${SETTING[which]}: change that setting.`,
    );
  }
  renewKey(readEnv(process.env).dataDir, which);
  console.log('Nouvelle clé faite. Redémarrez le serveur.\nNew key made. Restart the server.');
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  console.error(`${error.fr}\n${error.en}`);
  process.exitCode = 1;
}
