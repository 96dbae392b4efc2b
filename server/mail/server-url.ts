import 'server-only';

export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly user: string | null;
  readonly pass: string | null;
  /** From the first byte (smtps:, imaps:); otherwise by STARTTLS. */
  readonly implicit: boolean;
  /** `any`: encrypted, whoever's certificate it is; `no`: in the clear where the server offers nothing else. */
  readonly tls: 'required' | 'any' | 'no';
}

/** The mailbox that answers arrive in. */
export interface ImapSettings extends MailServer {
  readonly user: string;
  readonly pass: string;
  /** `INBOX` unless the address names another. */
  readonly mailbox: string;
}

const PORTS = { smtp: [587, 465], imap: [143, 993] } as const;

function parse(typed: string, scheme: keyof typeof PORTS): (MailServer & { readonly path: string }) | null {
  if (!/^(?:smtp|imap)s?:\/\/\S+$/.test(typed) || !URL.canParse(typed)) return null;
  const url = new URL(typed);
  const [asked, ...others] = [...url.searchParams];
  const tls = asked === undefined ? 'required' : asked[0] === 'tls' && (asked[1] === 'any' || asked[1] === 'no') ? asked[1] : null;
  const implicit = url.protocol === `${scheme}s:`;
  if ((!implicit && url.protocol !== `${scheme}:`) || url.hostname === '' || tls === null || others.length > 0 || (implicit && tls === 'no'))
    return null;
  try {
    return {
      ...{ host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? PORTS[scheme][implicit ? 1 : 0] : Number(url.port), implicit, tls },
      user: url.username === '' ? null : decodeURIComponent(url.username),
      pass: url.password === '' ? null : decodeURIComponent(url.password),
      path: decodeURIComponent(url.pathname.replace(/^\//, '')),
    };
  } catch {
    return null;
  }
}

/**
 * `smtp://user:password@host:587` or `smtps://…:465`. Encryption is required, and the certificate looked at, unless the address says
 * `?tls=any` or `?tls=no`.
 * @returns null when it is no such address
 */
export function parseSmtpUrl(typed: string): MailServer | null {
  const found = parse(typed, 'smtp');
  if (found === null || found.path !== '') return null;
  const { path: _none, ...server } = found;
  return server;
}

/** `imaps://user:password@host:993`, or `imap://…:143`, with `/Folder` where it is not the inbox; by the same rules. */
export function parseImapUrl(typed: string): ImapSettings | null {
  const found = parse(typed, 'imap');
  if (found === null || found.user === null || found.pass === null) return null;
  const { path, user, pass, ...server } = found;
  return { ...server, user, pass, mailbox: path === '' ? 'INBOX' : path };
}
