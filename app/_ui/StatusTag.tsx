import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';
import type { Tone } from './tone.ts';

type Props = { icon: IconName; tone?: Tone | undefined; size?: 's' | 'm'; children: ReactNode };

/** An icon, a word, then a colour: a state, a delay. For a ticket's status: `<StatusTag {...STATUS_LOOK[status]}>`. */
export function StatusTag({ icon, tone, size = 's', children }: Props) {
  return (
    <span className={`tag${tone ? ` ${tone}` : ''}${size === 'm' ? ' m' : ''}`}>
      <Icon name={icon} />
      {children}
    </span>
  );
}
