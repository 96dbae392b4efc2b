import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

/** The connection and the outbox, above the navigation: only when offline, or when something is unsent or refused. */
export function Strip({ href, icon, title, text }: { href: string; icon: IconName; title: string; text?: string }) {
  return (
    <a className="strip" href={href}>
      <Icon name={icon} />
      <span className="grow">
        <b>{title}</b> {text}
      </span>
      <Icon name="chevron-right" className="chev" />
    </a>
  );
}
