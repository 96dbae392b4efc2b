/**
 * `npm run push-key`: a new key for push messages, when the old one may be in other hands. Restart the server afterwards. Nobody is lost: the
 * old key still signs for devices that are subscribed with it, and each takes the new one when its app next starts.
 */
import { existsSync } from 'node:fs';
import { readEnv } from '#server/env.ts';
import { renewPushKey } from '#server/keys.ts';
import { StartFailure } from '#server/start-failure.ts';

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  if (process.env['VAPID_PUBLIC_KEY']) {
    throw new StartFailure(
      'La clé est fixée par VAPID_PUBLIC_KEY : changez ce réglage, et mettez l’ancienne paire dans VAPID_PREVIOUS_KEYS.',
      'The key is set by VAPID_PUBLIC_KEY: change that setting, and put the old pair into VAPID_PREVIOUS_KEYS.',
    );
  }
  renewPushKey(readEnv(process.env).dataDir);
  console.log('Nouvelle clé faite. Redémarrez le serveur : chaque appareil la prendra au prochain démarrage de Relais, l’ancienne sert jusque-là.');
  console.log('New key made. Restart the server: each device takes it when Relais next starts there, and the old one serves until then.');
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  console.error(`${error.fr}\n${error.en}`);
  process.exitCode = 1;
}
