import { type Document, upcastDocument } from '#domain/documents.ts';
import type { Replica } from '#domain/view.ts';
import type { DocumentKey } from './port.ts';

const SHELF = { site: 'sites', room: 'rooms', asset: 'assets', ticket: 'tickets', reported: 'reported' } as const;

/**
 * The replica after these keys were read again; a key without a document is gone. What did not change stays the same object,
 * map by map, so that screens which show it do not render again.
 */
export function changedReplica(replica: Replica, keys: readonly DocumentKey[], documents: readonly Document[]): Replica {
  if (keys.length === 0) return replica;
  const found = new Map(documents.map((d) => [`${d.kind} ${d.id}`, d]));
  const next: { -readonly [K in keyof Replica]: Map<string, Document> } = { ...replica } as never;
  const copied = new Set<string>();
  for (const [kind, id] of keys) {
    const shelf = SHELF[kind];
    if (!copied.has(shelf)) {
      next[shelf] = new Map(next[shelf]);
      copied.add(shelf);
    }
    const document = found.get(`${kind} ${id}`);
    if (document === undefined) next[shelf].delete(id);
    else next[shelf].set(id, upcastDocument(document));
  }
  return next as unknown as Replica;
}
