import { photosOf } from './absorb.ts';
import type { Store } from './port.ts';
import { type SendResult, timeFor, waitAskedBy } from './send.ts';
import { type TakeTurn, takeTurn } from './turn.ts';

/** Longer than text: nothing waits behind a photo, and one that is cut short begins again. ms */
const SILENCE = 60_000;
/** The server will never take these bytes: too large, not a picture, or not what their name says. */
const NEVER = new Set([413, 415, 422]);
/** As the server says it of bytes that are not what their name says. */
const DAMAGED = 422;

/**
 * `left`: photos that still wait; one the server does not know yet is among them. `uploaded`: how many arrived, also in a round that was cut
 * short.
 */
export type UploadResult =
  | { readonly kind: 'ok'; readonly uploaded: number; readonly left: number }
  | { readonly kind: 'taken' }
  | (Exclude<SendResult, { kind: 'answer' }> & { readonly uploaded: number });

/** How often each has failed in this page: one that always does goes last, and does not hold up the others. */
const failures = new Map<string, number>();

/**
 * Sends the bytes of photos whose command the server has, one after the other, text having gone first (invariant 42). Each is named by
 * its hash: saying it twice is harmless, a cut one begins again (43); it leaves the phone when the server says that it holds it (44).
 */
export async function uploadWaiting(store: Store, fetchIt: typeof fetch, turn: TakeTurn = takeTurn): Promise<UploadResult> {
  const result = await turn(`photos:${store.person}`, async (): Promise<UploadResult> => {
    let uploaded = 0;
    let left = 0;
    let trouble: Exclude<Said, string | number> | null = null;
    const failed = ({ hash }: { hash: string }) => failures.get(hash) ?? 0;
    const waiting = (await store.photos()).filter((p) => p.state === 'waiting').sort((a, b) => failed(a) - failed(b) || a.keptAt - b.keptAt);
    for (const photo of waiting) {
      const { hash, mime } = photo;
      const blob = await store.photo(hash).catch(() => 'unreadable' as const);
      // Its bytes are not what they were: those of the others are.
      if (blob === null) await store.photoSettled(hash, DAMAGED);
      if (blob === 'unreadable') left += 1;
      if (blob === null || blob === 'unreadable') continue;
      const said = await put(fetchIt, hash, mime, blob);
      if (said === 'stored') {
        failures.delete(hash);
        await store.photoSettled(hash, null);
        uploaded += 1;
      } else if (said === 'unknown') {
        if (await isNamed(store, hash)) left += 1;
        else await store.photoForgotten(hash);
      } else if (typeof said === 'number') await store.photoSettled(hash, said);
      else {
        const isItsOwn = said.kind === 'busy' && said.retryAfter === null;
        if (isItsOwn || said.kind === 'timeout') failures.set(hash, failed(photo) + 1);
        // A server that stumbles over this one may take the next; asked to wait, or without a line, there is no next.
        if (!isItsOwn) return { ...said, uploaded };
        trouble = said;
      }
    }
    return trouble === null ? { kind: 'ok', uploaded, left } : { ...trouble, uploaded };
  });
  return result === 'taken' ? { kind: 'taken' } : result;
}

/** Is it of a ticket that is here, or of something that waits? Else a server that was put back to an older state has forgotten it. */
async function isNamed(store: Store, hash: string): Promise<boolean> {
  const { documents, outbox } = await store.read('all');
  return (
    documents.some((d) => d.kind === 'ticket' && d.head.photos.some((p) => p.hash === hash)) || outbox.some((e) => photosOf(e.command).includes(hash))
  );
}

type Said = 'stored' | 'unknown' | number | Exclude<SendResult, { kind: 'answer' }>;

async function put(fetchIt: typeof fetch, hash: string, mime: string, body: Blob): Promise<Said> {
  const abort = new AbortController();
  // By its size: cut short, one beginning after another would never end on a bad line.
  const timer = setTimeout(() => abort.abort(), timeFor(body.size, SILENCE));
  try {
    const response = await fetchIt(`/api/photos/${hash}`, {
      method: 'PUT',
      headers: { 'content-type': mime },
      body,
      redirect: 'manual',
      credentials: 'same-origin',
      cache: 'no-store',
      signal: abort.signal,
    });
    return await meaningOf(response);
  } catch {
    return { kind: abort.signal.aborted ? 'timeout' : 'offline' };
  } finally {
    clearTimeout(timer);
  }
}

/** Only JSON is ours: a portal's page, whatever its status, neither keeps a photo nor refuses one (invariant 31). */
async function meaningOf(response: Response): Promise<Said> {
  const { status } = response;
  const isOurs = /^application\/(?:[\w.-]+\+)?json\b/.test(response.headers.get('content-type') ?? '');
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) return { kind: 'portal' };
  if (status >= 500 || status === 429) return { kind: 'busy', retryAfter: waitAskedBy(response) };
  if (!isOurs) return { kind: 'portal' };
  if (status === 200 || status === 201) {
    const body: unknown = await response.json().catch(() => null);
    return typeof body === 'object' && body !== null && (body as { stored?: unknown }).stored === true ? 'stored' : { kind: 'portal' };
  }
  if (status === 401) return { kind: 'unauthorised' };
  if (status === 403) return { kind: 'foreign-origin' };
  if (status === 404) return 'unknown';
  return NEVER.has(status) ? status : { kind: 'busy', retryAfter: null };
}

/**
 * One upload at a time, beside the drain: a photo that takes minutes on a bad line keeps no text waiting.
 * @param told how it ended
 * @returns the way to begin; said while one runs, it looks once more after it
 */
export function uploader(store: Store, fetchIt: typeof fetch, told: (result: UploadResult) => void): () => void {
  let isRunning = false;
  let again = false;
  return function begin() {
    again = isRunning;
    if (isRunning) return;
    isRunning = true;
    void uploadWaiting(store, fetchIt)
      .then(told, () => 'the device fails: the next drain begins again')
      .finally(() => {
        isRunning = false;
        if (again) begin();
      });
  };
}
