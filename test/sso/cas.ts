/** A small CAS server that speaks the protocol of version 3: a sign-in page, tickets that serve once, attributes, single sign-out. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CasUser {
  readonly user: string;
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

export interface Cas {
  readonly url: string;
  /** Who signs in next. */
  user: CasUser | null;
  /** Single sign-out: every service that was given a ticket is told. @returns the statuses of their answers */
  signOut(): Promise<number[]>;
  close(): Promise<void>;
}

const escaped = (text: string) => text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export async function startCas(): Promise<Cas> {
  const tickets = new Map<string, { service: string; user: CasUser; spent: boolean }>();
  const state: { user: CasUser | null } = { user: null };
  const answer = (ticket: string, service: string): string => {
    const held = tickets.get(ticket);
    const fits = held !== undefined && held.service === service && !held.spent;
    if (held !== undefined) held.spent = true;
    const body = !fits
      ? '<cas:authenticationFailure code="INVALID_TICKET">no</cas:authenticationFailure>'
      : `<cas:authenticationSuccess><cas:user>${escaped(held.user.user)}</cas:user><cas:attributes>${Object.entries(held.user.attributes)
          .flatMap(([name, value]) => [value].flat().map((one) => `<cas:${name}>${escaped(one)}</cas:${name}>`))
          .join('')}</cas:attributes></cas:authenticationSuccess>`;
    return `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${body}</cas:serviceResponse>`;
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://cas');
    const service = url.searchParams.get('service') ?? '';
    if (url.pathname === '/cas/login') {
      const { user } = state;
      if (user === null) return void response.end('<h1>ENT</h1>');
      const ticket = `ST-${tickets.size + 1}-${randomBytes(16).toString('hex')}-cas`;
      tickets.set(ticket, { service, user, spent: false });
      const back = new URL(service);
      back.searchParams.set('ticket', ticket);
      return void response.writeHead(302, { location: back.href }).end();
    }
    if (url.pathname === '/cas/p3/serviceValidate') {
      return void response.writeHead(200, { 'content-type': 'application/xml' }).end(answer(url.searchParams.get('ticket') ?? '', service));
    }
    response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cas`,
    get user() {
      return state.user;
    },
    set user(next) {
      state.user = next;
    },
    async signOut() {
      const told = [...tickets].map(async ([ticket, { service }]) => {
        const said = `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="LR-1" Version="2.0" IssueInstant="${new Date().toISOString()}"><saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@</saml:NameID><samlp:SessionIndex>${ticket}</samlp:SessionIndex></samlp:LogoutRequest>`;
        return (await fetch(service, { method: 'POST', body: new URLSearchParams({ logoutRequest: said }) })).status;
      });
      return Promise.all(told);
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}
