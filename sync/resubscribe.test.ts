import { expect, test } from 'vitest';
import { resubscribe } from './resubscribe.ts';

const subscription = (endpoint: string) =>
  ({
    endpoint,
    options: { applicationServerKey: new ArrayBuffer(65) },
    toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }),
  }) as unknown as PushSubscription;

/** A browser whose subscription goes away, and our server. */
function scene({ isUp = true } = {}) {
  const asked: unknown[] = [];
  const told: unknown[] = [];
  const manager = {
    subscribe: async (options: { applicationServerKey: unknown }) => {
      asked.push(options.applicationServerKey);
      return subscription('https://push.example/new');
    },
  } as unknown as PushManager;
  const fetchIt = (async (path: string, init?: RequestInit) => {
    if (!isUp) throw new TypeError('Failed to fetch');
    if (path === '/api/push/key') return Response.json({ key: 'the key of today' });
    told.push(JSON.parse(String(init?.body)));
    return Response.json({ device: 'd' });
  }) as typeof fetch;
  return { asked, told, manager, fetchIt };
}

test('a subscription that the browser dropped is made again with the key of today, and takes the place of the old one', async () => {
  const { asked, told, manager, fetchIt } = scene();
  await resubscribe(manager, { oldSubscription: subscription('https://push.example/old'), newSubscription: null }, 'Chrome, Android', fetchIt);
  expect(asked).toEqual(['the key of today']);
  expect(told).toEqual([
    { endpoint: 'https://push.example/new', keys: { p256dh: 'p', auth: 'a' }, label: 'Chrome, Android', replaces: 'https://push.example/old' },
  ]);
});

test('one that the browser made itself is told as it is', async () => {
  const { asked, told, manager, fetchIt } = scene();
  await resubscribe(manager, { oldSubscription: null, newSubscription: subscription('https://push.example/its') }, 'x', fetchIt);
  expect(asked).toEqual([]);
  expect(told).toMatchObject([{ endpoint: 'https://push.example/its' }]);
  expect(told[0]).not.toHaveProperty('replaces');
});

test('without our server the old key serves; the app tells it at its next start', async () => {
  const { asked, manager, fetchIt } = scene({ isUp: false });
  const old = subscription('https://push.example/old');
  await expect(resubscribe(manager, { oldSubscription: old, newSubscription: null }, 'x', fetchIt)).rejects.toThrow('Failed to fetch');
  expect(asked).toEqual([old.options.applicationServerKey]);
});
