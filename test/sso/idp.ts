/** A real OpenID Connect provider (oidc-provider) with Keycloak's claims, and people who sign in without a password. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Account {
  readonly sub: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface Idp {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in next; null: whoever asks is shown a page and nothing more. */
  account: Account | null;
  /** @param relais where Relais is, so that the provider may send people back there */
  serve(relais: string): void;
  close(): Promise<void>;
}

export async function startIdp(): Promise<Idp> {
  const { default: Provider } = await import('oidc-provider');
  const server: Server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ['relais', 'a-secret-between-two-servers-of-the-tests'];
  const accounts = new Map<string, Readonly<Record<string, unknown>>>();
  const providerFor = (relais: string) =>
    new Provider(issuer, {
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: [`${relais}/api/sso/oidc/callback`],
          response_types: ['code'],
          grant_types: ['authorization_code'],
          backchannel_logout_uri: `${relais}/api/sso/oidc/logout`,
          backchannel_logout_session_required: true,
        },
      ],
      pkce: { required: () => true },
      // Its own would not call a machine of its own.
      fetch: (url: string, { dispatcher: _, ...init }: RequestInit & { dispatcher?: unknown }) => fetch(url, init),
      cookies: { keys: ['one key of the tests'] },
      claims: {
        openid: ['sub'],
        email: ['email', 'email_verified'],
        profile: ['preferred_username', 'given_name', 'family_name', 'name', 'realm_access', 'groups', 'ENTPersonStructRattachUAI'],
      },
      features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true } },
      interactions: { url: (_ctx: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
      findAccount: async (_ctx: unknown, sub: string) => ({ accountId: sub, claims: async () => ({ sub, ...accounts.get(sub) }) }),
    });
  const idp: Idp = {
    issuer,
    clientId,
    clientSecret,
    account: null,
    serve(relais) {
      const provider = providerFor(relais);
      const answer = provider.callback();
      server.on('request', (request, response) => {
        if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
        void (async () => {
          const { account } = idp;
          if (account === null) return void response.end('<h1>Portail</h1>');
          accounts.set(account.sub, account.claims);
          const details = await provider.interactionDetails(request, response);
          const grant = new provider.Grant({ accountId: account.sub, clientId });
          grant.addOIDCScope('openid email profile');
          const result = details.prompt.name === 'login' ? { login: { accountId: account.sub } } : { consent: { grantId: await grant.save() } };
          await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
        })().catch((error: unknown) => response.writeHead(500).end(String(error)));
      });
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
  return idp;
}
