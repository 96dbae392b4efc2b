import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';
import { Logo } from './Logo.tsx';

export type Place = 'home' | 'tickets' | 'scan' | 'rooms' | 'me';

type Props = {
  /** for assistive tools: "Principale" */
  label: string;
  /** the product's name, above the rail on a wide screen */
  brand: string;
  current: Place | null;
  items: Readonly<Record<Place, { readonly href: string; readonly label: string }>>;
  /** things that wait for me, by place; `words` is read after the figure: "à traiter" */
  badges?: Readonly<Partial<Record<Place, { readonly n: number; readonly words: string }>>>;
};

const ORDER: readonly Place[] = ['home', 'tickets', 'scan', 'rooms', 'me'];
const ICON: Readonly<Record<Place, IconName>> = {
  home: 'house',
  tickets: 'ticket',
  scan: 'scan-qr-code',
  rooms: 'door-open',
  me: 'circle-user-round',
};

/** The bar at the thumb with the scanner in its middle; a rail on the left from 48em, the scanner first. */
export function Nav({ label, brand, current, items, badges = {} }: Props) {
  return (
    <nav className="nav" aria-label={label}>
      <div className="brandline" aria-hidden="true">
        <Logo />
        <span>{brand}</span>
      </div>
      {ORDER.map((place) => {
        const badge = badges[place];
        return (
          <a
            key={place}
            href={items[place].href}
            className={place === 'scan' ? 'scan' : undefined}
            aria-current={current === place ? 'page' : undefined}
          >
            {place === 'scan' ? (
              <i>
                <Icon name={ICON[place]} />
              </i>
            ) : (
              <Icon name={ICON[place]} />
            )}
            {items[place].label}
            {badge && badge.n > 0 && (
              <span className="badge">
                {badge.n > 99 ? '99+' : badge.n}
                <span className="vh"> {badge.words}</span>
              </span>
            )}
          </a>
        );
      })}
    </nav>
  );
}
