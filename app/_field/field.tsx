'use client';
import { createContext, use } from 'react';
import type { ToastMessage } from '#app/_ui/Toast.tsx';
import type { Actor } from '#domain/actor.ts';
import type { SiteDocument } from '#domain/documents.ts';
import { type Instant, uuidv7 } from '#domain/ids.ts';
import type { AnyCommand } from '#domain/register/commands.ts';
import type { View } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import type { Words } from '#domain/words/fr/index.ts';
import type { Language } from '#domain/words/language.ts';
import type { Device } from '#sync/device.ts';
import type { Connection, Status } from '#sync/engine.ts';
import type { Snapshot } from '#sync/live.ts';
import type { Picture, Store } from '#sync/port.ts';

/** What every screen of the field app stands on. A new object at each change of what it shows. */
export interface Field {
  readonly me: Me;
  readonly actor: Actor;
  /** The replica with the outbox laid over it. */
  readonly view: View;
  readonly snapshot: Snapshot;
  readonly words: Words;
  readonly language: Language;
  readonly connection: Connection;
  /** What this tab is doing about it: draining now, out of room. */
  readonly status: Status;
  /** Sends and asks now, whatever the next try's time. */
  readonly retry: () => void;
  /** The sites that this phone holds, by name. */
  readonly sites: readonly SiteDocument[];
  /** The site chosen; null: all of them. With one site only it is always that one. */
  readonly site: SiteDocument | null;
  readonly setSite: (site: string | null) => void;
  /** The server's clock as well as this device knows it, ms; ticks every 30 s. Times in documents are of this clock. */
  readonly now: Instant;
  /**
   * Keeps a command, its photos first; resolves when it is on this phone's disk and not before.
   * @throws StorageProblem when it could not be kept: the form keeps its words and says so
   */
  readonly submit: (command: AnyCommand, photos?: readonly Picture[]) => Promise<number>;
  readonly navigate: (to: string, options?: { replace?: boolean }) => void;
  /** The receipt of what the person just did. Never an error, never somebody else's change. */
  readonly toast: (text: string, options?: { undo?: NonNullable<ToastMessage['undo']> }) => void;
  /** Drafts, photos and refusals of this person on this device. */
  readonly store: Store;
  readonly device: Device;
  /** Changes what the device remembers; the screens follow at once. */
  readonly setDevice: (patch: Partial<Omit<Device, 'people'>>) => void;
}

export const FieldContext = createContext<Field | null>(null);

/** Only inside the field app's provider. */
export function useField(): Field {
  const field = use(FieldContext);
  if (field === null) throw new Error('useField outside of the field app');
  return field;
}

/** A fresh UUIDv7, for what is born on this phone. */
export function mintId<T extends string>(): T {
  return uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as T;
}
