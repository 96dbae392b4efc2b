import { CONTENT_TYPE } from '#domain/protocol.ts';
import type { SyncRequest } from '#domain/wire.ts';

/** What came of one request. Only `answer` says anything about commands; the others settle nothing (invariants 14, 31, 34). */
export type SendResult =
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'offline' }
  /** Somebody between us and the server answered in its place: hotel Wi-Fi, a school's filter. */
  | { readonly kind: 'portal' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unauthorised' }
  /** The session is another person's, who may not send this outbox (invariants 10, 33). */
  | { readonly kind: 'foreign-origin' }
  /** `retryAfter`: ms, as the server asked. */
  | { readonly kind: 'busy'; readonly retryAfter: number | null };

export type Send = (request: SyncRequest) => Promise<SendResult>;

/** What the server action answers (app/_doors): the status and body that POST /api/sync would have. */
export interface DoorAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A half-open connection must not hold up everything behind it: ms. */
export const TIME_LIMIT = 15_000;

/** Retry-After in seconds or as a date (RFC 9110 section 10.2.3). @returns ms, null when absent or unreadable. */
export function retryAfterOf(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function meaning(status: number, retryAfter: number | null): SendResult {
  if (status === 401) return { kind: 'unauthorised' };
  if (status === 403) return { kind: 'foreign-origin' };
  return { kind: 'busy', retryAfter };
}

/**
 * POST /api/sync: the worker's door, and the page's when its action is unknown to a newer build.
 * A redirect is never followed, and only our own content type is believed (invariant 31).
 */
export function routeSend(fetchIt: typeof fetch, { path = '/api/sync', limit = TIME_LIMIT } = {}): Send {
  return async (request) => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), limit);
    try {
      const response = await fetchIt(path, {
        method: 'POST',
        headers: { 'content-type': CONTENT_TYPE, accept: CONTENT_TYPE },
        body: JSON.stringify(request),
        // Not 'error': that would look like no network at all. A redirect is seen, not followed, and is no answer.
        redirect: 'manual',
        credentials: 'same-origin',
        cache: 'no-store',
        signal: abort.signal,
      });
      return await readAnswer(response);
    } catch {
      return { kind: abort.signal.aborted ? 'timeout' : 'offline' };
    } finally {
      clearTimeout(timer);
    }
  };
}

async function readAnswer(response: Response): Promise<SendResult> {
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) return { kind: 'portal' };
  const type = response.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  if (response.status === 200) {
    if (type !== CONTENT_TYPE) return { kind: 'portal' };
    const text = await response.text();
    try {
      return { kind: 'answer', body: JSON.parse(text) };
    } catch {
      return { kind: 'portal' };
    }
  }
  // A page of HTML with 401 or 403 is a proxy's; ours says it in its own type.
  if ((response.status === 401 || response.status === 403 || response.status === 511) && type !== CONTENT_TYPE) return { kind: 'portal' };
  return meaning(response.status, retryAfterOf(response.headers.get('retry-after'), Date.now()));
}

export interface ActionOptions {
  /** Does this rejection say that the server does not know the action any more? (next/navigation knows) */
  readonly isUnknownAction?: (error: unknown) => boolean;
  readonly limit?: number;
}

/**
 * The page's door: the server action, raced against 15 s because the client runs actions one at a time and without a limit.
 * After one time-out or an unknown action id, `fallback` (the route) serves for the rest of this page's life; it also says what
 * any other failure of the action was, since an action only throws. Saying a request twice is harmless (invariant 6).
 */
export function actionSend(
  action: (request: SyncRequest) => Promise<DoorAnswer>,
  fallback: Send,
  { isUnknownAction = () => false, limit = TIME_LIMIT }: ActionOptions = {},
): Send {
  let useRoute = false;
  return async (request) => {
    if (useRoute) return fallback(request);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), limit);
    });
    const asked = action(request);
    try {
      const said = await Promise.race([asked, late]);
      if (said === 'late') {
        asked.catch(() => 'nobody waits for it any more');
        useRoute = true;
        return { kind: 'timeout' };
      }
      // Next answers undefined when something between replaced the action's answer.
      if (typeof said?.status !== 'number') return await fallback(request);
      return said.status === 200 ? { kind: 'answer', body: said.body } : meaning(said.status, null);
    } catch (error) {
      if (isUnknownAction(error)) useRoute = true;
      const result = await fallback(request);
      // The action fails where the route works: this page's actions are of no use any more.
      if (result.kind === 'answer') useRoute = true;
      return result;
    } finally {
      clearTimeout(timer);
    }
  };
}
