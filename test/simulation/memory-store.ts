/** A person's database on a device, in memory, by the contract of sync/port.ts; what sync/store.ts is over IndexedDB. */
import type { Document } from '#domain/documents.ts';
import type { OriginId, PersonId } from '#domain/ids.ts';
import type { Refused, Told } from '#domain/outbox.ts';
import type { Entry } from '#domain/wire.ts';
import { keysOfGone } from '#sync/apply.ts';
import { type Base, type Meta, type Patch, type PhotoInfo, type Picture, type State, stillHolds } from '#sync/port.ts';

interface Row {
  readonly at: number;
  readonly offset: number;
  readonly command: unknown;
}

interface Held {
  meta: Meta;
  /** Outbox keys are never reused; seq = key − base. */
  base: number;
  lastKey: number;
  outbox: Map<number, Row>;
  documents: Map<string, Document>;
  staging: Map<string, Document>;
  refused: Refused[];
  told: Told[];
  photos: Map<string, PhotoInfo>;
}

const keyOf = (kind: string, id: string) => `${kind} ${id}`;

export class MemoryStore implements Base {
  readonly person: PersonId;
  /** Its tab is being killed: no transaction reaches the disk any more, and nobody hears of it. */
  dying = false;
  #held: Held;

  constructor(person: PersonId, origin: OriginId, held?: Held) {
    this.person = person;
    this.#held = held ?? {
      meta: {
        person,
        origin,
        epoch: null,
        cursor: 0,
        settled: 0,
        reset: null,
        offset: 0,
        lastContact: null,
        me: null,
        lost: false,
        signedOut: false,
        revision: 0,
      },
      base: 0,
      lastKey: 0,
      outbox: new Map(),
      documents: new Map(),
      staging: new Map(),
      refused: [],
      told: [],
      photos: new Map(),
    };
  }

  /** The bytes of this device, copied: a clone of it, or the state that a run starts from. */
  copy(): MemoryStore {
    const { meta, base, lastKey, outbox, documents, staging, refused, told, photos } = this.#held;
    const held: Held = {
      meta,
      base,
      lastKey,
      outbox: new Map(outbox),
      documents: new Map(documents),
      staging: new Map(staging),
      refused: [...refused],
      told: [...told],
      photos: new Map(photos),
    };
    return new MemoryStore(this.person, meta.origin, held);
  }

  get meta(): Meta {
    return this.#held.meta;
  }
  get documents(): readonly Document[] {
    return [...this.#held.documents.values()];
  }
  get refused(): readonly Refused[] {
    return this.#held.refused;
  }
  get photosWaiting(): string[] {
    return [...this.#held.photos.values()].filter((p) => p.state === 'waiting').map((p) => p.hash);
  }

  entries(): Entry[] {
    return [...this.#held.outbox].map(([key, row]) => ({ seq: key - this.#held.base, ...row }));
  }

  state(): Promise<State> {
    return Promise.resolve({ meta: this.#held.meta, outbox: this.entries(), refused: [...this.#held.refused] });
  }

  append(command: unknown, at: number): Promise<number> {
    const held = this.#held;
    held.lastKey += 1;
    held.outbox.set(held.lastKey, { at, offset: held.meta.offset, command: JSON.parse(JSON.stringify(command)) });
    return Promise.resolve(held.lastKey - held.base);
  }

  keepPhotos(pictures: readonly Picture[], at: number): Promise<void> {
    for (const { hash, mime, bytes } of pictures) {
      if (!this.#held.photos.has(hash)) this.#held.photos.set(hash, { hash, mime, size: bytes.byteLength, keptAt: at, state: 'kept', reason: null });
    }
    return Promise.resolve();
  }

  photoSettled(hash: string): void {
    if (this.#held.photos.get(hash)?.state === 'waiting') this.#held.photos.delete(hash);
  }

  apply(patch: Patch, expected: Meta): Promise<boolean> {
    if (this.dying) return new Promise(() => {});
    if (!stillHolds(this.#held.meta, expected)) return Promise.resolve(false);
    this.write(patch);
    return Promise.resolve(true);
  }

  /** One transaction without its check; what sync/apply.ts does, in the same order. */
  write(patch: Patch): void {
    const held = this.#held;
    const target = patch.into === 'staging' ? held.staging : held.documents;
    if (patch.clear) held.staging.clear();
    for (const gone of patch.drop) for (const [kind, id] of keysOfGone(gone)) target.delete(keyOf(kind, id));
    for (const document of patch.put) {
      target.set(keyOf(document.kind, document.id), document);
      if (document.kind === 'ticket') target.delete(keyOf('reported', document.id));
      else if (document.kind === 'reported') target.delete(keyOf('ticket', document.id));
    }
    if (patch.swap) {
      held.documents = new Map(held.staging);
      held.staging.clear();
    }
    for (const seq of patch.settle) held.outbox.delete(seq + held.base);
    held.refused.push(...patch.refused);
    held.told.push(...patch.told);
    for (const hash of patch.named) {
      const photo = held.photos.get(hash);
      if (photo?.state === 'kept') held.photos.set(hash, { ...photo, state: 'waiting' });
    }
    if (patch.renumber) {
      const [first] = held.outbox.keys();
      if (first === undefined) held.lastKey += 1;
      held.base = first === undefined ? held.lastKey : first - 1;
    }
    held.meta = { ...held.meta, ...patch.meta, revision: held.meta.revision + 1 };
  }

  tell(): void {
    // No other tab listens: the schedule decides when one looks.
  }
}
