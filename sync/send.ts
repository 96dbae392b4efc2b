import { CONTENT_TYPE } from '#domain/protocol.ts';
import type { SyncRequest } from '#domain/wire.ts';

/** What came of one request. Only `answer` says anything about commands; the others settle nothing (invariants 14, 31, 34). */
export type SendResult =
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'offline' }
  /** Somebody between us and the server answered in its place: hotel Wi-Fi, a school's filter. */
  | { readonly kind: 'portal' }
  | { readonly kind: 'timeout' }
  /** `forget`: this device was lost, and is to forget what it holds (forget.ts). */
  | { readonly kind: 'unauthorised'; readonly forget?: true }
  /** The session is another person's, who may not send this outbox (invariants 10, 33). */
  | { readonly kind: 'foreign-origin' }
  /** `retryAfter`: ms, as the server asked. */
  | { readonly kind: 'busy'; readonly retryAfter: number | null };

export type Send = (request: SyncRequest) => Promise<SendResult>;

/** What the server action answers (app/_doors): the status and body that POST /api/sync would have. */
export interface DoorAnswer {
  readonly status: number;
  readonly body: unknown;
  /** ms, as the server asked. */
  readonly retryAfter?: number | null;
}

/** A half-open connection must not hold up everything behind it: ms. */
const TIME_LIMIT = 15_000;
/** What is left of 50 kbit/s when a third is lost and another third is others': bytes per second. */
const SLOWEST = 2_000;
/** Longer than that nobody is asked to wait; a timer of 25 days would ring at once. */
const LONGEST_WAIT = 15 * 60_000;

/**
 * How long a request may take whose sending nobody can watch: the silence that is taken for a broken line, and the time its bytes need.
 * @param silence ms; where a third of what is sent is lost, a line that works may say nothing for half a minute
 * @returns ms
 */
export function timeFor(bytes: number, silence = TIME_LIMIT): number {
  return silence + (bytes / SLOWEST) * 1000;
}

/**
 * Retry-After in seconds or as a date (RFC 9110 section 10.2.3), a quarter of an hour at most.
 * @param now of whoever said it, ms
 * @returns ms, null when absent or unreadable
 */
export function retryAfterOf(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? null : Math.min(LONGEST_WAIT, Math.max(0, wait));
}

/** How long this answer asks to wait. The phone's own clock may be years away: a date is compared with the one that came beside it (39). */
export function waitAskedBy({ headers }: Response): number | null {
  const said = Date.parse(headers.get('date') ?? '');
  return retryAfterOf(headers.get('retry-after'), Number.isNaN(said) ? Date.now() : said);
}

function meaning(status: number, retryAfter: number | null, body?: unknown): SendResult {
  if (status === 401) return { kind: 'unauthorised', ...((body as { forget?: unknown } | null)?.forget === true ? { forget: true } : {}) };
  if (status === 403) return { kind: 'foreign-origin' };
  return { kind: 'busy', retryAfter };
}

/**
 * POST /api/sync: the worker's door, and the page's when its action is unknown to a newer build.
 * A redirect is never followed, and only our own content type is believed (invariant 31). An answer that goes on coming is waited for,
 * however slow the line. @param limit of silence, ms
 */
export function routeSend(fetchIt: typeof fetch, { path = '/api/sync', limit = TIME_LIMIT } = {}): Send {
  return async (request) => {
    const abort = new AbortController();
    const body = JSON.stringify(request);
    let timer = setTimeout(() => abort.abort(), limit - TIME_LIMIT + timeFor(body.length));
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), limit);
    };
    try {
      const response = await fetchIt(path, {
        method: 'POST',
        headers: { 'content-type': CONTENT_TYPE, accept: CONTENT_TYPE },
        body,
        // Not 'error': that would look like no network at all. A redirect is seen, not followed, and is no answer.
        redirect: 'manual',
        credentials: 'same-origin',
        cache: 'no-store',
        signal: abort.signal,
      });
      heard();
      return await readAnswer(response, heard);
    } catch {
      return { kind: abort.signal.aborted ? 'timeout' : 'offline' };
    } finally {
      clearTimeout(timer);
    }
  };
}

async function readAnswer(response: Response, heard: () => void): Promise<SendResult> {
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) return { kind: 'portal' };
  const type = response.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  if (response.status === 200) {
    if (type !== CONTENT_TYPE) return { kind: 'portal' };
    const text = await slowly(response, heard);
    try {
      return { kind: 'answer', body: JSON.parse(text) };
    } catch {
      return { kind: 'portal' };
    }
  }
  // A page of HTML with 401 or 403 is a proxy's; ours says it in its own type.
  if ((response.status === 401 || response.status === 403 || response.status === 511) && type !== CONTENT_TYPE) return { kind: 'portal' };
  const body: unknown = response.status === 401 ? await response.json().catch(() => null) : null;
  return meaning(response.status, waitAskedBy(response), body);
}

/** The body, with a word at each piece of it. */
async function slowly(response: Response, heard: () => void): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const next = await reader?.read();
    if (next === undefined || next.done) return text + decoder.decode();
    heard();
    text += decoder.decode(next.value, { stream: true });
  }
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
      return said.status === 200 ? { kind: 'answer', body: said.body } : meaning(said.status, said.retryAfter ?? null, said.body);
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
