import type { Document, Gone } from '#domain/documents.ts';
import type { Instant, OriginId, PersonId } from '#domain/ids.ts';
import type { Refused, Told } from '#domain/outbox.ts';
import type { Entry, Me } from '#domain/wire.ts';

/** A reset under way: pages wait in staging until the last one has come (invariant 17). */
export interface Reset {
  readonly epoch: string;
  /** What the next request says back. */
  readonly page: string;
  /** Lowest cursor told by its pages: what came later is asked again. */
  readonly cursor: number;
  readonly me: Me | null;
}

/** What this device knows of its own standing with the server; one record, changed only inside a transaction. */
export interface Meta {
  readonly person: PersonId;
  /** With the seq it is the identity of every command. Minted with the database, never reused (invariant 47). */
  readonly origin: OriginId;
  readonly epoch: string | null;
  readonly cursor: number;
  /** Highest seq of this origin whose receipt has been absorbed. */
  readonly settled: number;
  readonly reset: Reset | null;
  /** Server clock − device clock, ms, as last learnt. */
  readonly offset: number;
  /** Device clock at the last answer that was understood. */
  readonly lastContact: Instant | null;
  readonly me: Me | null;
  /** The database had vanished when this one was made: unsent work may be lost (invariant 47). */
  readonly lost: boolean;
  /** Signed out: the replica is gone, what was not sent waits for this person (invariant 33). */
  readonly signedOut: boolean;
  /** Raised by every change of documents or of this record: tells a reader that it missed something. */
  readonly revision: number;
}

/** What `absorb` looks at; read in one transaction. */
export interface State {
  readonly meta: Meta;
  /** Whole, oldest first. */
  readonly outbox: readonly Entry[];
  readonly refused: readonly Refused[];
}

/**
 * What one answer does to the device, as plain data; all of it in one transaction or none (invariants 2, 17, 24).
 * Order: `clear`, then `drop` and `put`, then `swap`.
 */
export interface Patch {
  readonly meta: Partial<Omit<Meta, 'person' | 'revision'>>;
  /** True: what is in the outbox is numbered again from 1 under `meta.origin`, in the same order (invariant 51). */
  readonly renumber: boolean;
  readonly into: 'replica' | 'staging';
  /** Empty staging first. */
  readonly clear: boolean;
  readonly put: readonly Document[];
  readonly drop: readonly Gone[];
  /** Staging becomes the replica. */
  readonly swap: boolean;
  /** seqs that leave the outbox. */
  readonly settle: readonly number[];
  readonly refused: readonly Refused[];
  readonly told: readonly Told[];
  /** Hashes of photos whose naming command the server has: they may be uploaded now (invariant 44). */
  readonly named: readonly string[];
}

/** Where a photo's bytes stand: kept for a command not settled yet, waiting for their upload, or refused by the server. */
export type PhotoState = 'kept' | 'waiting' | 'refused';

export interface PhotoInfo {
  readonly hash: string;
  readonly mime: string;
  /** Bytes. */
  readonly size: number;
  readonly keptAt: Instant;
  readonly state: PhotoState;
  /** HTTP status with which the server refused it. */
  readonly reason: number | null;
}

/** A photo ready to be kept: re-encoded, without metadata, named by the sha256 of `bytes`. */
export interface Picture {
  readonly hash: string;
  readonly bytes: ArrayBuffer;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
}

export interface SeenPhoto {
  readonly ticket: string;
  readonly hash: string;
  readonly bytes: ArrayBuffer;
  readonly mime: string;
}

export type DocumentKey = readonly [kind: Document['kind'], id: string];

/** Everything a screen needs, read in one transaction so that no command is in neither place nor in both (invariant 24). */
export interface Held extends State {
  readonly told: readonly Told[];
  readonly photos: readonly PhotoInfo[];
  readonly drafts: readonly string[];
  /** Of the keys asked for; a key without a document is gone. */
  readonly documents: readonly Document[];
}

/** Said to every tab and to the worker after a commit. */
export type News =
  | { readonly kind: 'appended'; readonly seq: number }
  /** Documents changed, up to this revision. `'all'`: read everything again. */
  | { readonly kind: 'absorbed'; readonly revision: number; readonly keys: readonly DocumentKey[] | 'all' }
  /** Refusals, told, photos or drafts changed. */
  | { readonly kind: 'filed' }
  /** These are in flight: "Envoyé…". Empty when the answer came or failed. */
  | { readonly kind: 'sending'; readonly seqs: readonly number[] }
  | { readonly kind: 'signed-out' };

