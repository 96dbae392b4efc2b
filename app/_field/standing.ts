import type { IconName } from '#app/_ui/icons.ts';
import type { SyncState } from '#app/_ui/SyncChip.tsx';
import { clock, span } from '#domain/words/time.ts';
import type { Field } from './field.tsx';
import { zoneOf } from './said.ts';

type Standing = Pick<Field, 'snapshot' | 'connection' | 'status' | 'words' | 'language' | 'now' | 'view' | 'site'>;

/** What waits on this phone: commands not settled, and photos on their way. */
export function unsentOf({ snapshot }: Pick<Field, 'snapshot'>): number {
  return snapshot.outbox.length + snapshot.photos.filter((p) => p.state === 'waiting').length;
}

/** Refusals that ask for a choice; what hangs on another refusal is one thing with it. */
export function refusedOf({ snapshot }: Pick<Field, 'snapshot'>): number {
  return snapshot.refused.filter((r) => r.because === null).length + snapshot.photos.filter((p) => p.state === 'refused').length;
}

/** "9 h 34" of an instant of this device's clock. */
function timeOf(deviceTime: number, { snapshot, view, site, language }: Standing): string {
  return clock(deviceTime + snapshot.offset, zoneOf(view, site?.id ?? null), language);
}

/** The chip in the corner of each screen: the shortest truth. */
export function chipOf(standing: Standing): { readonly state: SyncState; readonly label: string } {
  const { snapshot, connection, words: w } = standing;
  const chip = w.sync.chip;
  const [refused, unsent] = [refusedOf(standing), unsentOf(standing)];
  if (refused > 0) return { state: 'refused', label: chip.refused({ n: refused }) };
  if (snapshot.outbox.some((e) => e.state === 'sent')) return { state: 'sending', label: chip.sending };
  if (unsent > 0) return { state: 'waiting', label: chip.toSend({ n: unsent }) };
  if (connection.kind !== 'online') return { state: 'offline', label: chip.offline };
  return snapshot.lastContact === null
    ? { state: 'offline', label: chip.never }
    : { state: 'fresh', label: chip.upToDate({ time: timeOf(snapshot.lastContact, standing) }) };
}

export interface Said {
  readonly icon: IconName;
  readonly title: string;
  readonly text?: string;
}

/** The connection in a sentence; null when all is well. */
export function connectionOf(standing: Standing): Said | null {
  const { connection, words: w, snapshot, now } = standing;
  const say = w.sync.strip;
  const n = unsentOf(standing);
  switch (connection.kind) {
    case 'online':
      return null;
    case 'offline':
      return { icon: 'cloud-off', title: say.offline({ since: timeOf(connection.since, standing) }), text: say.kept({ n }) };
    case 'weak':
      return { icon: 'signal-low', title: say.weak, text: say.weakThen };
    case 'portal':
      return { icon: 'wifi', title: say.portal, text: say.portalThen };
    case 'server-down': {
      const left = connection.retryAt === null ? null : connection.retryAt + snapshot.offset - now;
      return {
        icon: 'cloud-off',
        title: say.serverDown,
        text: say.serverDownThen({ n, span: left === null || left < 5_000 ? null : span(left, standing.language) }),
      };
    }
    case 'signed-out':
      return { icon: 'key-round', title: say.session, text: say.sessionThen };
    case 'outdated':
      return { icon: 'refresh-cw', title: say.tooOld, text: say.tooOldThen };
  }
}

/** The strip above the navigation: only when offline, or when something is unsent or refused. */
export function stripOf(standing: Standing): Said | null {
  const { words: w, snapshot } = standing;
  const say = w.sync.strip;
  const [refused, unsent] = [refusedOf(standing), unsentOf(standing)];
  const trouble = connectionOf(standing);
  if (trouble !== null) return trouble;
  if (refused > 0) return { icon: 'ban', title: say.refused({ n: refused }), text: say.refusedThen };
  // A tap that leaves within the second is no news.
  if (unsent > 0 && !(standing.status.isDraining && snapshot.outbox.length === unsent)) {
    return { icon: 'smartphone', title: say.waiting({ n: unsent }), text: say.waitingThen };
  }
  return null;
}
