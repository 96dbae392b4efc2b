import 'server-only';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { parseEmail } from '#domain/email.ts';
import { parseImapUrl, parseSmtpUrl } from './mail/server-url.ts';
import { StartFailure } from './start-failure.ts';

const webUrl = z.pipe(
  z.string().check(z.refine((s) => /^https?:\/\/[^/?#]+\/?$/.test(s) && URL.canParse(s))),
  z.transform((s) => new URL(s).origin),
);

const smtpUrl = z.pipe(
  z.string().check(z.refine((s) => parseSmtpUrl(s) !== null)),
  z.transform((s) => parseSmtpUrl(s) as NonNullable<ReturnType<typeof parseSmtpUrl>>),
);

const imapUrl = z.pipe(
  z.string().check(z.refine((s) => parseImapUrl(s) !== null)),
  z.transform((s) => parseImapUrl(s) as NonNullable<ReturnType<typeof parseImapUrl>>),
);

/** `relais@example.org`, or `Relais <relais@example.org>`. */
function parseSender(typed: string): { readonly name: string; readonly address: string } | null {
  const [, name = '', bracketed = typed] = /^([^<>"\p{C}]*)<([^<>]+)>$/u.exec(typed.trim()) ?? [];
  const address = parseEmail(bracketed);
  return address === null ? null : { name: name.trim() || 'Relais', address };
}

/** Where an identity provider is: https, or a machine of its own in clear. Without a question, a fragment or a password in it. */
function isProviderUrl(typed: string): boolean {
  if (!URL.canParse(typed)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(typed);
  const isNear = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isNear)) && username + password + search + hash === '';
}
const providerUrl = z.string().check(z.refine(isProviderUrl));

const NEAR = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Where a directory is: nothing but a scheme, a machine and a port. */
function isDirectoryUrl(typed: string): boolean {
  if (!URL.canParse(typed)) return false;
  const { protocol, hostname, username, password, pathname, search, hash } = new URL(typed);
  return (protocol === 'ldap:' || protocol === 'ldaps:') && hostname !== '' && /^\/?$/.test(pathname) && username + password + search + hash === '';
}

const sender = z.pipe(
  z.string().check(z.refine((s) => parseSender(s) !== null)),
  z.transform((s) => parseSender(s) as NonNullable<ReturnType<typeof parseSender>>),
);

/** Each setting, with what to say where its value cannot be used. */
const SETTINGS = {
  DATABASE_URL: {
    schema: z.string().check(z.refine((s) => /^file:.+/.test(s) || (/^postgres(ql)?:\/\//.test(s) && URL.canParse(s)))),
    fr: 'doit commencer par « file: » (SQLite) ou « postgresql:// »',
    en: 'must start with "file:" (SQLite) or "postgresql://"',
  },
  PORT: {
    schema: z.pipe(z.string().check(z.regex(/^\d{1,5}$/)), z.transform(Number)).check(z.refine((n) => n >= 1 && n <= 65_535)),
    fr: 'doit être un nombre de 1 à 65535',
    en: 'must be a number from 1 to 65535',
  },
  PUBLIC_URL: {
    schema: webUrl,
    fr: 'doit être l’adresse vue par les téléphones, sans chemin, par exemple https://relais.exemple.fr',
    en: 'must be the address that phones see, without a path, for example https://relais.example.org',
  },
  DATA_DIR: { schema: z.string(), fr: 'doit être un dossier', en: 'must be a folder' },
  PUSH_TEST_HOST: {
    schema: z.string().check(z.regex(/^[\w.-]+:\d{1,5}$/)),
    fr: 'doit avoir la forme hôte:port',
    en: 'must look like host:port',
  },
  VAPID_SUBJECT: {
    schema: z.string().check(z.refine((s) => /^mailto:[^@\s]+@[^@\s]+$/.test(s) || (s.startsWith('https://') && URL.canParse(s)))),
    fr: 'doit commencer par « mailto: » ou « https:// »',
    en: 'must start with "mailto:" or "https://"',
  },
  SMTP_URL: {
    schema: smtpUrl,
    fr: 'doit avoir la forme smtp://nom:motdepasse@serveur:587 ou smtps://serveur:465, avec ?tls=any ou ?tls=no si le serveur ne fait pas mieux',
    en: 'must look like smtp://name:password@server:587 or smtps://server:465, with ?tls=any or ?tls=no where the server does no better',
  },
  IMAP_URL: {
    schema: imapUrl,
    fr: 'doit avoir la forme imaps://nom:motdepasse@serveur:993 ou imap://nom:motdepasse@serveur:143, suivie de /Dossier si ce n’est pas la boîte de réception',
    en: 'must look like imaps://name:password@server:993 or imap://name:password@server:143, followed by /Folder where it is not the inbox',
  },
  MAIL_AUTHSERV_ID: {
    schema: z.string().check(z.regex(/^[\w.:-]{1,253}$/)),
    fr: 'doit être le nom que votre serveur de mail écrit au début d’Authentication-Results, souvent comme mx.exemple.fr',
    en: 'must be the name that your mail server writes at the beginning of Authentication-Results, often like mx.example.org',
  },
  MAIL_FROM: {
    schema: sender,
    fr: 'doit être une adresse mail, seule ou comme Relais <relais@exemple.fr>',
    en: 'must be a mail address, alone or as in Relais <relais@example.org>',
  },
  OIDC_ISSUER: {
    schema: z.pipe(
      providerUrl,
      z.transform((typed) => new URL(typed)),
    ),
    fr: 'doit être l’adresse https:// du fournisseur OpenID Connect, comme https://connexion.exemple.fr/realms/ecoles',
    en: 'must be the https:// address of the OpenID Connect issuer, such as https://login.example.org/realms/schools',
  },
  OIDC_CLIENT_ID: {
    schema: z.string(),
    fr: 'doit être le nom donné à Relais par le fournisseur',
    en: 'must be the name that the issuer gave to Relais',
  },
  OIDC_CLIENT_SECRET: { schema: z.string(), fr: 'doit être le secret donné à Relais', en: 'must be the secret given to Relais' },
  OIDC_SCOPE: {
    schema: z.string().check(z.regex(/^openid( [\w:.-]+)*$/)),
    fr: 'doit commencer par « openid », puis d’autres mots séparés par une espace',
    en: 'must begin with "openid", then other words with one space between',
  },
  CAS_URL: {
    schema: z.pipe(
      providerUrl,
      z.transform((typed) => typed.replace(/\/+$/, '')),
    ),
    fr: 'doit être l’adresse https:// du serveur CAS, comme https://ent.exemple.fr/cas',
    en: 'must be the https:// address of the CAS server, such as https://portal.example.org/cas',
  },
  CAS_MAIL_CHECKED: { schema: z.enum(['0', '1']), fr: 'doit être 0 ou 1', en: 'must be 0 or 1' },
  LDAP_URL: {
    schema: z.pipe(
      z.string().check(z.refine(isDirectoryUrl)),
      z.transform((typed) => new URL(typed)),
    ),
    fr: 'doit être ldaps://annuaire.exemple.fr, ou ldap://annuaire.exemple.fr (chiffré par StartTLS)',
    en: 'must be ldaps://directory.example.org, or ldap://directory.example.org (encrypted by StartTLS)',
  },
  LDAP_STARTTLS: { schema: z.enum(['0', '1']), fr: 'doit être 0 ou 1', en: 'must be 0 or 1' },
  LDAP_CA: { schema: z.string(), fr: 'doit être un fichier de certificats (PEM)', en: 'must be a file of certificates (PEM)' },
  LDAP_BASE: { schema: z.string(), fr: 'doit être comme ou=personnes,dc=exemple,dc=fr', en: 'must look like ou=people,dc=example,dc=org' },
  LDAP_GROUPS: { schema: z.string(), fr: 'doit être comme ou=groupes,dc=exemple,dc=fr', en: 'must look like ou=groups,dc=example,dc=org' },
  LDAP_BIND_DN: { schema: z.string(), fr: 'doit être le nom du compte de service', en: 'must be the name of the service account' },
  LDAP_BIND_PASSWORD: { schema: z.string(), fr: 'doit être le mot de passe du compte de service', en: 'must be the service account’s password' },
  LDAP_FILTER: {
    schema: z.string().check(z.regex(/^\(.*\{login\}.*\)$/)),
    fr: 'doit être un filtre entre parenthèses où {login} est l’identifiant, comme (uid={login})',
    en: 'must be a filter in parentheses in which {login} is the login, such as (uid={login})',
  },
  LDAP_NESTED: { schema: z.enum(['0', '1']), fr: 'doit être 0 ou 1', en: 'must be 0 or 1' },
  LDAP_MAIL_CHECKED: { schema: z.enum(['0', '1']), fr: 'doit être 0 ou 1', en: 'must be 0 or 1' },
  SECURITY_LOG: { schema: z.string(), fr: 'doit être un fichier', en: 'must be a file' },
  LOG_LEVEL: {
    schema: z.enum(['error', 'warn', 'info', 'debug']),
    fr: 'doit être error, warn, info ou debug',
    en: 'must be error, warn, info or debug',
  },
  BUILD_DIR: { schema: z.string(), fr: 'doit être un dossier', en: 'must be a folder' },
} as const;

type Name = keyof typeof SETTINGS;
type Source = Readonly<Record<string, string | undefined>>;

/** The value of a setting; an empty one counts as not given. */
function read<N extends Name>(source: Source, name: N): z.infer<(typeof SETTINGS)[N]['schema']> | undefined {
  const given = source[name];
  if (given === undefined || given === '') return undefined;
  const { schema, fr, en } = SETTINGS[name];
  const parsed = schema.safeParse(given);
  // The value itself is not repeated: it may hold a password.
  if (!parsed.success) throw new StartFailure(`Le réglage ${name} ${fr}.`, `The setting ${name} ${en}.`);
  return parsed.data as z.infer<(typeof SETTINGS)[N]['schema']>;
}

/** What a login is looked for by. Not by the mail address: where people write theirs themselves, one would write another's login. */
const BY_LOGIN = '(|(uid={login})(sAMAccountName={login})(userPrincipalName={login}))';

function directoryOf(source: Source) {
  const url = read(source, 'LDAP_URL');
  if (url === undefined) return undefined;
  const base = read(source, 'LDAP_BASE');
  if (base === undefined)
    throw new StartFailure('Le réglage LDAP_BASE manque à côté de LDAP_URL.', 'The setting LDAP_BASE is missing beside LDAP_URL.');
  const startTls = (read(source, 'LDAP_STARTTLS') ?? '1') === '1';
  if (url.protocol === 'ldap:' && !startTls && !NEAR.test(url.hostname))
    throw new StartFailure(
      'Le réglage LDAP_STARTTLS ne peut être 0 que pour un annuaire de cette machine : les mots de passe iraient en clair.',
      'The setting LDAP_STARTTLS can be 0 only for a directory of this machine: passwords would go in clear.',
    );
  return {
    url,
    base,
    startTls,
    /** Beside those that the system trusts. */
    ca: read(source, 'LDAP_CA'),
    groups: read(source, 'LDAP_GROUPS'),
    bindDn: read(source, 'LDAP_BIND_DN'),
    bindPassword: read(source, 'LDAP_BIND_PASSWORD'),
    filter: read(source, 'LDAP_FILTER') ?? BY_LOGIN,
    /** Do groups in groups count? */
    nested: read(source, 'LDAP_NESTED') === '1',
    /** Are the mail addresses there checked, and not typed by their owners? */
    mailChecked: read(source, 'LDAP_MAIL_CHECKED') === '1',
  };
}

export type Env = ReturnType<typeof readEnv>;

/**
 * Parses the settings.
 * @throws StartFailure with the name of the first one whose value cannot be used
 */
export function readEnv(source: Source) {
  const port = read(source, 'PORT') ?? 3000;
  const publicUrl = read(source, 'PUBLIC_URL') ?? `http://localhost:${port}`;
  const issuer = read(source, 'OIDC_ISSUER');
  const clientId = read(source, 'OIDC_CLIENT_ID');
  if (issuer !== undefined && clientId === undefined)
    throw new StartFailure('Le réglage OIDC_CLIENT_ID manque à côté de OIDC_ISSUER.', 'The setting OIDC_CLIENT_ID is missing beside OIDC_ISSUER.');
  const ldap = directoryOf(source);
  const dataDir = resolve(/* turbopackIgnore: true */ read(source, 'DATA_DIR') ?? 'data');
  return {
    port,
    /** Origin that people's devices use, without a trailing slash. */
    publicUrl,
    /** Absolute path of the folder that holds the keys, the photos and, with SQLite, the database. */
    dataDir,
    databaseUrl: read(source, 'DATABASE_URL') ?? `file:${join(dataDir, 'relais.db')}`,
    /** One more `host:port` that a push endpoint may have; tests only. */
    pushTestHost: read(source, 'PUSH_TEST_HOST'),
    /** Whom a push service may write to; Apple refuses a subject that is neither mailto: nor https:. */
    vapidSubject: read(source, 'VAPID_SUBJECT') ?? `mailto:relais@${new URL(publicUrl).hostname}`,
    /** The mail server; undefined: mails are kept and shown to the administrator. */
    smtp: read(source, 'SMTP_URL'),
    /** The mailbox that answers to MAIL_FROM arrive in; undefined: nobody reads them, and letters say so. */
    imap: read(source, 'IMAP_URL'),
    /** The name under which our mail server vouches for senders; null: a mail opens no ticket. */
    mailVouchedBy: read(source, 'MAIL_AUTHSERV_ID') ?? null,
    /** Whom mails come from. */
    mailFrom: read(source, 'MAIL_FROM') ?? { name: 'Relais', address: `relais@${new URL(publicUrl).hostname}` },
    /** The OpenID Connect issuer, and what Relais is there; undefined: none. */
    oidc:
      issuer === undefined || clientId === undefined
        ? undefined
        : { issuer, clientId, clientSecret: read(source, 'OIDC_CLIENT_SECRET'), scope: read(source, 'OIDC_SCOPE') },
    /** The CAS server, without a trailing slash; undefined: none. */
    cas: read(source, 'CAS_URL'),
    /** Are the mail addresses that it tells checked by it, and not typed by their owners? */
    casMailChecked: read(source, 'CAS_MAIL_CHECKED') === '1',
    /** The directory; undefined: none. */
    ldap,
    /** Where security events are also written, a line each, for a collector; undefined: in the database only. */
    securityLog: read(source, 'SECURITY_LOG'),
    logLevel: read(source, 'LOG_LEVEL') ?? 'info',
    /** Next's output folder, relative to the project. */
    buildDir: read(source, 'BUILD_DIR') ?? '.next',
  } as const;
}

let parsed: Env | undefined;

/** The settings of this process, parsed once. */
export function env(): Env {
  parsed ??= readEnv(process.env);
  return parsed;
}
