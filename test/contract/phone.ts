import { IDBFactory } from 'fake-indexeddb';
import type { TicketId } from '#domain/ids.ts';
import { project } from '#domain/project.ts';
import { type Command, type CommandOf, PLAIN_OPEN } from '#domain/ticket/commands.ts';
import { replicaOf, type View } from '#domain/view.ts';
import type { Me, SyncRequest } from '#domain/wire.ts';
import { type DrainResult, drain } from '#sync/drain.ts';
import { mintOrigin } from '#sync/mint.ts';
import type { Store } from '#sync/port.ts';
import type { Send, SendResult } from '#sync/send.ts';
import { MINA, type ModelServer, person, SITE } from './model-server.ts';
import 'fake-indexeddb/auto';

/** A browser without a past. */
export function freshBrowser(): void {
  globalThis.indexedDB = new IDBFactory();
}

export const NOW = 1_800_000_000_000;

let serial = 0;
export function ticketId(): TicketId {
  serial += 1;
  return `0190b000-0000-7000-8000-${String(serial).padStart(12, '0')}` as TicketId;
}

export function opening(ticket: TicketId, more: Partial<CommandOf<'open'>> = {}): Command {
  return {
    type: 'open',
    ...PLAIN_OPEN,
    ticket,
    site: SITE,
    asset: null,
    room: null,
    code: null,
    nature: 'incident',
    channel: 'scan',
    category: 'display',
    symptom: 'no_image',
    text: 'Rien à l’écran',
    impact: 'group',
    urgency: 'high',
    photos: [],
    ...more,
  };
}

export function noting(ticket: TicketId, text: string): Command {
  return { type: 'note', v: 2, ticket, text, visibility: 'public', call: null };
}

export function taking(ticket: TicketId): Command {
  return { type: 'take', v: 1, ticket, expected: null };
}

/** A way to the server that can fail on command: each fault serves one request, then all is well. */
export function lineTo(
  server: ModelServer,
  me: Me,
): { send: Send; faults: ((deliver: () => SendResult, request: SyncRequest) => SendResult | Promise<SendResult>)[] } {
  const faults: ((deliver: () => SendResult, request: SyncRequest) => SendResult | Promise<SendResult>)[] = [];
  return {
    faults,
    send: async (request) => {
      const deliver = (): SendResult => {
        const answer = server.answer(me, structuredClone(request));
        return answer === 'forbidden' ? { kind: 'foreign-origin' } : { kind: 'answer', body: JSON.parse(JSON.stringify(answer)) };
      };
      const fault = faults.shift();
      return fault === undefined ? deliver() : await fault(deliver, request);
    },
  };
}

/** One drain by the given line, clock standing still. */
export async function drainBy(store: Store, send: Send): Promise<DrainResult> {
  return await drain(store, { send, now: () => NOW, mint: mintOrigin });
}

/** What this phone shows: what it was told, with what waits laid over it. */
export async function viewOf(store: Store): Promise<View> {
  const { meta, outbox, documents } = await store.read('all');
  return project(replicaOf(documents), outbox, meta.me ?? person(MINA, 'Mina'));
}

/** The words noted on a ticket, in order. */
export function notesOf(view: View, ticket: string): string[] {
  return (view.tickets.get(ticket)?.timeline ?? []).flatMap((r) => (r.event.type === 'NoteAdded' ? [r.event.text] : []));
}
