import { describe, expect, test, vi } from 'vitest';
import { CONTENT_TYPE, type SyncRequest } from '#domain/wire.ts';
import { actionSend, retryAfterOf, routeSend, timeFor } from './send.ts';

const request = { protocol: 1, entries: [] } as unknown as SyncRequest;
const body = { kind: 'fork', receipts: [] };

function answering(status: number, type: string, text: string, headers: Record<string, string> = {}): typeof fetch {
  return async () => new Response(text, { status, headers: { 'content-type': type, ...headers } });
}

describe('the route', () => {
  test('[31] only our content type with a body that parses is an answer', async () => {
    expect(await routeSend(answering(200, `${CONTENT_TYPE}; charset=utf-8`, JSON.stringify(body)))(request)).toEqual({ kind: 'answer', body });
    for (const [type, text] of [
      ['text/html', '<html>Bienvenue au lycée</html>'],
      ['application/json', JSON.stringify(body)],
      [CONTENT_TYPE, '{"kind":"fo'],
      ['', JSON.stringify(body)],
    ] as const) {
      expect(await routeSend(answering(200, type, text))(request)).toEqual({ kind: 'portal' });
    }
  });

  test('[31] a redirect is seen, never followed', async () => {
    const asked = vi.fn<typeof fetch>(async () => new Response(null, { status: 302, headers: { location: 'https://portal.example/' } }));
    expect(await routeSend(asked)(request)).toEqual({ kind: 'portal' });
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', redirect: 'manual', credentials: 'same-origin', cache: 'no-store' });
  });

  test('[34] [14] each status has its name', async () => {
    const ask = (status: number, headers = {}) => routeSend(answering(status, CONTENT_TYPE, '{}', headers))(request);
    expect(await ask(401)).toEqual({ kind: 'unauthorised' });
    expect(await ask(403)).toEqual({ kind: 'foreign-origin' });
    expect(await ask(503, { 'retry-after': '2' })).toEqual({ kind: 'busy', retryAfter: 2000 });
    expect(await ask(429)).toEqual({ kind: 'busy', retryAfter: null });
    expect(await ask(500)).toEqual({ kind: 'busy', retryAfter: null });
    expect(await routeSend(answering(403, 'text/html', 'filtré'))(request)).toEqual({ kind: 'portal' });
    expect(await routeSend(answering(511, 'text/html', ''))(request)).toEqual({ kind: 'portal' });
  });

  test('no network, and a line that never answers', async () => {
    expect(await routeSend(async () => Promise.reject(new TypeError('Failed to fetch')))(request)).toEqual({ kind: 'offline' });
    const hanging: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    expect(await routeSend(hanging, { limit: 10 })(request)).toEqual({ kind: 'timeout' });
  });

  test('a body that stops half way counts as a time-out too', async () => {
    const half: typeof fetch = async (_, init) => {
      const stream = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"kind":'));
          init?.signal?.addEventListener('abort', () => controller.error(new Error('aborted')));
        },
      });
      return new Response(stream, { headers: { 'content-type': CONTENT_TYPE } });
    };
    expect((await routeSend(half, { limit: 10 })(request)).kind).not.toBe('answer');
  });

  test('Retry-After in seconds and as a date', () => {
    expect(retryAfterOf('120', 0)).toBe(120_000);
    expect(retryAfterOf('Wed, 21 Oct 2015 07:28:00 GMT', Date.UTC(2015, 9, 21, 7, 27, 0))).toBe(60_000);
    expect(retryAfterOf('Wed, 21 Oct 2015 07:28:00 GMT', Date.UTC(2020, 0, 1))).toBe(0);
    expect(retryAfterOf('soon', 0)).toBeNull();
    expect(retryAfterOf(null, 0)).toBeNull();
  });

  test('[39] Retry-After as a date counts from the clock of whoever said it, and nobody is asked to wait for years', async () => {
    const busy = async (headers: Record<string, string>) => {
      const result = await routeSend(answering(503, 'text/html', '', headers))(request);
      return result.kind === 'busy' ? result.retryAfter : result.kind;
    };
    const said = Date.UTC(2031, 0, 1, 8);
    const date = (ms: number) => new Date(ms).toUTCString();
    expect(await busy({ date: date(said), 'retry-after': date(said + 30_000) })).toBe(30_000);
    // A timer takes 2^31 ms at most and rings at once beyond: that would be a hot loop.
    expect(await busy({ 'retry-after': date(Date.now() + 3 * 365 * 86_400_000) })).toBe(15 * 60_000);
    expect(await busy({ 'retry-after': '31536000' })).toBe(15 * 60_000);
  });

  test('an answer that comes slowly is waited for as long as it comes; one that stops is not', async () => {
    const text = JSON.stringify(body);
    const trickle = (pause: number): typeof fetch => {
      return async (_, init) => {
        let at = 0;
        const stream = new ReadableStream<Uint8Array>({
          start: (controller) => init?.signal?.addEventListener('abort', () => controller.error(new Error('aborted'))),
          async pull(controller) {
            await new Promise((done) => setTimeout(done, pause));
            if (init?.signal?.aborted === true) return;
            if (at < text.length) controller.enqueue(new TextEncoder().encode(text.slice(at, at + 4)));
            else controller.close();
            at += 4;
          },
        });
        return new Response(stream, { headers: { 'content-type': CONTENT_TYPE } });
      };
    };
    expect(await routeSend(trickle(25), { limit: 60 })(request)).toEqual({ kind: 'answer', body });
    expect(await routeSend(trickle(200), { limit: 60 })(request)).toEqual({ kind: 'timeout' });
  });

  test('what takes long to say is given the time that the slowest line takes', () => {
    expect(timeFor(0)).toBe(15_000);
    expect(timeFor(500_000)).toBe(15_000 + 250_000);
    expect(timeFor(44_000, 60_000)).toBe(82_000);
  });
});

