import type { Refused } from '#domain/outbox.ts';
import { photosOf } from './absorb.ts';
import type { News, Store } from './port.ts';
import { type Database, metaOf } from './schema.ts';
import { keyOf, makeRoom } from './seen.ts';
import { photoOf, refusedOf } from './sound.ts';
import { look, readonly, write } from './transaction.ts';

/** A transaction that reaches both halves of a photo, whatever else it reaches. */
interface PhotoStores {
  objectStore(name: 'photos' | 'bytes'): { delete(hash: string): Promise<void> };
}
type Filing = Pick<
  Store,
  | 'dismiss'
  | 'resend'
  | 'clearTold'
  | 'keepPhotos'
  | 'photos'
  | 'photo'
  | 'photoSettled'
  | 'photoForgotten'
  | 'dropPhoto'
  | 'putDraft'
  | 'getDraft'
  | 'drafts'
  | 'dropDraft'
>;

/** What is kept beside the outbox and the replica: refusals, what is to be told, photos, drafts. */
export function filing(db: Database, tell: (news: News) => void): Filing {
  const filed = () => tell({ kind: 'filed' });
  return {
    async dismiss(item) {
      await write(db, ['outbox', 'refused', 'photos', 'bytes'], 'strict', async (tx) => {
        const refusals = tx.objectStore('refused');
        const all = await refusals.getAll();
        const group = hangingOn(all, item);
        await Promise.all(group.map((r) => refusals.delete([r.origin, r.seq])));
        const others = [...(await tx.objectStore('outbox').getAll()), ...all.filter((r) => !group.includes(r))];
        const stillNamed = new Set(others.flatMap(photosIn));
        for (const hash of group.flatMap((r) => photosOf(r.command))) {
          // One that waits for its upload was named by a command that the server has.
          if ((await tx.objectStore('photos').get(hash))?.state === 'kept' && !stillNamed.has(hash)) await letGo(tx, hash);
        }
      });
      filed();
    },

    async resend(item, at) {
      const seqs = await write(db, ['meta', 'outbox', 'refused'], 'strict', async (tx) => {
        const { base, offset } = await metaOf(tx.objectStore('meta'));
        const again: number[] = [];
        for (const { origin, seq, command } of hangingOn((await tx.objectStore('refused').getAll()).map(refusedOf), item)) {
          again.push((await tx.objectStore('outbox').add({ at, offset, command })) - base);
          await tx.objectStore('refused').delete([origin, seq]);
        }
        return again;
      });
      for (const seq of seqs) tell({ kind: 'appended', seq });
      return seqs;
    },

    async clearTold({ origin, seq }) {
      await write(db, ['told'], 'default', (tx) => tx.objectStore('told').delete([origin, seq]));
      filed();
    },

    async keepPhotos(pictures, at) {
      await write(db, ['photos', 'bytes'], 'strict', async (tx) => {
        for (const { hash, bytes, mime } of pictures) {
          // The same bytes twice are the same photo, whatever became of the first (invariant 43).
          if ((await tx.objectStore('photos').get(hash)) !== undefined) continue;
          await tx.objectStore('photos').put({ hash, mime, size: bytes.byteLength, keptAt: at, state: 'kept', reason: null });
          await tx.objectStore('bytes').put(bytes, hash);
        }
      });
      filed();
    },

    photos: () => readonly(async () => (await look(db, ['photos']).objectStore('photos').getAll()).map(photoOf).filter((p) => p !== null)),

    photo: (hash) =>
      readonly(async () => {
        const tx = look(db, ['photos', 'bytes']);
        const [info, bytes] = await Promise.all([tx.objectStore('photos').get(hash), tx.objectStore('bytes').get(hash)]);
        return info === undefined || bytes === undefined ? null : new Blob([bytes], { type: info.mime });
      }),

    async photoSettled(hash, refusedWith) {
      await write(db, ['photos', 'bytes', 'seen'], 'default', async (tx) => {
        const [stored, bytes] = await Promise.all([tx.objectStore('photos').get(hash), tx.objectStore('bytes').get(hash)]);
        const photo = photoOf(stored);
        // Not before its command settled, whatever the server holds already (invariant 44).
        if (photo?.state !== 'waiting') return;
        if (refusedWith !== null) return void (await tx.objectStore('photos').put({ ...photo, state: 'refused', reason: refusedWith }));
        await letGo(tx, hash);
        // Who took it goes on seeing it where there is no network.
        if (bytes === undefined) return;
        const row = { hash, mime: photo.mime, size: photo.size, at: photo.keptAt };
        await makeRoom(tx, await tx.objectStore('seen').getAll(), row);
        await Promise.all([tx.objectStore('seen').put(row), tx.objectStore('bytes').put(bytes, keyOf(hash))]);
      });
      filed();
    },

    async photoForgotten(hash) {
      await write(db, ['photos'], 'default', async (tx) => {
        const photo = await tx.objectStore('photos').get(hash);
        if (photo?.state === 'waiting') await tx.objectStore('photos').put({ ...photo, state: 'kept' });
      });
      filed();
    },

    async dropPhoto(hash) {
      await write(db, ['outbox', 'refused', 'photos', 'bytes'], 'default', async (tx) => {
        const others = [...(await tx.objectStore('outbox').getAll()), ...(await tx.objectStore('refused').getAll())];
        const isNamed = others.some((o) => photosIn(o).includes(hash));
        if (!isNamed) await letGo(tx, hash);
      });
      filed();
    },

    async putDraft(key, value) {
      await write(db, ['drafts'], 'default', (tx) => tx.objectStore('drafts').put(value, key));
      filed();
    },
    getDraft: (key) => readonly(async () => (await db.get('drafts', key)) ?? null),
    drafts: () => readonly(() => db.getAllKeys('drafts')),
    async dropDraft(key) {
      await write(db, ['drafts'], 'default', (tx) => tx.objectStore('drafts').delete(key));
      filed();
    },
  };
}

/** @param row of the outbox or a refusal; a damaged one names none */
function photosIn(row: { readonly command: unknown } | null): string[] {
  return photosOf(row?.command);
}

async function letGo(tx: PhotoStores, hash: string): Promise<void> {
  await Promise.all([tx.objectStore('photos').delete(hash), tx.objectStore('bytes').delete(hash)]);
}

/** A refusal and what hangs on it, oldest first: one thing, with one choice (invariant 53). */
function hangingOn(all: readonly Refused[], { origin, seq }: Pick<Refused, 'origin' | 'seq'>): Refused[] {
  return all.filter((r) => r.origin === origin && (r.seq === seq || r.because === seq)).sort((a, b) => a.seq - b.seq);
}
