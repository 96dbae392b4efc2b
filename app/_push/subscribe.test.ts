import { beforeEach, describe, expect, test } from 'vitest';
import { labelOf } from '#domain/device-label.ts';
import type { AlertBrowser } from './browser.ts';
import { examine, platformOf, type Step } from './examine.ts';
import { alertState, disableAlerts, enableAlerts, refreshAlerts, thisDevice } from './subscribe.ts';
import { runTrial, type TrialStep } from './trial.ts';

const KEY = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';
const OTHER_KEY = 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8';
const SHORT = 60;

/** A browser, its push service and our server, each of which can be told to fail. */
class Fake implements AlertBrowser {
  able = true;
  iosNotInstalled = false;
  userAgent = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36';
  granted: NotificationPermission = 'default';
  answer: NotificationPermission = 'granted';
  asked = 0;
  kept: string | null = null;
  key = KEY;
  push: 'works' | 'hangs' | DOMException = 'works';
  server: 'up' | 'down' | 'portal' | 422 | 401 = 'up';
  devices = new Map<string, string>();
  hasWorker = true;
  said = 0;
  made = 0;
  current: { endpoint: string; key: ArrayBuffer } | null = null;

  online = () => this.server !== 'down';
  permission = () => this.granted;
  requestPermission = async () => {
    this.asked += 1;
    this.granted = this.answer;
    return this.answer;
  };
  recall = () => this.kept;
  remember = (text: string | null) => {
    this.kept = text;
  };
  registration = async () => {
    if (!this.hasWorker) await new Promise(() => {});
    return { pushManager: this.manager as unknown as PushManager };
  };

  manager = {
    getSubscription: async () => (this.current === null ? null : this.subscription(this.current)),
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array<ArrayBuffer> }) => {
      if (this.push === 'hangs') await new Promise(() => {});
      if (this.push instanceof DOMException) throw this.push;
      this.made += 1;
      this.current = { endpoint: `https://push.example/${this.made}`, key: applicationServerKey.slice().buffer };
      return this.subscription(this.current);
    },
  };

  subscription(of: { endpoint: string; key: ArrayBuffer }) {
    return {
      endpoint: of.endpoint,
      options: { applicationServerKey: of.key },
      toJSON: () => ({ endpoint: of.endpoint, keys: { p256dh: 'p', auth: 'a' } }),
      unsubscribe: async () => {
        this.current = null;
        return true;
      },
    };
  }

  fetch = async (path: string, init?: RequestInit): Promise<Response> => {
    if (this.server === 'down') throw new TypeError('Failed to fetch');
    if (this.server === 'portal') return new Response('<html>Wi-Fi</html>', { headers: { 'content-type': 'text/html' } });
    if (path === '/api/push/key') return Response.json({ key: this.key });
    if (typeof this.server === 'number') return Response.json({ error: 'no' }, { status: this.server });
    const body = JSON.parse(String(init?.body)) as { endpoint: string; device: string; label: string; replaces?: string; renewed?: boolean };
    if (init?.method === 'DELETE') {
      for (const [endpoint, id] of this.devices) if (id === body.device) this.devices.delete(endpoint);
      return new Response(null, { status: 204 });
    }
    this.said += 1;
    const known = [...this.devices].some(([endpoint, id]) => endpoint === body.endpoint || id === body.replaces);
    if (body.replaces !== undefined && !known && body.renewed !== true) return Response.json({ error: 'gone' }, { status: 410 });
    const id = this.devices.get(body.endpoint) ?? `device-${body.endpoint.at(-1)}`;
    for (const [endpoint, before] of this.devices) if (before === body.replaces && before !== id) this.devices.delete(endpoint);
    this.devices.set(body.endpoint, id);
    return Response.json({ device: id });
  };
}

let browser: Fake;
beforeEach(() => {
  browser = new Fake();
});

