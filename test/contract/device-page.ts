/** What a page runs, put where a test in a real browser can call it. */
import type { Command } from '#domain/ticket/commands.ts';
import { type DrainResult, drain } from '#sync/drain.ts';
import { mintOrigin } from '#sync/mint.ts';
import { keep } from '#sync/picture.ts';
import type { Store } from '#sync/port.ts';
import { routeSend } from '#sync/send.ts';
import { openStore } from '#sync/store.ts';
import { submit } from '#sync/submit.ts';

let store: Store;

export const device = {
  open: async (person: string): Promise<void> => {
    store = await openStore(person as Store['person']);
  },
  submit: async (command: Command): Promise<number> => await submit(store, command, { now: Date.now() }),
  outbox: async (): Promise<number[]> => (await store.outbox()).map((e) => e.seq),
  heard: [] as string[],
  listen: (): void => {
    store.listen((news) => device.heard.push(news.kind));
  },
  drain: async (): Promise<DrainResult> => await drain(store, { send: routeSend(fetch), now: () => Date.now(), mint: mintOrigin }),
  /** Re-encodes, keeps, and gives back what left the camera's file. */
  keep: async (base64: string): Promise<{ hash: string; width: number; height: number; stored: string }> => {
    const file = new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]);
    const picture = await keep(file);
    await store.keepPhotos([picture], Date.now());
    const bytes = new Uint8Array(await ((await store.photo(picture.hash)) as Blob).arrayBuffer());
    return { hash: picture.hash, width: picture.width, height: picture.height, stored: bytes.reduce((text, b) => text + String.fromCharCode(b), '') };
  },
};

declare global {
  var relais: typeof device;
}
globalThis.relais = device;
