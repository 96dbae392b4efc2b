/** A phone whose clock is wrong: the Date of its pages and of its worker, alike and as of now, as a phone's settings do it. */
import type { Pocket } from './pocket.ts';
import type { World } from './world.ts';

/** Where the worker finds how wrong, and the pages theirs. */
const NAME = 'fault-clock';

const SKEWED = `
  const real = Date;
  let skew = 0;
  const wrong = () => real.now() + skew;
  globalThis.Date = new Proxy(real, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [wrong()] : given, made === Date ? target : made),
    apply: () => new real(wrong()).toString(),
    get: (target, key) => (key === 'now' ? wrong : Reflect.get(target, key)),
  });
  const inStore = (mode, work) => new Promise((done, fail) => {
    const opening = indexedDB.open('${NAME}', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('skew');
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const asked = work(opening.result.transaction('skew', mode).objectStore('skew'));
      asked.transaction.oncomplete = () => { opening.result.close(); done(asked.result); };
    };
  });
`;

/** @param ms how wrong from its first page on */
function inPage(ms: number): string {
  return `{
    ${SKEWED}
    const kept = localStorage.getItem('${NAME}');
    skew = kept === null ? ${ms} : Number(kept);
    const keep = async () => {
      localStorage.setItem('${NAME}', String(skew));
      await inStore('readwrite', (store) => store.put(skew, 'skew'));
      navigator.serviceWorker?.controller?.postMessage({ type: '${NAME}', skew });
    };
    void keep();
    globalThis.setFaultClock = async (next) => { skew = next; await keep(); };
  }`;
}

/** The worker reads it at its start, before any event that sends or shows something, and hears of each change. */
const IN_WORKER = `{
  ${SKEWED}
  const read = inStore('readonly', (store) => store.get('skew')).then((found) => { skew = found ?? 0; });
  self.addEventListener('message', (event) => { if (event.data?.type === '${NAME}') skew = event.data.skew; });
  const listen = self.addEventListener.bind(self);
  self.addEventListener = (type, heard, ...rest) =>
    ['sync', 'push', 'notificationclick'].includes(type)
      ? listen(type, (event) => event.waitUntil(read.then(() => heard(event))), ...rest)
      : listen(type, heard, ...rest);
}
`;

/** From now on workers of this world can be wrong. Before the first phone. */
export function breakClocks(world: World): void {
  world.line.before.set('/sw.js', IN_WORKER);
}

/** A phone that is so many ms ahead from its first page on. */
export async function wrongPocket(world: World, login: string, ms: number): Promise<Pocket> {
  return await world.pocket(login, inPage(ms));
}

export async function setClock(pocket: Pocket, ms: number): Promise<void> {
  await pocket.page.evaluate(`setFaultClock(${ms})`);
}

/** What a page believes, less what is true, ms. */
export async function skewOf(pocket: Pocket): Promise<number> {
  return (await pocket.page.evaluate<number>('Date.now()')) - Date.now();
}
