import type { ComponentProps, ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

type Look = {
  /** `baton`: reach out your hand, so only on "Je prends / Prendre" and Scan; `primary`: the screen's one verb */
  kind?: 'plain' | 'primary' | 'baton' | 'quiet' | 'danger';
  /** `side`: icon over word, left of the primary verb; `block`: the full width; `grow`: what is left of the bar */
  shape?: 'side' | 'block' | 'grow' | 'tall' | undefined;
  icon?: IconName;
  /** a key of the keyboard, shown where there is one */
  shortcut?: string;
  children: ReactNode;
};

function classes(kind: Look['kind'], shape: Look['shape']): string {
  return ['btn', kind === 'plain' ? '' : kind, shape ?? ''].filter(Boolean).join(' ');
}

function content({ icon, children, shortcut }: Pick<Look, 'icon' | 'children' | 'shortcut'>) {
  return (
    <>
      {icon && <Icon name={icon} />}
      {children}
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus */}
      {shortcut && <kbd aria-hidden="true">{shortcut}</kbd>}
    </>
  );
}

/** A verb. */
export function Button({ kind = 'plain', shape, icon, shortcut, children, ...button }: Look & Omit<ComponentProps<'button'>, 'className'>) {
  return (
    <button type="button" {...button} className={classes(kind, shape)} aria-keyshortcuts={shortcut}>
      {content({ icon, shortcut, children } as Look)}
    </button>
  );
}

/** A verb that goes somewhere. */
export function LinkButton({ kind = 'plain', shape, icon, shortcut, children, ...anchor }: Look & Omit<ComponentProps<'a'>, 'className'>) {
  return (
    <a {...anchor} className={classes(kind, shape)} aria-keyshortcuts={shortcut}>
      {content({ icon, shortcut, children } as Look)}
    </a>
  );
}
