import 'server-only';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import webPush from 'web-push';
import * as z from 'zod/mini';
import { StartFailure } from './start-failure.ts';

const word = z.string().check(z.minLength(16));

const Keys = z.object({
  /** Base64url, uncompressed P-256 point: what a browser subscribes with. Changed by `renewPushKey` only, which keeps the one before. */
  vapidPublic: word,
  vapidPrivate: word,
  /** Keys that devices may still be subscribed with until their app starts again, the last one first. */
  vapidPrevious: z.optional(z.array(z.object({ publicKey: word, privateKey: word }))),
  /** Signs the session cookies. Changing it signs everybody out. */
  session: word,
  /** 32 bytes in base64. With a fixed one, pages of the last version can still call the server of this one. */
  serverActions: word,
});

/**
 * `agents` keys the hashes of agents' numbers (server/identity.ts). It has a file of its own, because it belongs to the database: a backup
 * brings it along, while the other keys stay with the installation. Without it no number is ever recognised again.
 */
export type Keys = z.infer<typeof Keys> & { readonly agents: string };
export const AGENTS_FILE = 'agents.key';
/** Keys of old that still sign: each costs a device that none of them fits one refusal more. */
const MOST_PREVIOUS = 3;

function make(): z.infer<typeof Keys> {
  const vapid = webPush.generateVAPIDKeys();
  return {
    vapidPublic: vapid.publicKey,
    vapidPrivate: vapid.privateKey,
    session: randomBytes(32).toString('base64url'),
    serverActions: randomBytes(32).toString('base64'),
  };
}

/** A file appears whole or not at all, and the first process to write it wins. */
function writeOnce(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

/**
 * The secrets of this installation, made on the first start and kept in `keys.json` of the data folder.
 * Two processes that start at once get the same ones.
 * @throws StartFailure where the file exists and cannot be read: making new keys would sign everybody out and end all notifications
 */
export function ensureKeys(dataDir: string): Keys {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const path = join(dataDir, 'keys.json');
  if (!existsSync(path)) writeOnce(path, `${JSON.stringify(make(), null, 2)}\n`);
  try {
    const keys = Keys.parse(JSON.parse(readFileSync(path, 'utf8')));
    chmodSync(path, 0o600);
    return { ...keys, agents: agentsKey(dataDir) };
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    throw new StartFailure(
      `Le fichier des clés ${path} est illisible : rétablissez-le depuis une sauvegarde, ou supprimez-le (tout le monde devra se reconnecter et réactiver les notifications).`,
      `The key file ${path} cannot be read: restore it from a backup, or delete it (everybody will have to sign in and turn notifications on again).`,
    );
  }
}

function agentsKey(dataDir: string): string {
  const path = join(dataDir, AGENTS_FILE);
  if (!existsSync(path)) writeOnce(path, `${randomBytes(32).toString('base64url')}\n`);
  const key = readFileSync(path, 'utf8').trim();
  if (key.length >= 16) return key;
  throw new StartFailure(
    `Le fichier ${path} est illisible : rétablissez-le depuis une sauvegarde, ou supprimez-le (les numéros d’agent seront à saisir de nouveau).`,
    `The file ${path} cannot be read: restore it from a backup, or delete it (agents' numbers will have to be entered again).`,
  );
}

/**
 * Makes a new key for push messages. The one before stays for the devices that are subscribed with it: they take the new one when their app
 * next starts. Takes effect when the server starts again.
 */
export function renewPushKey(dataDir: string): void {
  ensureKeys(dataDir);
  const path = join(dataDir, 'keys.json');
  const keys = Keys.parse(JSON.parse(readFileSync(path, 'utf8')));
  const { publicKey, privateKey } = webPush.generateVAPIDKeys();
  const before = [{ publicKey: keys.vapidPublic, privateKey: keys.vapidPrivate }, ...(keys.vapidPrevious ?? [])];
  replace(path, { ...keys, vapidPublic: publicKey, vapidPrivate: privateKey, vapidPrevious: before.slice(0, MOST_PREVIOUS) });
}

/**
 * Makes a new key for the sessions (everybody signs in again; what waits on their phones waits) or for the server's acts (open pages fetch the
 * new version). Takes effect when the server starts again.
 */
export function renewKey(dataDir: string, which: 'session' | 'actions'): void {
  ensureKeys(dataDir);
  const path = join(dataDir, 'keys.json');
  const keys = Keys.parse(JSON.parse(readFileSync(path, 'utf8')));
  const { session, serverActions } = make();
  replace(path, which === 'session' ? { ...keys, session } : { ...keys, serverActions });
}

/** The file is the old one or the new one, whenever the power goes. */
function replace(path: string, keys: z.infer<typeof Keys>): void {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, path);
}

/** The keys as the settings under which the server and its libraries look for them. One that the administrator has set himself wins. */
export function keysAsSettings(keys: Keys): Record<string, string> {
  const settings = {
    VAPID_PUBLIC_KEY: keys.vapidPublic,
    VAPID_PRIVATE_KEY: keys.vapidPrivate,
    VAPID_PREVIOUS_KEYS: JSON.stringify(keys.vapidPrevious ?? []),
    NEXTAUTH_SECRET: keys.session,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: keys.serverActions,
    AGENT_KEY: keys.agents,
  };
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, process.env[name] || value]));
}
