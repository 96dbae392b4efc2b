import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';
import type { Tone } from './tone.ts';

type Props = {
  icon: IconName;
  tone?: Exclude<Tone, 'y'>;
  /** the fact, in bold */
  title?: string;
  /** what to do now: text, a link, a button */
  children?: ReactNode;
  small?: boolean;
  /** said at once by a screen reader, when it answers what the person just did */
  alert?: boolean;
};

/** An inline message: what happened, what is safe, the verb. For everything that has a next step or stays true. */
export function Note({ icon, tone, title, children, small, alert }: Props) {
  return (
    <div className={`note${tone ? ` ${tone}` : ''}${small ? ' s' : ''}`} role={alert ? 'alert' : undefined}>
      <Icon name={icon} />
      <div className="grow">
        {title && <b>{title}</b>} {children}
      </div>
    </div>
  );
}