describe('turning alerts on', () => {
  test('asks, subscribes, tells the server, and knows itself in the list', async () => {
    expect(alertState(browser)).toBe('default');
    expect(await enableAlerts(browser)).toBe('on');
    expect([...browser.devices.values()]).toEqual(['device-1']);
    expect(thisDevice(browser)).toBe('device-1');
    expect(alertState(browser)).toBe('on');
  });

  test('a browser that cannot, and an iPhone where Relais is not installed, are told so and asked nothing', async () => {
    browser.able = false;
    expect(await enableAlerts(browser)).toBe('unsupported');
    browser.iosNotInstalled = true;
    expect(await enableAlerts(browser)).toBe('ios-not-installed');
    expect(alertState(browser)).toBe('ios-not-installed');
    expect(browser.asked).toBe(0);
  });

  test('a person who refuses, and one who closes the question', async () => {
    browser.answer = 'default';
    expect(await enableAlerts(browser)).toBe('default');
    browser.answer = 'denied';
    expect(await enableAlerts(browser)).toBe('denied');
    expect(alertState(browser)).toBe('denied');
    expect(await enableAlerts(browser)).toBe('denied');
    expect(browser.asked).toBe(2);
  });

  test('a push service that never answers, or says no', async () => {
    browser.push = 'hangs';
    expect(await enableAlerts(browser, SHORT)).toBe('timeout');
    browser.push = new DOMException('push service error', 'AbortError');
    expect(await enableAlerts(browser, SHORT)).toBe('timeout');
    browser.push = new DOMException('no', 'NotAllowedError');
    expect(await enableAlerts(browser, SHORT)).toBe('denied');
    expect(browser.devices.size).toBe(0);
  });

  test.each(['down', 'portal', 401] as const)('our server %s: not on, and tried again at the next start', async (server) => {
    browser.server = server;
    expect(await enableAlerts(browser, SHORT)).toBe('offline');
    expect(alertState(browser)).toBe('default');
    browser.server = 'up';
    expect(await refreshAlerts(browser)).toBe('on');
    expect(browser.asked).toBe(1);
  });

  test('a push service that the server does not know', async () => {
    browser.server = 422;
    expect(await enableAlerts(browser)).toBe('unsupported');
  });
});

describe('at each start', () => {
  test('never asks the person', async () => {
    expect(await refreshAlerts(browser)).toBe('default');
    expect(browser.asked).toBe(0);
    expect(browser.devices.size).toBe(0);
  });

  test('an unchanged subscription is said again, not made again', async () => {
    await enableAlerts(browser);
    const said = browser.said;
    expect(await refreshAlerts(browser)).toBe('on');
    expect([...browser.devices.keys()]).toEqual(['https://push.example/1']);
    expect([browser.made, browser.said]).toEqual([1, said + 1]);
  });

  test('a subscription that the browser lost is made again, and the old line leaves the list', async () => {
    await enableAlerts(browser);
    browser.current = null;
    expect(await refreshAlerts(browser)).toBe('on');
    expect([...browser.devices.entries()]).toEqual([['https://push.example/2', 'device-2']]);
    expect(thisDevice(browser)).toBe('device-2');
  });

  test('a server with another key: subscribed anew', async () => {
    await enableAlerts(browser);
    browser.key = OTHER_KEY;
    expect(await refreshAlerts(browser)).toBe('on');
    expect(browser.made).toBe(2);
  });

  test('nonsense in the browser’s memory is as good as none', async () => {
    browser.granted = 'granted';
    browser.kept = '{"device":7';
    expect(await refreshAlerts(browser)).toBe('on');
  });
});

describe('turning alerts off', () => {
  test('here, until asked again: neither side keeps the device, and no start brings it back', async () => {
    await enableAlerts(browser);
    await disableAlerts('asked', browser);
    expect(browser.devices.size).toBe(0);
    expect(browser.current).toBeNull();
    expect(await refreshAlerts(browser)).toBe('default');
    expect(await enableAlerts(browser)).toBe('on');
  });

  test('at sign-out: the next person to sign in gets theirs', async () => {
    await enableAlerts(browser);
    await disableAlerts('signed-in', browser);
    expect(browser.devices.size).toBe(0);
    expect(await refreshAlerts(browser)).toBe('on');
  });

  test('with no network: off here all the same', async () => {
    await enableAlerts(browser);
    browser.server = 'down';
    await disableAlerts('asked', browser);
    expect(browser.current).toBeNull();
    expect(alertState(browser)).toBe('default');
  });
});

test('a device that its push service refused, and the server took off its list, subscribes anew at the next start', async () => {
  await enableAlerts(browser);
  browser.devices.clear();
  expect(await refreshAlerts(browser)).toBe('on');
  expect([browser.made, [...browser.devices.keys()], thisDevice(browser)]).toEqual([2, ['https://push.example/2'], 'device-2']);
});

