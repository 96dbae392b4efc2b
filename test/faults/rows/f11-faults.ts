/** The faults of F11, each whole: something is kept, something breaks, a person goes on, and what was promised is looked for. */
import { setTimeout as sleep } from 'node:timers/promises';
import { doSomething, type Ground, words } from '#test/faults/acts.ts';
import type { Dice } from '#test/faults/dice.ts';
import type { Accepted, Pocket } from '#test/faults/pocket.ts';
import type { World } from '#test/faults/world.ts';

export interface Scene {
  readonly world: World;
  readonly pocket: Pocket;
  readonly ground: Ground;
  readonly dice: Dice;
  /** Accepted, and rightly not on the server. */
  readonly gone: Set<Accepted>;
  readonly say: (breach: string) => void;
}

/** How long what is on the disk may take to leave when all is well again, ms. */
const PATIENCE = 20_000;
/** Chromium lets a database write what it was allotted before, without asking again, for so long: ms. */
const ALLOTTED = 31_000;
const LOST = /Le navigateur a effacé/;

const nameOf = ({ pocket }: Scene) => `relais-${pocket.person}`;

/** Taps that stay on the phone. */
async function keepSome({ world, pocket, ground, dice }: Scene): Promise<void> {
  await pocket.seat.context().setOffline(true);
  for (let i = 1 + dice.below(3); i > 0; i -= 1) await doSomething(world, pocket, ground, 'F11');
}

/** The network is back: everything that is on the disk leaves. */
async function leaves(scene: Scene): Promise<void> {
  const { pocket, say } = scene;
  await pocket.seat.context().setOffline(false);
  const end = performance.now() + PATIENCE;
  let left = await pocket.unsent();
  while (left !== null && performance.now() < end) {
    await sleep(100);
    left = await pocket.unsent();
  }
  if (left !== null) say(`${left}`);
}

/** The app again; at the door, where the phone has forgotten who it was, the person says who they are. */
async function back({ pocket }: Scene): Promise<void> {
  const { page } = pocket;
  const isApp = !page.url().endsWith('/sw.js');
  if (isApp) await pocket.leave();
  await pocket.seat.context().setOffline(false);
  await page.goto(pocket.seat.url, { waitUntil: 'commit' });
  await Promise.race([
    pocket.isOpen(),
    page.waitForURL(/\/signin/),
    page
      .getByText(/^(À jour|Up to date)/)
      .first()
      .waitFor(),
  ]).catch(() => 'said below');
  if (page.url().includes('/signin')) await pocket.signIn();
  else
    await pocket.isOpen().catch(async () => {
      throw new Error(`the app does not open: ${await page.locator('body').textContent()}; ${JSON.stringify((await pocket.stored())?.meta)}`);
    });
}

/** A record is damaged while the app runs, or while it does not; then the person opens it again. */
async function damaged(scene: Scene, work: () => Promise<unknown>): Promise<void> {
  await keepSome(scene);
  const isClosed = scene.dice.below(2) === 0;
  if (isClosed) await away(scene);
  await work();
  if (!isClosed && scene.dice.below(2) === 0)
    await doSomething(scene.world, scene.pocket, scene.ground, 'F11').catch(() => 'the page may have stopped');
  await back(scene);
}

/** The app's page goes, and one of the same address comes which is no app: the database is closed, and nothing sends. */
async function away({ pocket }: Scene): Promise<void> {
  await pocket.leave();
  await pocket.page.goto('about:blank');
  await pocket.seat.context().setOffline(false);
  await pocket.page.goto(`${pocket.seat.url}/sw.js`, { waitUntil: 'commit' });
}

/** What waits on this phone now goes with it. */
async function excuse({ pocket, gone }: Scene): Promise<{ origin: string; waiting: number }> {
  const held = await pocket.stored();
  const waiting = new Set(held?.outbox.map((o) => JSON.stringify(o.command)));
  for (const accepted of pocket.accepted) if (waiting.has(JSON.stringify(accepted.command))) gone.add(accepted);
  return { origin: String(held?.meta.origin), waiting: waiting.size };
}

/** A new origin that says that work may be lost, until it was read (invariant 47). */
async function beginsAnew(scene: Scene, before: string): Promise<void> {
  const { pocket, say } = scene;
  await pocket.isOpen();
  const meta = (await pocket.stored())?.meta;
  if (meta?.origin === before) say('[47] the origin of a database that is gone was used again');
  if (meta?.['lost'] !== true) say('[47] nothing says that work may be lost');
  const sentence = pocket.page.getByText(LOST).first();
  await sentence.waitFor({ timeout: 10_000 }).catch(() => say('[47] no sentence says that work may be lost'));
  await pocket.page.getByRole('button', { name: 'J’ai compris' }).click();
  await sentence.waitFor({ state: 'detached' });
}

