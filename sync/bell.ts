import type { PersonId } from '#domain/ids.ts';
import type { News } from './port.ts';

/** Tells news to this page and to every other tab and worker of the same person. Best effort: nothing depends on it but freshness. */
export interface Wire {
  tell(news: News): void;
  listen(listener: (news: News) => void): () => void;
  close(): void;
}

export function hear(person: PersonId): Wire {
  const listeners = new Set<(news: News) => void>();
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`relais:${person}`);
  const ring = (news: News) => {
    for (const listener of listeners) listener(news);
  };
  if (channel !== null) channel.onmessage = (event: MessageEvent<News>) => ring(event.data);
  let open = true;
  return {
    tell(news) {
      if (!open) return;
      ring(news);
      channel?.postMessage(news);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      open = false;
      listeners.clear();
      channel?.close();
    },
  };
}
