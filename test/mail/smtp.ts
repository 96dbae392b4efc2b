/** A real mail server of the tests' own: it keeps what it is given, and refuses, puts off, stalls or drops where it is told to. */
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { makeCertificate } from '#test/push/certificate.ts';

/** What becomes of a letter to an address: `take`, an answer to RCPT or to the end of DATA, silence, or a cut in the middle. */
export type Manner = 'take' | { rcpt: string } | { data: string } | 'stall' | 'drop' | 'take-then-drop';

export interface Letter {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  /** Names in small letters; folded lines joined, encoded words decoded. */
  readonly headers: ReadonlyMap<string, string>;
  /** In order, with those that are there twice. */
  readonly headerNames: readonly string[];
  readonly text: string;
  readonly html: string;
  readonly isSecure: boolean;
}

export interface SmtpServer {
  /** `smtp://…` of this server. */
  readonly url: string;
  readonly port: number;
  /** The authority of its certificate. */
  readonly ca: string;
  readonly letters: Letter[];
  /** How many letters were begun, also those that were not taken. */
  tried: number;
  manner: (to: string) => Manner;
  /** To one address, in the order of their arrival. */
  to(address: string): Letter[];
  close(): Promise<void>;
}

/** @param over options of smtp-server: no TLS, a port of one's own */
export async function startSmtp(over: { readonly tls?: boolean; readonly port?: number } = {}): Promise<SmtpServer> {
  const { cert, key } = makeCertificate(Date.now());
  const letters: Letter[] = [];
  const broken = (answer: string) => Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) });
  const server = new SMTPServer({
    ...{ cert, key, authOptional: true, logger: false, hideENHANCEDSTATUSCODES: true },
    disabledCommands: over.tls === false ? ['STARTTLS', 'AUTH'] : ['AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      const how = self.manner(address);
      done(typeof how === 'object' && 'rcpt' in how ? broken(how.rcpt) : null);
    },
    onData: (stream, session, done) => {
      self.tried += 1;
      const how = self.manner(session.envelope.rcptTo[0]?.address ?? '');
      const chunks: Buffer[] = [];
      if (how === 'drop') {
        stream.once('data', () => cut(session));
        stream.resume();
        return;
      }
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (how === 'stall') return;
        if (typeof how === 'object' && 'data' in how) return done(broken(how.data));
        letters.push(read(session, Buffer.concat(chunks).toString()));
        if (how === 'take-then-drop') return cut(session);
        done(null, 'kept');
      });
    },
  });
  // Clients that leave in the middle are what some tests are about.
  server.on('error', () => {});
  const cut = (session: SMTPServerSession) => {
    for (const connection of server.connections) if (connection.session.id === session.id) connection._socket.destroy();
  };
  await new Promise<void>((done) => server.listen(over.port ?? 0, '127.0.0.1', done));
  const { port } = server.server.address() as AddressInfo;
  const self: SmtpServer = {
    ...{ url: `smtp://localhost:${port}`, port, ca: cert, letters, tried: 0 },
    manner: () => 'take',
    to: (address) => letters.filter((l) => l.to.includes(address)),
    close: async () => {
      for (const connection of server.connections) connection._socket.destroy();
      await new Promise<void>((done) => server.close(done));
      await sleep(0);
    },
  };
  return self;
}

function read(session: SMTPServerSession, raw: string): Letter {
  const { mailFrom, rcptTo } = session.envelope;
  const { headers, names, body } = part(raw);
  const parts = partsOf(headers, body);
  return {
    ...{ from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map((r) => r.address), raw, headers, headerNames: names },
    ...{ text: parts.get('text/plain') ?? '', html: parts.get('text/html') ?? '', isSecure: session.secure },
  };
}

function part(raw: string): { headers: Map<string, string>; names: string[]; body: string } {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const pairs = lines.map((line): [string, string] => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    decoded(line.slice(line.indexOf(':') + 1).trim()),
  ]);
  return { headers: new Map(pairs), names: pairs.map(([name]) => name), body: raw.slice(end + 4) };
}

/** RFC 2047. */
function decoded(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : quoted(text.replaceAll('_', ' ')),
    );
}

function quoted(text: string): string {
  return Buffer.from(
    text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();
}

function partsOf(headers: ReadonlyMap<string, string>, body: string): Map<string, string> {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary === undefined) {
    const how = headers.get('content-transfer-encoding')?.toLowerCase();
    const text = how === 'quoted-printable' ? quoted(body) : how === 'base64' ? Buffer.from(body, 'base64').toString() : body;
    return new Map([[type.split(';')[0] ?? '', text.replaceAll('\r\n', '\n')]]);
  }
  const inner = body.split(`--${boundary}`).slice(1, -1);
  return new Map(
    inner.flatMap((raw) => {
      const { headers: own, body: text } = part(raw.replace(/^\r\n/, ''));
      return [...partsOf(own, text.replace(/\r\n$/, ''))];
    }),
  );
}
