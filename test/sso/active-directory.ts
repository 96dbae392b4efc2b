/** A throw-away Active Directory: Samba's own domain controller, which answers as Microsoft's does. Needs root and the Debian packages samba-ad-dc, samba-ad-provision, samba-dsdb-modules, winbind. */
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'ldapts';
import { makeCertificate } from '#test/push/certificate.ts';

export const DOMAIN = 'DC=ad,DC=ecole,DC=test';
export const PEOPLE = `CN=Users,${DOMAIN}`;
const PROGRAM = '/usr/sbin/samba';
const TOOL = '/usr/bin/samba-tool';
const SETUP = '/usr/share/samba/setup/provision_configuration.ldif';

/** It takes half a minute and the ports of a directory: where it is not installed, slapd with Microsoft's attributes stands in. */
export const hasActiveDirectory = (): boolean => process.getuid?.() === 0 && existsSync(PROGRAM) && existsSync(SETUP);

export interface ActiveDirectory {
  readonly plain: string;
  readonly secure: string;
  readonly ca: string;
  /** `samba-tool` of this domain. */
  readonly tool: (...words: string[]) => void;
  readonly asRoot: <T>(work: (client: Client) => Promise<T>) => Promise<T>;
  readonly stop: () => Promise<void>;
}

const ROOT_PASSWORD = 'Racine.des.essais.1';

export async function startActiveDirectory(): Promise<ActiveDirectory> {
  const folder = mkdtempSync(join(tmpdir(), 'relais-ad-'));
  const { cert, key } = makeCertificate(Date.now());
  const ca = join(folder, 'cert.pem');
  writeFileSync(ca, cert);
  writeFileSync(join(folder, 'key.pem'), key, { mode: 0o600 });
  const options = ['interfaces=lo', 'bind interfaces only=yes', 'server services=ldap', `posix:eadb=${join(folder, 'eadb.tdb')}`];
  const provision = ['domain', 'provision', '--realm=AD.ECOLE.TEST', '--domain=ECOLE', '--server-role=dc', '--dns-backend=NONE', '--host-name=dc1'];
  const quiet = { stdio: ['ignore', 'ignore', 'pipe'] as ['ignore', 'ignore', 'pipe'] };
  execFileSync(
    TOOL,
    [...provision, '--host-ip=127.0.0.1', `--adminpass=${ROOT_PASSWORD}`, `--targetdir=${folder}`, ...options.map((one) => `--option=${one}`)],
    quiet,
  );
  const settings = join(folder, 'etc', 'smb.conf');
  const tls = `\ttls enabled = yes\n\ttls keyfile = ${join(folder, 'key.pem')}\n\ttls certfile = ${ca}\n\ttls cafile =\n\tpid directory = ${folder}\n`;
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('[global]\n', `[global]\n${tls}`));
  const child = spawn(PROGRAM, ['-F', '-M', 'single', '-s', settings, '--debug-stdout'], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => appendFileSync(join(folder, 'log'), text));
  const plain = 'ldap://localhost';
  const asRoot: ActiveDirectory['asRoot'] = async (work) => {
    const client = new Client({ url: plain, timeout: 5000 });
    await client.startTLS({ ca: [cert], servername: 'localhost' });
    await client.bind('Administrator@ad.ecole.test', ROOT_PASSWORD);
    try {
      return await work(client);
    } finally {
      await client.unbind();
    }
  };
  for (let tries = 0; ; tries += 1) {
    try {
      await asRoot(async () => {});
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(100);
    }
  }
  return {
    ...{ plain, secure: 'ldaps://localhost', ca, asRoot },
    tool: (...words) => void execFileSync(TOOL, [...words, '-H', join(folder, 'private', 'sam.ldb'), '-s', settings], quiet),
    stop: async () => {
      const gone = new Promise((done) => child.once('exit', done));
      process.kill(-(child.pid ?? 0), 'SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
