/** A throw-away directory from Debian's own slapd: a folder, free ports of 127.0.0.1, a certificate of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'ldapts';
import { programOf } from '#test/debian.ts';
import { freePort } from '#test/postgres.ts';
import { makeCertificate } from '#test/push/certificate.ts';

export const SUFFIX = 'dc=ecole,dc=test';
export const SERVICE = `cn=relais,${SUFFIX}`;
const ROOT = `cn=admin,${SUFFIX}`;
const ROOT_PASSWORD = 'racine des essais';

export interface Slapd {
  /** In clear until StartTLS, and encrypted from the first byte. */
  readonly plain: string;
  readonly secure: string;
  /** The certificate's own authority, a file. */
  readonly ca: string;
  /** Says something as the directory's owner. */
  readonly asRoot: <T>(work: (client: Client) => Promise<T>) => Promise<T>;
  readonly halt: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The program, installed where it is missing. */
export function slapdProgram(): string {
  return programOf(() => ['/usr/sbin/slapd', '/usr/lib/openldap/slapd', '/usr/libexec/slapd'].find((path) => existsSync(path)), 'slapd');
}

const isUp = (port: number) =>
  new Promise<boolean>((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });

/** Microsoft's attributes with the rules by which they are compared there (OpenLDAP's own msuser.schema compares none of them). */
const DIRECTORY_STRING = 'EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE';
const INTEGER = 'EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE';
const ACTIVE_DIRECTORY = [
  `attributetype ( 1.2.840.113556.1.4.221 NAME 'sAMAccountName' ${DIRECTORY_STRING} )`,
  `attributetype ( 1.2.840.113556.1.4.656 NAME 'userPrincipalName' ${DIRECTORY_STRING} )`,
  `attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' ${INTEGER} )`,
  `attributetype ( 1.2.840.113556.1.4.159 NAME 'accountExpires' ${INTEGER} )`,
  "attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )",
  "attributetype ( 1.2.840.113556.1.2.102 NAME 'memberOf' EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12 )",
  "objectclass ( 1.2.840.113556.1.5.9 NAME 'msUser' SUP top AUXILIARY MAY ( sAMAccountName $ userPrincipalName $ userAccountControl $ accountExpires $ objectGUID $ memberOf ) )",
];

/**
 * @param ldif what stands in it from the beginning, below SUFFIX and the service account
 * @param limits lines of slapd.conf: what it gives at most
 */
export async function startSlapd(ldif: string, servicePassword: string, limits: readonly string[] = []): Promise<Slapd> {
  const program = slapdProgram();
  const folder = mkdtempSync(join(tmpdir(), 'relais-slapd-'));
  mkdirSync(join(folder, 'db'));
  const { cert, key } = makeCertificate(Date.now());
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key);
  const schemas = ['core', 'cosine', 'nis', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`);
  const config = [
    ...schemas,
    ...ACTIVE_DIRECTORY,
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    `pidfile ${join(folder, 'pid')}`,
    `TLSCertificateFile ${join(folder, 'cert.pem')}`,
    `TLSCertificateKeyFile ${join(folder, 'key.pem')}`,
    ...limits,
    'database mdb',
    `suffix "${SUFFIX}"`,
    `rootdn "${ROOT}"`,
    `rootpw "${ROOT_PASSWORD}"`,
    `directory ${join(folder, 'db')}`,
    // As a directory is kept: passwords are compared, never read, and nobody but the service account looks around.
    'access to attrs=userPassword by anonymous auth by * none',
    `access to * by dn.exact="${SERVICE}" read by * none`,
  ];
  writeFileSync(join(folder, 'slapd.conf'), `${config.join('\n')}\n`);
  const top = `dn: ${SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\no: École\ndc: ecole\n`;
  const service = `dn: ${SERVICE}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: relais\nuserPassword: ${servicePassword}\n`;
  writeFileSync(join(folder, 'data.ldif'), [top, service, ldif].join('\n'));
  execFileSync(program, ['-T', 'add', '-f', join(folder, 'slapd.conf'), '-l', join(folder, 'data.ldif')], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [port, securePort] = [await freePort(), await freePort()];
  const plain = `ldap://localhost:${port}`;
  const secure = `ldaps://localhost:${securePort}`;

  let child: ReturnType<typeof spawn> | undefined;
  const resume = async () => {
    child = spawn(program, ['-f', join(folder, 'slapd.conf'), '-h', `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${securePort}`, '-d', '0'], {
      stdio: 'ignore',
    });
    for (let tries = 0; !(await isUp(port)); tries += 1) {
      if (tries > 200) throw new Error('slapd did not start');
      await sleep(50);
    }
  };
  const halt = async () => {
    const running = child;
    if (running === undefined || running.exitCode !== null) return;
    const gone = new Promise((done) => running.once('exit', done));
    running.kill('SIGTERM');
    await gone;
  };
  await resume();
  return {
    ...{ plain, secure, ca: join(folder, 'cert.pem'), resume, halt },
    asRoot: async (work) => {
      const client = new Client({ url: plain });
      await client.bind(ROOT, ROOT_PASSWORD);
      try {
        return await work(client);
      } finally {
        await client.unbind();
      }
    },
    stop: async () => {
      await halt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
