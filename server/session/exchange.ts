import 'server-only';
import NextAuth, { type AuthOptions } from 'next-auth';

/** A CommonJS module is its default export for a bundler, and holds it for Node. */
export function callable<F>(module: F): F {
  return (module as { default?: F }).default ?? module;
}

/** The cookies of a request, by name. */
export function cookiesOf(header: string | null): Record<string, string> {
  const pairs = (header ?? '').split(';').flatMap((pair) => {
    const cut = pair.indexOf('=');
    return cut < 1 ? [] : [[pair.slice(0, cut).trim(), decoded(pair.slice(cut + 1).trim())]];
  });
  return Object.fromEntries(pairs);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/**
 * One request through next-auth's pages API, which is plain data in and out. Its other API reads the request out of Next's context, where
 * no test can put one.
 * @param action the path after /api/auth/
 */
export async function throughNextAuth(
  request: Request,
  action: readonly string[],
  body: Record<string, string>,
  options: AuthOptions,
): Promise<Response> {
  const headers = new Headers({ 'cache-control': 'private, no-store' });
  let status = 200;
  let text = '';
  const response = {
    status(code: number) {
      status = code;
      return response;
    },
    getHeader: (name: string) => (name.toLowerCase() === 'set-cookie' ? headers.getSetCookie() : (headers.get(name) ?? undefined)),
    setHeader(name: string, value: string | string[]) {
      headers.delete(name);
      for (const one of [value].flat()) headers.append(name, one);
      return response;
    },
    json(value: unknown) {
      headers.set('content-type', 'application/json');
      text = JSON.stringify(value);
    },
    send(value: unknown) {
      if (typeof value === 'string') text = value;
      else response.json(value);
    },
    end() {},
  };
  const asked = {
    method: request.method,
    query: { nextauth: action },
    headers: Object.fromEntries(request.headers),
    cookies: cookiesOf(request.headers.get('cookie')),
    body,
  };
  await callable(NextAuth)(asked as never, response as never, options);
  headers.set('cache-control', 'private, no-store');
  return new Response(text, { status, headers });
}
