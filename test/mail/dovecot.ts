/** A real IMAP server for the tests: Debian's Dovecot, as an ordinary process with a folder and a port of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InboxSettings } from '#server/mail/inbox.ts';
import { programOf } from '#test/debian.ts';
import { freePort } from '#test/postgres.ts';
import { makeCertificate } from '#test/push/certificate.ts';

const isRoot = process.getuid?.() === 0;

/** The program, installed where it is missing. */
export function dovecotProgram(): string {
  return programOf(() => ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'].find((path) => existsSync(path)), 'dovecot-imapd');
}

export interface ImapServer {
  /** How the house reads it: encrypted, its certificate looked at. */
  readonly settings: InboxSettings;
  /** A mail arrives. */
  deliver(raw: string): void;
  /** All of it is another mailbox now: its uids begin anew. */
  renew(): void;
  close(): Promise<void>;
}

export async function startImap(): Promise<ImapServer> {
  const program = dovecotProgram();
  const folder = mkdtempSync(join(tmpdir(), 'relais-imap-'));
  const inbox = join(folder, 'mail');
  const port = await freePort();
  const { cert, key } = makeCertificate(Date.now());
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const user = isRoot ? 'nobody' : String(execFileSync('id', ['-un'])).trim();
  const id = (flag: string) => Number(execFileSync('id', [flag, user]));
  const internal = isRoot
    ? 'default_internal_user = nobody\ndefault_internal_group = nogroup\ndefault_login_user = nobody'
    : `default_internal_user = ${user}\ndefault_login_user = ${user}`;
  const settings = file(
    'dovecot.conf',
    `
protocols = imap
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = yes
ssl_cert = <${file('cert.pem', cert)}
ssl_key = <${file('key.pem', key)}
${internal}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:${inbox}
passdb {
  driver = static
  args = password=sesame
}
userdb {
  driver = static
  args = uid=${id('-u')} gid=${id('-g')} home=${folder}/home
}
service imap-login {
  chroot =
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = ${port}
    ssl = yes
  }
}
service anvil {
  chroot =
}
`,
  );
  const make = () => {
    for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(inbox, part), { recursive: true });
    mkdirSync(join(folder, 'home'), { recursive: true });
    chmodSync(folder, 0o755);
    if (isRoot) execFileSync('chown', ['-R', user, inbox, join(folder, 'home')]);
  };
  make();
  const child = spawn(program, ['-F', '-c', settings], { stdio: 'ignore' });
  const answers = () =>
    new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false));
      socket.on('connect', () => socket.destroy());
    });
  for (let i = 0; !(await answers()); i += 1) {
    if (i > 100 || child.exitCode !== null) throw new Error(`Dovecot did not start: ${folder}/log`);
    await sleep(100);
  }
  return {
    settings: {
      ...{ host: 'localhost', port, user: 'relais', pass: 'sesame', implicit: true, tls: 'required', mailbox: 'INBOX' },
      ...{ ca: cert, patience: 8000 },
    },
    deliver: (raw) => {
      const name = `${Date.now()}.${randomUUID()}.tests`;
      writeFileSync(join(inbox, 'tmp', name), raw.replace(/\r?\n/g, '\r\n'));
      if (isRoot) execFileSync('chown', [user, join(inbox, 'tmp', name)]);
      renameSync(join(inbox, 'tmp', name), join(inbox, 'new', name));
    },
    renew: () => {
      for (const one of ['dovecot-uidlist', 'dovecot-uidvalidity', 'dovecot.index', 'dovecot.index.log', 'dovecot.index.cache'])
        rmSync(join(inbox, one), { force: true });
    },
    close: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
