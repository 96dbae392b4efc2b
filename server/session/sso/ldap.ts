import 'server-only';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client, type Entry, EqualityFilter, type Filter, InvalidCredentialsError, SizeLimitExceededError } from 'ldapts';
import { env } from '#server/env.ts';
import { log } from '#server/log.ts';
import { escapeFilter, type Groups, groupsOf, wordsOf } from './ldap-groups.ts';
import { type Refusal, refusalCode, refusalOf } from './ldap-refusal.ts';
import { first, type Outside, outsideOf } from './providers.ts';

/** A directory is in the same building: what takes longer does not answer, ms. */
const PATIENCE = 5_000;

/** What one entry is asked for, beside what the rules name. Nothing of it is a password or a picture. */
const ATTRIBUTES = ['uid', 'cn', 'sn', 'givenName', 'displayName', 'mail', 'sAMAccountName', 'userPrincipalName', 'memberOf'] as const;
/** Who they are there, for ever: not a name or an address, which may be somebody else's one day. */
const IDS = ['entryUUID', 'objectGUID'] as const;
/** By what a directory says that an account is shut. */
const SHUT = ['userAccountControl', 'pwdAccountLockedTime', 'nsAccountLock', 'loginDisabled', 'accountExpires', 'shadowExpire'] as const;

/** `wrong`: no such login, or not its password. `unreachable`: nobody answered, and nothing is known. */
export type Directory = { readonly kind: 'known'; readonly outside: Outside } | { readonly kind: Refusal | 'unreachable' };

/** One conversation, encrypted before anything is said but with this very machine. */
async function talk<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const { ldap } = env();
  if (ldap === undefined) throw new Error('no directory is set');
  const { hostname, protocol } = ldap.url;
  const tls = { ...(ldap.ca === undefined ? {} : { ca: readFileSync(ldap.ca) }), servername: hostname, minVersion: 'TLSv1.2' as const };
  const secure = protocol === 'ldaps:';
  const client = new Client({ url: ldap.url.href, timeout: PATIENCE, connectTimeout: PATIENCE, ...(secure ? { tlsOptions: tls } : {}) });
  let timer: ReturnType<typeof setTimeout> | undefined;
  // One limit for all of it: a server that trickles keeps nobody waiting.
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error('the directory is too slow')), 2 * PATIENCE);
  });
  const talking = (async () => {
    if (!secure && ldap.startTls) await client.startTLS(tls);
    return work(client);
  })();
  try {
    return await Promise.race([talking, late]);
  } finally {
    clearTimeout(timer);
    talking.catch(() => 'told already');
    void client.unbind().catch(() => 'gone');
  }
}

/** Without a service account: as nobody, also once somebody's password was judged. */
const asService = (client: Client): Promise<void> => client.bind(env().ldap?.bindDn ?? '', env().ldap?.bindPassword ?? '');

async function find(client: Client, filter: string | Filter, asked: readonly string[]): Promise<Entry[]> {
  try {
    const { searchEntries } = await client.search(env().ldap?.base ?? '', {
      scope: 'sub',
      filter,
      attributes: [...new Set([...ATTRIBUTES, ...IDS, ...SHUT, ...asked])],
      sizeLimit: 2,
      timeLimit: PATIENCE / 1000,
      explicitBufferAttributes: ['objectGUID'],
    });
    return searchEntries;
  } catch (error) {
    // More than two of one login are nobody, as two are.
    if (error instanceof SizeLimitExceededError) return [];
    throw error;
  }
}

/** Its id, with the attribute that holds it; null: it has none, and nobody can be known by it. */
function idOf(entry: Entry): string | null {
  const guid = [entry['objectGUID']].flat()[0];
  if (Buffer.isBuffer(guid) && guid.length === 16) return `guid:${guid.toString('hex')}`;
  const [uuid] = wordsOf(entry, 'entryUUID');
  return uuid === undefined ? null : `uuid:${uuid.toLowerCase()}`;
}

/** 100-nanosecond intervals since 1601, as Active Directory counts; 0 and the highest number are never. */
function isPast(filetime: string | undefined, now: number): boolean {
  const at = Number(filetime ?? 0);
  return at > 0 && at < 9e18 && at / 10_000 - 11_644_473_600_000 < now;
}

/** Does the directory say that the account is closed? */
function isShut(entry: Entry, now: number): boolean {
  const one = (name: string) => wordsOf(entry, name)[0];
  const isTrue = (name: string) => /^(true|1)$/i.test(one(name) ?? '');
  const days = Number(one('shadowExpire') ?? -1);
  return (
    (Number(one('userAccountControl') ?? 0) & 2) === 2 ||
    // Locked for ever, by hand; a lock of some minutes after wrong passwords is no end.
    one('pwdAccountLockedTime')?.startsWith('00000101') === true ||
    isTrue('nsAccountLock') ||
    isTrue('loginDisabled') ||
    isPast(one('accountExpires'), now) ||
    (days >= 0 && days * 86_400_000 < now)
  );
}

