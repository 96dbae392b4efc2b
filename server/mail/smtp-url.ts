import 'server-only';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string | null;
  readonly pass: string | null;
  /** From the first byte (smtps:); otherwise by STARTTLS. */
  readonly implicit: boolean;
  /** `any`: encrypted, whoever's certificate it is; `no`: in the clear where the server offers nothing else. */
  readonly tls: 'required' | 'any' | 'no';
}

/**
 * `smtp://user:password@host:587` or `smtps://…:465`. Encryption is required, and the certificate looked at, unless the address says
 * `?tls=any` or `?tls=no`.
 * @returns null when it is no such address
 */
export function parseSmtpUrl(typed: string): SmtpSettings | null {
  if (!/^smtps?:\/\/\S+$/.test(typed) || !URL.canParse(typed)) return null;
  const url = new URL(typed);
  const [asked, ...others] = [...url.searchParams];
  const tls = asked === undefined ? 'required' : asked[0] === 'tls' && (asked[1] === 'any' || asked[1] === 'no') ? asked[1] : null;
  const implicit = url.protocol === 'smtps:';
  if (url.hostname === '' || tls === null || others.length > 0 || (implicit && tls === 'no') || !/^\/?$/.test(url.pathname)) return null;
  try {
    return {
      ...{ host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port), implicit, tls },
      user: url.username === '' ? null : decodeURIComponent(url.username),
      pass: url.password === '' ? null : decodeURIComponent(url.password),
    };
  } catch {
    return null;
  }
}