async function evicted(scene: Scene, work: () => Promise<unknown>): Promise<void> {
  await keepSome(scene);
  const { origin } = await excuse(scene);
  await work();
  await back(scene);
  await beginsAnew(scene, origin);
  await leaves(scene);
}

/** Nothing is kept, nothing says so, the words stay; when it works again they are kept. */
async function refusesToKeep(scene: Scene, breakIt: () => Promise<unknown>, mendIt: () => Promise<unknown>): Promise<void> {
  const { pocket, ground, dice, say } = scene;
  await keepSome(scene);
  const text = `${words('F11')} ${'x'.repeat(500)}`;
  await breakIt();
  const said = await pocket.hand('attempt', dice.one(ground.tickets), text);
  await mendIt();
  // The fault must have been one.
  if (said.isKept) say('it was kept all the same');
  else {
    if (said.text !== text) say(`[3] the form lost its words: ${said.text}`);
    if (said.problem === '') say('[3] nothing says that it was not kept');
    await pocket.hand('again');
  }
  await leaves(scene);
}

const BAD_ROWS = [null, 'garbage', { at: 'x' }, { at: 1.5, offset: null, command: 'x' }, { at: 0, offset: 0, command: [[[[[[[[[[[[]]]]]]]]]]]] }, 7];

export const FAULTS = {
  'quota full': async (scene: Scene) => {
    const { pocket } = scene;
    const session = await pocket.seat.context().newCDPSession(pocket.page);
    const { origin } = new URL(pocket.seat.url);
    await refusesToKeep(
      scene,
      async () => {
        await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
        await sleep(ALLOTTED);
      },
      async () => await session.send('Storage.overrideQuotaForOrigin', { origin }),
    );
    await session.detach();
  },
  'storage fails under a page that runs': async (scene: Scene) =>
    await refusesToKeep(
      scene,
      async () => await scene.pocket.hand('fail'),
      async () => await scene.pocket.hand('heal'),
    ),
  'storage blocked at the start': async (scene: Scene) => {
    const { pocket, say } = scene;
    await keepSome(scene);
    await pocket.seat.context().setOffline(false);
    const tab = await pocket.seat.context().newPage();
    await tab.addInitScript("IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); }");
    await tab.goto(pocket.seat.url, { waitUntil: 'commit' });
    await tab
      .getByText('Relais ne peut rien garder ici')
      .waitFor()
      .catch(() => say('[3] nothing says that this browser keeps nothing'));
    await tab.close();
    await leaves(scene);
  },
  versionchange: async (scene: Scene) => {
    const { pocket, say } = scene;
    await keepSome(scene);
    const tab = await pocket.seat.context().newPage();
    await pocket.seat.context().setOffline(false);
    await tab.goto(`${pocket.seat.url}/sw.js`, { waitUntil: 'commit' });
    await tab.evaluate(`hand.newer(${JSON.stringify(nameOf(scene))})`);
    await tab.close();
    await pocket.page
      .getByText('Nouvelle version prête.')
      .waitFor()
      .catch(() => say('[38] the old tab says nothing'));
    await back(scene);
    await leaves(scene);
  },
  'damaged outbox record between others': async (scene: Scene) => {
    const { pocket, dice, say } = scene;
    await damaged(scene, async () => await pocket.hand('put', nameOf(scene), 'outbox', dice.one(BAD_ROWS), null));
    await leaves(scene);
    if ((await pocket.hand('discard')) === 0) say('[27] it is shown nowhere');
  },
  'damaged record of what was accepted': async (scene: Scene) => {
    const { pocket, dice, gone, say } = scene;
    let spoilt = false;
    await damaged(scene, async () => {
      const held = await pocket.stored();
      const one = held === null || held.outbox.length === 0 ? null : dice.one(held.outbox);
      if (one === null) return;
      spoilt = true;
      for (const accepted of pocket.accepted) if (JSON.stringify(accepted.command) === JSON.stringify(one.command)) gone.add(accepted);
      await pocket.hand('put', nameOf(scene), 'outbox', dice.one(BAD_ROWS), one.key);
    });
    await leaves(scene);
    if (spoilt && (await pocket.hand('discard')) === 0) say('[27] it is shown nowhere');
  },
  'damaged document': async (scene: Scene) => {
    const { pocket, ground, dice } = scene;
    const id = dice.one(ground.tickets);
    await damaged(scene, async () => {
      const good = (await pocket.stored())?.documents.find((d) => d['kind'] === 'ticket' && d['id'] === id) ?? {};
      const { head: _, ...headless } = good as Record<string, unknown>;
      const bad = dice.one([
        { kind: 'hologram', id },
        { ...headless, kind: 'ticket', id },
        { ...good, kind: 'ticket', id, timeline: 'x' },
        { kind: 'site', id },
      ]);
      await pocket.hand('put', nameOf(scene), 'documents', bad, null);
    });
    await leaves(scene);
  },
  'damaged staging': async (scene: Scene) => {
    await damaged(scene, async () => await scene.pocket.hand('put', nameOf(scene), 'staging', { kind: 'page', id: '000000' }, null));
    await leaves(scene);
  },
  'meta missing or damaged': async (scene: Scene) => {
    const { pocket, dice } = scene;
    await damaged(scene, async () => {
      if (dice.below(2) === 0) await pocket.hand('remove', nameOf(scene), 'meta', 'meta');
      else await pocket.hand('put', nameOf(scene), 'meta', dice.one(['x', {}, { origin: 4 }]), 'meta');
    });
    await leaves(scene);
  },
  'meta and its copy missing': async (scene: Scene) => {
    const { pocket } = scene;
    // Nothing may be on its way: under a new origin the server could not know it again.
    const { origin } = (await pocket.stored())?.meta ?? { origin: '' };
    await keepSome(scene);
    await away(scene);
    for (const key of ['meta', 'origin']) await pocket.hand('remove', nameOf(scene), 'meta', key);
    await back(scene);
    await beginsAnew(scene, origin);
    await leaves(scene);
  },
  'damaged refusal, told take, photo and draft': async (scene: Scene) => {
    const { pocket, ground } = scene;
    const ticket = ground.tickets[0] ?? '';
    await damaged(scene, async () => {
      await pocket.hand('put', nameOf(scene), 'refused', { origin: 'x', seq: 1 }, null);
      await pocket.hand('put', nameOf(scene), 'told', { origin: 'x', seq: 1, joined: 7 }, null);
      await pocket.hand('put', nameOf(scene), 'photos', { hash: 'ab'.repeat(32) }, null);
      await pocket.hand('put', nameOf(scene), 'drafts', { text: 7, reason: {} }, `note ${ticket}`);
    });
    await pocket.hand('note', ticket, words('F11'));
    await leaves(scene);
    await pocket.hand('discard');
    await pocket.hand('remove', nameOf(scene), 'photos', 'ab'.repeat(32));
  },
  'bytes of a photo gone': async (scene: Scene) => {
    const { pocket, ground, dice, say } = scene;
    await pocket.seat.context().setOffline(true);
    const hashes: string[] = [];
    for (let i = 0; i < 2; i += 1) hashes.push(String((await pocket.hand('photo', dice.one(ground.tickets), dice.below(1_000_000))).command['hash']));
    await pocket.hand('remove', nameOf(scene), 'bytes', hashes[0] ?? '');
    await leaves(scene);
    const held = await pocket.stored();
    if (held?.photos.find((p) => p.hash === hashes[0])?.state !== 'refused') say('[44] a photo without its bytes is not said to be damaged');
    await pocket.hand('remove', nameOf(scene), 'photos', hashes[0] ?? '');
  },
  'damaged record of the device': async (scene: Scene) => {
    const { pocket, dice } = scene;
    await damaged(scene, async () => await pocket.hand('put', 'relais-device', 'device', dice.one(['x', { people: 7, person: {} }, null]), 'device'));
    await leaves(scene);
  },
  'evicted while closed': async (scene: Scene) =>
    await evicted(scene, async () => {
      await away(scene);
      await scene.pocket.hand('erase', nameOf(scene));
    }),
  'evicted while the app runs': async (scene: Scene) => await evicted(scene, async () => await scene.pocket.hand('erase', nameOf(scene))),
  'evicted with the device’s own database': async (scene: Scene) =>
    await evicted(scene, async () => {
      await away(scene);
      await scene.pocket.hand('erase', nameOf(scene));
      await scene.pocket.hand('erase', 'relais-device');
    }),
  'everything evicted by the browser': async (scene: Scene) =>
    await evicted(scene, async () => {
      const { pocket } = scene;
      const session = await pocket.seat.context().newCDPSession(pocket.page);
      const { origin } = new URL(pocket.seat.url);
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb,cache_storage,service_workers' });
      await session.detach();
    }),
} satisfies Record<string, (scene: Scene) => Promise<void>>;