describe('what stands in the way of an alert', () => {
  const look = async () => {
    const good: Step[] = [];
    return [await examine((step) => good.push(step), browser, SHORT), good] as const;
  };
  beforeEach(() => enableAlerts(browser));

  test('nothing', async () => {
    expect(await look()).toEqual([null, ['permission', 'worker', 'service']]);
  });
  test.each<[string, Partial<Fake>, string, Step[]]>([
    ['no network', { server: 'down' }, 'offline', []],
    ['an iPhone without the app on its screen', { iosNotInstalled: true }, 'ios-not-installed', []],
    ['a browser that cannot', { able: false }, 'unsupported', []],
    ['blocked', { granted: 'denied' }, 'denied', []],
    ['not asked', { granted: 'default' }, 'default', []],
    ['no worker', { hasWorker: false }, 'no-worker', ['permission']],
    ['a push service out of reach', { current: null, push: 'hangs' }, 'push-service', ['permission', 'worker']],
    ['our server out of reach', { server: 'portal' }, 'server', ['permission', 'worker']],
  ])('%s', async (_, spoilt, obstacle, good) => {
    Object.assign(browser, spoilt);
    expect(await look()).toEqual([obstacle, good]);
  });
  test('switched off here by the person: they are asked to switch it on', async () => {
    await disableAlerts('asked', browser);
    expect((await look())[0]).toBe('default');
  });
  test('each system has its own switch for silence', () => {
    const on = (userAgent: string, iosNotInstalled = false) => platformOf({ userAgent, iosNotInstalled });
    expect([on('Linux; Android 14'), on('iPhone; CPU'), on('Macintosh', true), on('Windows NT')]).toEqual(['android', 'ios', 'ios', 'desktop']);
  });
});

describe('a test to oneself', () => {
  const follow = async (states: (object | number)[], patience = 80): Promise<TrialStep[]> => {
    const told: TrialStep[] = [];
    const fetch = async (_: string, init?: RequestInit) => {
      if (init?.method === 'POST') return Response.json({ test: 'x' }, { status: 202 });
      const next = states.length > 1 ? states.shift() : states[0];
      return typeof next === 'number' ? new Response(null, { status: next }) : Response.json(next);
    };
    await runTrial(null, (step) => told.push(step), { fetch }, { patience, every: 5 });
    return told;
  };
  const at = { storedAt: 1000, shownAt: null, devices: [] };

  test('is told step by step', async () => {
    // Ends by itself: a machine that does much else has its time.
    const steps = await follow(
      [{ ...at, state: 'queued' }, 503, { ...at, state: 'sent' }, { ...at, state: 'sent' }, { ...at, state: 'sent', shownAt: 3000 }],
      10_000,
    );
    expect(steps).toEqual([{ step: 'stored' }, { step: 'accepted' }, { step: 'shown', storedAt: 1000, shownAt: 3000 }]);
  });

  test('that is accepted and never shown is lost; one that nobody takes is unreachable', async () => {
    expect((await follow([{ ...at, state: 'sent' }])).at(-1)).toEqual({ step: 'lost' });
    expect((await follow([{ ...at, state: 'undelivered' }])).at(-1)).toEqual({ step: 'unreachable', status: null });
    const refused = {
      ...at,
      state: 'undelivered',
      devices: [
        { state: 'gone', status: 410 },
        { state: 'given-up', status: 403 },
      ],
    };
    expect((await follow([refused])).at(-1)).toEqual({ step: 'unreachable', status: 403 });
    expect((await follow([{ ...at, state: 'queued' }])).at(-1)).toEqual({ step: 'waiting' });
    expect((await follow([500])).at(-1)).toEqual({ step: 'failed' });
  });

  test('asked too often, or with no network', async () => {
    const told: TrialStep[] = [];
    await runTrial('d', (step) => told.push(step), { fetch: async () => new Response(null, { status: 429 }) });
    await runTrial('d', (step) => told.push(step), { fetch: () => Promise.reject(new TypeError('Failed to fetch')) });
    expect(told).toEqual([{ step: 'too-often' }, { step: 'failed' }]);
  });
});

test.each([
  ['Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36', 'Chrome, Android'],
  [
    'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36',
    'Samsung Internet, Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari, iPhone',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0', 'Edge, Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
  ['curl/8', ''],
])('%s is %s in the list', (userAgent, label) => {
  expect(labelOf(userAgent)).toBe(label);
});