/** What the drain needs of a device; the simulation runs the same drain and absorb over one in memory. */
export interface Base {
  readonly person: PersonId;
  state(): Promise<State>;
  /**
   * One transaction, which first checks that `expected` still holds.
   * @returns false when it does not: nothing was changed.
   */
  apply(patch: Patch, expected: Meta): Promise<boolean>;
  tell(news: News): void;
}

/** One person's database on this device. Every method is one transaction; all reject with `StorageProblem`. */
export interface Store extends Base {
  /** Durable when it resolves (invariant 1). @param at device clock, ms. @returns its seq. */
  append(command: unknown, at: Instant): Promise<number>;
  meta(): Promise<Meta>;
  outbox(): Promise<Entry[]>;
  read(keys: readonly DocumentKey[] | 'all'): Promise<Held>;
  /** Lets go of documents that left the window. */
  forget(keys: readonly DocumentKey[]): Promise<void>;
  /** Drops a refusal, those that hang on it, and the photos nothing names any more (invariants 27, 53). */
  dismiss(refused: Pick<Refused, 'origin' | 'seq'>): Promise<void>;
  /** The same words again, under new seqs, with those that hang on it; the refusal leaves in the same transaction. @returns the new seqs. */
  resend(refused: Pick<Refused, 'origin' | 'seq'>, at: Instant): Promise<number[]>;
  clearTold(told: Pick<Told, 'origin' | 'seq'>): Promise<void>;
  /** The person has read that work may be lost (invariant 47). */
  clearLost(): Promise<void>;
  keepPhotos(pictures: readonly Picture[], at: Instant): Promise<void>;
  photos(): Promise<PhotoInfo[]>;
  /** The bytes of a photo still on this device; null when they are not. */
  photo(hash: string): Promise<Blob | null>;
  /** The server holds it (null) or will never take it (its status). Only a photo whose command settled leaves (invariant 44). */
  photoSettled(hash: string, refusedWith: number | null): Promise<void>;
  /** The server knows no command that names it, though one had settled: it waits for nothing any more, and stays (invariant 21). */
  photoForgotten(hash: string): Promise<void>;
  /** The person lets go of a photo of this device; one that a command here names stays with it. */
  dropPhoto(hash: string): Promise<void>;
  /** A photo of the server that was looked at on this device; null when it is not kept. */
  seen(hash: string): Promise<Blob | null>;
  /** Keeps it for reading without a network, as long as this ticket is here and names it. @param at device clock, ms */
  keepSeen(photo: SeenPhoto, at: Instant): Promise<void>;
  /** Makes room: all of them leave. Those still to be sent stay. */
  dropSeen(): Promise<void>;
  putDraft(key: string, value: unknown): Promise<void>;
  /** @returns null when there is none. */
  getDraft(key: string): Promise<unknown>;
  drafts(): Promise<string[]>;
  dropDraft(key: string): Promise<void>;
  /** Deletes the replica; outbox, photos, refusals and drafts stay for this person alone (domain.md section 7). */
  signOut(): Promise<void>;
  /** News of this and every other tab. @returns the way to stop listening. */
  listen(listener: (news: News) => void): () => void;
  /** Called when the database was closed for another tab's newer version (invariant 38). */
  onClosed(listener: () => void): void;
  close(): void;
}

/** `quota`: no room left. `blocked`: an old tab holds the database. `closed`: it gave way to a newer one. `unavailable`: the browser refuses storage. */
export type StorageTrouble = 'quota' | 'blocked' | 'closed' | 'unavailable';

/** The device could not remember; nothing was saved and nothing may say so (invariant 3). */
export class StorageProblem extends Error {
  readonly trouble: StorageTrouble;

  constructor(trouble: StorageTrouble, cause?: unknown) {
    super(`storage: ${trouble}`, { cause });
    this.name = 'StorageProblem';
    this.trouble = trouble;
  }
}

/** Does what a patch was computed on still hold? Asked again inside the transaction that applies it (invariant 16). */
export function stillHolds(meta: Meta, expected: Meta): boolean {
  return (
    meta.revision === expected.revision &&
    meta.origin === expected.origin &&
    meta.epoch === expected.epoch &&
    meta.cursor === expected.cursor &&
    !meta.signedOut
  );
}
