import 'server-only';
import { env } from './env.ts';
import { noteSecurity } from './security-log.ts';

/** What a door says; `body: null` says nothing but the status. */
export interface Said {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The database cannot answer now (server/failure.ts): whoever asked tries again. */
export const BUSY: Said = { status: 503, body: { error: 'busy' }, headers: { 'retry-after': '2' } };

/** JSON with the given type, never cached, never sniffed. */
export function say({ status, body, headers }: Said, contentType = 'application/json'): Response {
  const all = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers };
  return body === null
    ? new Response(null, { status, headers: all })
    : new Response(JSON.stringify(body), { status, headers: { ...all, 'content-type': contentType } });
}

/** A file for a spreadsheet, to be kept and not shown. @param name plain letters */
export function csvAnswer(name: string, text: string): Response {
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-disposition': `attachment; filename="${name}"` };
  return new Response(text, { headers: { ...headers, 'content-type': 'text/csv; charset=utf-8' } });
}

/** A file to keep, never a page; or what a door says instead of it. */
export function sendFile(file: Said | { readonly bytes: Uint8Array; readonly name: string; readonly type: string }): Response {
  if ('status' in file) return say(file);
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': file.type,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'cache-control': 'no-store',
    },
  });
}

/**
 * Does the request come from a page of this installation? Browsers send Origin with every request that writes; one of another site,
 * `null`, or none is refused before the body is read. The Host that the browser asked for counts as ours: a forged one cannot be
 * sent by a page.
 */
export function sameOrigin(request: Request): boolean {
  const origin = request.headers.get('origin');
  const isOurs = origin !== null && URL.canParse(origin) && (origin === env().publicUrl || new URL(origin).host === request.headers.get('host'));
  if (!isOurs) noteSecurity(request, { kind: 'cross-site', data: { origin: origin === null ? 'none' : origin === 'null' ? 'null' : 'other' } });
  return isOurs;
}

/** Reads at most `limit` bytes of a body; null when there is more. */
export async function readAtMost(request: Request, limit: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (next === undefined || next.done) break;
    size += next.value.byteLength;
    if (size > limit) {
      await reader?.cancel();
      return null;
    }
    chunks.push(next.value);
  }
  return Buffer.concat(chunks, size);
}

/** A JSON body of at most `limit` bytes; undefined when it is larger or not JSON. */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const bytes = await readAtMost(request, limit);
  if (bytes === null) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
