/** The people of the session's contract tests, and a browser that keeps its cookies. */
import { randomUUID } from 'node:crypto';
import type { Role } from '#domain/actor.ts';
import type { Db } from '#server/db.ts';
import { handleAuth } from '#server/session/next-auth.ts';
import { hashPassword } from '#server/session/password.ts';
import { Throttle } from '#server/throttle.ts';

export const NOW = Date.parse('2026-11-23T08:00:00Z');
export const PASSWORD = 'une rivière sous la lune';

// What the start gives the server (scripts/prepare.ts).
process.env['NEXTAUTH_SECRET'] = 'a secret of the tests, 32 bytes long or more';

let hash: Promise<string> | undefined;

export async function makeOrganisation(db: Db): Promise<void> {
  await db.organisation.create({ data: { id: 'org', name: 'Relais', incarnation: randomUUID() } });
}

export async function makeSite(db: Db, uai: string): Promise<string> {
  const { id } = await db.site.create({ data: { id: randomUUID(), uai, name: `Lycée ${uai}`, city: 'Orléans', version: 0 } });
  return id;
}

/** @param roles `site` null: the whole organisation */
export async function makePerson(db: Db, login: string, roles: readonly { role: Role; siteId: string | null }[] = []): Promise<string> {
  hash ??= hashPassword(PASSWORD);
  const memberships = { create: roles.map((membership) => ({ id: randomUUID(), ...membership })) };
  const person = { id: randomUUID(), login, givenName: 'Mina', familyName: 'Diallo', passwordHash: await hash, memberships };
  return (await db.person.create({ data: person })).id;
}

/** A browser before the server: cookies are kept and sent, the clock is the test's. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly setCookies: string[] = [];
  readonly #db: Db;
  readonly #counts: Throttle;

  constructor(db: Db, counts = new Throttle()) {
    this.#db = db;
    this.#counts = counts;
  }

  async ask(
    method: 'GET' | 'POST',
    path: string,
    form: Record<string, string> = {},
    now = NOW,
  ): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
    const headers = { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const body = method === 'POST' ? { body: new URLSearchParams(form) } : {};
    const request = new Request(`http://localhost:3000/api/auth/${path}`, { method, headers, ...body });
    const response = await handleAuth(request, { db: this.#db, now: () => now, counts: this.#counts });
    for (const line of response.headers.getSetCookie()) {
      this.setCookies.push(line);
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      const ended = attributes.some((attribute) => /^max-age=0$/i.test(attribute) || /^expires=Thu, 01 Jan 1970/i.test(attribute));
      if (ended) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { status: response.status, body: (await response.json()) as Record<string, unknown>, headers: response.headers };
  }

  async signIn(login: string, password: string, now = NOW) {
    const { body } = await this.ask('GET', 'csrf', {}, now);
    return this.ask('POST', 'callback/credentials', { csrfToken: String(body['csrfToken']), login, password }, now);
  }

  get session(): string | undefined {
    return this.cookies.get('relais.session');
  }
}