function unreachable(error: unknown): { readonly kind: 'unreachable' } {
  log('error', 'the directory does not answer', { error });
  return { kind: 'unreachable' };
}

/** The directory judges a password, as one of its entries. */
async function judge(client: Client, dn: string, password: string): Promise<'right' | Refusal> {
  try {
    await client.bind(dn, password);
    return 'right';
  } catch (error) {
    if (!(error instanceof InvalidCredentialsError)) throw error;
    const code = refusalCode(error.message);
    // For whoever asks why somebody does not get in; whom it concerns is not written.
    if (code !== null && code !== '52e') log('warn', 'the directory refused a password', { code });
    return refusalOf(error.message);
  }
}

/**
 * Is this somebody's login and password in the directory? The service account looks for one entry of that login; the directory itself then judges
 * the password, as that entry. An empty password is never sent: a directory takes it for nobody's, and says yes (RFC 4513, 5.1.2). A login that
 * nobody has is asked for as many times as one that somebody has, so that the time tells nothing; referrals are not followed.
 * @param asked attributes that the rules of roles name
 */
export async function askDirectory(login: string, password: string, asked: readonly string[], now: number): Promise<Directory> {
  const { ldap } = env();
  if (ldap === undefined || login === '' || password === '' || password.includes('\0')) return { kind: 'wrong' };
  try {
    return await talk(async (client): Promise<Directory> => {
      await asService(client);
      const entries = await find(client, ldap.filter.replaceAll('{login}', escapeFilter(login)), asked);
      // Two of one login are nobody.
      const entry = entries.length === 1 ? entries[0] : undefined;
      const verdict = await judge(client, entry?.dn ?? `cn=${randomUUID()},${ldap.base}`, password);
      if (entry === undefined) return { kind: 'wrong' };
      if (verdict !== 'right') return { kind: verdict };
      // Only once the password was right: a closed account is told to nobody else.
      if (isShut(entry, now)) return { kind: 'shut' };
      const id = idOf(entry);
      if (id === null) throw new Error('an entry without entryUUID or objectGUID');
      await asService(client);
      const groups = await groupsOf(client, entry, ldap.groups ?? ldap.base, ldap.nested, PATIENCE / 1000);
      return { kind: 'known', outside: outsideFrom(entry, id, groups, asked) };
    });
  } catch (error) {
    return unreachable(error);
  }
}

function outsideFrom(entry: Entry, id: string, groups: Groups, asked: readonly string[]): Outside {
  const names = [...ATTRIBUTES, ...asked].filter((name) => !/password/i.test(name));
  const claims: Record<string, string[]> = Object.fromEntries(names.map((name) => [name, wordsOf(entry, name)]));
  claims['memberOf'] = [...groups.dns];
  claims['group'] = [...groups.names];
  return {
    provider: 'ldap',
    subject: id,
    claims,
    login: first(claims, 'sAMAccountName', 'uid', 'userPrincipalName'),
    givenName: first(claims, 'givenName'),
    familyName: first(claims, 'sn', 'displayName', 'cn'),
    // Only the installation knows whether people write their own address there.
    email: env().ldap?.mailChecked ? first(claims, 'mail') : null,
    session: outsideOf('ldap', id),
  };
}

/** Is this account still open there? `unknown`: nobody answered, and nothing is concluded. */
export async function stillThere(subject: string, now: number): Promise<'open' | 'over' | 'unknown'> {
  const [kind, value = ''] = subject.split(':');
  // Bytes as bytes: as a text, each above 127 would be two others.
  const filter =
    kind === 'guid' ? new EqualityFilter({ attribute: 'objectGUID', value: Buffer.from(value, 'hex') }) : `(entryUUID=${escapeFilter(value)})`;
  try {
    return await talk(async (client) => {
      await asService(client);
      const [entry] = await find(client, filter, []);
      return entry === undefined || isShut(entry, now) ? 'over' : 'open';
    });
  } catch (error) {
    unreachable(error);
    return 'unknown';
  }
}

/** Does the directory answer, and know the service account? For the office. */
export async function directoryState(): Promise<'ok' | 'unreachable' | 'refused'> {
  try {
    await talk(asService);
    return 'ok';
  } catch (error) {
    return error instanceof InvalidCredentialsError ? 'refused' : 'unreachable';
  }
}
