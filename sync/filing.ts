import type { Refused } from '#domain/outbox.ts';
import { photosOf } from './absorb.ts';
import type { News, PhotoInfo, Store } from './port.ts';
import type { Database } from './schema.ts';
import { metaOf } from './schema.ts';

type Guarded = <T>(work: () => Promise<T>) => Promise<T>;
type Filing = Pick<
  Store,
  | 'dismiss'
  | 'resend'
  | 'clearTold'
  | 'keepPhotos'
  | 'photos'
  | 'photo'
  | 'photoSettled'
  | 'dropPhoto'
  | 'putDraft'
  | 'getDraft'
  | 'drafts'
  | 'dropDraft'
>;

/** What is kept beside the outbox and the replica: refusals, what is to be told, photos, drafts. */
export function filing(db: Database, guarded: Guarded, tell: (news: News) => void): Filing {
  const filed = () => tell({ kind: 'filed' });
  return {
    dismiss: (item) =>
      guarded(async () => {
        const tx = db.transaction(['outbox', 'refused', 'photos', 'bytes'], 'readwrite', { durability: 'strict' });
        const refusals = tx.objectStore('refused');
        const all = await refusals.getAll();
        const group = hangingOn(all, item);
        await Promise.all(group.map((r) => refusals.delete([r.origin, r.seq])));
        const others = [...(await tx.objectStore('outbox').getAll()), ...all.filter((r) => !group.includes(r))];
        const stillNamed = new Set(others.flatMap((o) => photosOf(o.command)));
        for (const hash of group.flatMap((r) => photosOf(r.command))) {
          const photo = await tx.objectStore('photos').get(hash);
          // One that waits for its upload was named by a command that the server has.
          if (photo?.state !== 'kept' || stillNamed.has(hash)) continue;
          await Promise.all([tx.objectStore('photos').delete(hash), tx.objectStore('bytes').delete(hash)]);
        }
        await tx.done;
        filed();
      }),

    resend: (item, at) =>
      guarded(async () => {
        const tx = db.transaction(['meta', 'outbox', 'refused'], 'readwrite', { durability: 'strict' });
        const { base, offset } = await metaOf(tx.objectStore('meta'));
        const group = hangingOn(await tx.objectStore('refused').getAll(), item);
        const seqs: number[] = [];
        for (const { origin, seq, command } of group) {
          seqs.push((await tx.objectStore('outbox').add({ at, offset, command })) - base);
          await tx.objectStore('refused').delete([origin, seq]);
        }
        await tx.done;
        for (const seq of seqs) tell({ kind: 'appended', seq });
        filed();
        return seqs;
      }),

    clearTold: ({ origin, seq }) => guarded(() => db.delete('told', [origin, seq])).then(filed),

    keepPhotos: (pictures, at) =>
      guarded(async () => {
        const tx = db.transaction(['photos', 'bytes'], 'readwrite', { durability: 'strict' });
        for (const { hash, bytes, mime } of pictures) {
          // The same bytes twice are the same photo, whatever became of the first (invariant 43).
          if ((await tx.objectStore('photos').get(hash)) !== undefined) continue;
          const info: PhotoInfo = { hash, mime, size: bytes.byteLength, keptAt: at, state: 'kept', reason: null };
          await Promise.all([tx.objectStore('photos').put(info), tx.objectStore('bytes').put(bytes, hash)]);
        }
        await tx.done;
        filed();
      }),

    photos: () => guarded(() => db.getAll('photos')),

    photo: (hash) =>
      guarded(async () => {
        const tx = db.transaction(['photos', 'bytes']);
        const [info, bytes] = await Promise.all([tx.objectStore('photos').get(hash), tx.objectStore('bytes').get(hash)]);
        return info === undefined || bytes === undefined ? null : new Blob([bytes], { type: info.mime });
      }),

    photoSettled: (hash, refusedWith) =>
      guarded(async () => {
        const tx = db.transaction(['photos', 'bytes'], 'readwrite');
        const photo = await tx.objectStore('photos').get(hash);
        // Not before its command settled, whatever the server holds already (invariant 44).
        if (photo?.state === 'waiting') {
          if (refusedWith !== null) await tx.objectStore('photos').put({ ...photo, state: 'refused', reason: refusedWith });
          else await Promise.all([tx.objectStore('photos').delete(hash), tx.objectStore('bytes').delete(hash)]);
        }
        await tx.done;
        filed();
      }),

    dropPhoto: (hash) =>
      guarded(async () => {
        const tx = db.transaction(['outbox', 'refused', 'photos', 'bytes'], 'readwrite');
        const [waiting, refused, photo] = await Promise.all([
          tx.objectStore('outbox').getAll(),
          tx.objectStore('refused').getAll(),
          tx.objectStore('photos').get(hash),
        ]);
        const named = [...waiting, ...refused].some((o) => photosOf(o.command).includes(hash));
        if (!named && photo !== undefined && photo.state !== 'waiting') {
          await Promise.all([tx.objectStore('photos').delete(hash), tx.objectStore('bytes').delete(hash)]);
        }
        await tx.done;
        filed();
      }),

    putDraft: (key, value) => guarded(() => db.put('drafts', value, key)).then(filed),
    getDraft: (key) => guarded(async () => (await db.get('drafts', key)) ?? null),
    drafts: () => guarded(() => db.getAllKeys('drafts')),
    dropDraft: (key) => guarded(() => db.delete('drafts', key)).then(filed),
  };
}

/** A refusal and what hangs on it, oldest first: one thing, with one choice (invariant 53). */
function hangingOn(all: readonly Refused[], { origin, seq }: Pick<Refused, 'origin' | 'seq'>): Refused[] {
  return all.filter((r) => r.origin === origin && (r.seq === seq || r.because === seq)).sort((a, b) => a.seq - b.seq);
}
