import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Document, Gone } from '#domain/documents.ts';
import type { Instant, OriginId, PersonId } from '#domain/ids.ts';
import type { Refused, Told } from '#domain/outbox.ts';
import { type Meta, type PhotoInfo, StorageProblem } from './port.ts';
import { hasIdentity, isWellInformed } from './sound.ts';

/** The one record of `meta`. `base`: outbox keys used before this origin; seq = key − base, so that a new origin counts from 1. */
export interface MetaRow extends Meta {
  readonly base: number;
  /** The first origin of this database; unlike `origin` it never changes, so that the device knows the database again. */
  readonly born: OriginId;
  /** Damaged documents that were asked for again, with their version: one that comes back the same is not asked for a second time. */
  readonly asked?: readonly string[];
}

/** A second copy of what numbers the commands, beside the first and written with it: should that be damaged, they go on under their numbers. */
export interface Identity {
  readonly origin: OriginId;
  readonly born: OriginId;
  readonly base: number;
}

/** What the person tapped, as it was tapped. Written once, never changed (invariant 38). */
export interface OutboxRow {
  readonly at: Instant;
  readonly offset: number;
  readonly command: unknown;
}

/** What is known of a photo that was looked at. `at`: device clock of the last time. */
export interface SeenRow {
  readonly hash: string;
  readonly mime: string;
  /** Bytes. */
  readonly size: number;
  readonly at: Instant;
}

/** A page of a reset as it came; they are laid out, in their order, when the last one is here (invariant 17). */
export interface StagedPage {
  readonly kind: 'page';
  readonly id: string;
  readonly put: readonly Document[];
  readonly drop: readonly Gone[];
}

export interface Tables extends DBSchema {
  /** `meta`, and beside it `origin`, an Identity. */
  meta: { key: 'meta' | 'origin'; value: MetaRow | Identity };
  /** autoIncrement: keys have no holes (an aborted append gives its number back) and deletes never reuse one. */
  outbox: { key: number; value: OutboxRow };
  documents: { key: [string, string]; value: Document };
  /** Single documents only where version 1 left off in the middle of a reset. */
  staging: { key: [string, string]; value: Document | StagedPage };
  refused: { key: [string, number]; value: Refused };
  told: { key: [string, number]; value: Told };
  photos: { key: string; value: PhotoInfo };
  /** Bytes apart from what is known of them, so that a list of photos does not read them. ArrayBuffers: Safari has lost stored Blobs. */
  bytes: { key: string; value: ArrayBuffer };
  /** Photos of the server that the person looked at; their bytes are in `bytes` under "seen " and the hash. Since version 2. */
  seen: { key: string; value: SeenRow };
  drafts: { key: string; value: unknown };
}

export type Database = IDBPDatabase<Tables>;
type Upgrade = IDBPTransaction<Tables, StoreNames<Tables>[], 'versionchange'>;

export const VERSION = 2;

export function databaseName(person: PersonId): string {
  return `relais-${person}`;
}

/**
 * From any version to this one, step by step; the outbox is never rewritten (invariant 38).
 * A new version adds `if (from < 3) …` below, and a fixture of the old one in test/fixtures/idb.
 */
export function upgrade(db: Database, from: number, transaction: Upgrade, person: PersonId, origin: OriginId): void {
  if (from < 1) {
    db.createObjectStore('meta');
    db.createObjectStore('outbox', { autoIncrement: true });
    db.createObjectStore('documents', { keyPath: ['kind', 'id'] });
    db.createObjectStore('staging', { keyPath: ['kind', 'id'] });
    db.createObjectStore('refused', { keyPath: ['origin', 'seq'] });
    db.createObjectStore('told', { keyPath: ['origin', 'seq'] });
    db.createObjectStore('photos', { keyPath: 'hash' });
    db.createObjectStore('bytes');
    db.createObjectStore('drafts');
    // Origin and database are born in one transaction: there is never one without the other (invariant 47).
    void transaction.objectStore('meta').put(newborn(person, origin), 'meta');
    void transaction.objectStore('meta').put(identityOf(newborn(person, origin)), 'origin');
  }
  if (from < 2) db.createObjectStore('seen', { keyPath: 'hash' });
}

/** Of a database that has just been made. */
export function newborn(person: PersonId, origin: OriginId): MetaRow {
  return {
    person,
    origin,
    born: origin,
    base: 0,
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
  };
}

export const identityOf = ({ origin, born, base }: Identity): Identity => ({ origin, born, base });

/** @throws StorageProblem where it is missing or damaged: sync/mend.ts knows what then */
export async function metaOf(store: { get(key: 'meta'): Promise<MetaRow | Identity | undefined> }): Promise<MetaRow> {
  const meta = await store.get('meta');
  if (meta === undefined || !hasIdentity(meta) || !isWellInformed(meta))
    throw new StorageProblem('unavailable', new Error('the database does not know who it is'));
  return meta as MetaRow;
}

/** Whatever a browser says, as one of our troubles. */
export function troubleOf(error: unknown): StorageProblem {
  if (error instanceof StorageProblem) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') return new StorageProblem('quota', error);
  // VersionError: the database is newer than this code; InvalidStateError: it was closed for a newer one.
  if (name === 'InvalidStateError' || name === 'VersionError') return new StorageProblem('closed', error);
  return new StorageProblem('unavailable', error);
}