describe('the action', () => {
  const route = { kind: 'answer', body: 'by the route' } as const;

  test('answers like the route', async () => {
    const send = (status: number) =>
      actionSend(
        async () => ({ status, body }),
        async () => route,
      )(request);
    expect(await send(200)).toEqual({ kind: 'answer', body });
    expect(await send(401)).toEqual({ kind: 'unauthorised' });
    expect(await send(403)).toEqual({ kind: 'foreign-origin' });
    expect(await send(503)).toEqual({ kind: 'busy', retryAfter: null });
    const told = actionSend(
      async () => ({ status: 429, body, retryAfter: 30_000 }),
      async () => route,
    );
    expect(await told(request)).toEqual({ kind: 'busy', retryAfter: 30_000 });
  });

  test('one that hangs is left after the limit, and the route serves this page from then on', async () => {
    const action = vi.fn(() => new Promise<never>(() => undefined));
    const send = actionSend(action, async () => route, { limit: 10 });
    expect(await send(request)).toEqual({ kind: 'timeout' });
    expect(await send(request)).toEqual(route);
    expect(action).toHaveBeenCalledTimes(1);
  });

  test('[30] an id that a newer server does not know: the route at once, and from then on', async () => {
    const action = vi.fn(async () => Promise.reject(new Error('unknown action')));
    const send = actionSend(action, async () => route, { isUnknownAction: () => true });
    expect(await send(request)).toEqual(route);
    expect(await send(request)).toEqual(route);
    expect(action).toHaveBeenCalledTimes(1);
  });

  test('without network the route says so, and the action is tried again later', async () => {
    let online = false;
    const action = vi.fn(async () => (online ? { status: 200, body } : Promise.reject(new TypeError('Failed to fetch'))));
    const send = actionSend(action, async () => ({ kind: 'offline' }));
    expect(await send(request)).toEqual({ kind: 'offline' });
    online = true;
    expect(await send(request)).toEqual({ kind: 'answer', body });
  });
});
