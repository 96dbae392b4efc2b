import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

export type SyncState = 'fresh' | 'offline' | 'waiting' | 'sending' | 'refused';

const ICON: Readonly<Record<SyncState, IconName>> = {
  fresh: 'check',
  offline: 'cloud-off',
  waiting: 'smartphone',
  sending: 'arrow-up',
  refused: 'ban',
};

/** "À jour, 9 h 41", "Hors ligne", "3 à envoyer": always the way to the outbox. Dashed while something is only here. */
export function SyncChip({ href, state, label }: { href: string; state: SyncState; label: string }) {
  const look = state === 'offline' || state === 'waiting' ? ' off' : state === 'refused' ? ' refused' : '';
  return (
    <a className={`chip-sync${look}`} href={href}>
      <Icon name={ICON[state]} />
      {label}
    </a>
  );
}
