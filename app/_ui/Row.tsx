import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

type Props = {
  /** plate or tile */
  lead?: ReactNode;
  /** one sentence, "Équipement : symptôme" */
  title: ReactNode;
  /** second line, in this order: priority, delay or state, then what is seen on a wide screen only */
  meta?: readonly ReactNode[];
  /** an address makes the row a link, `onPress` a button; with neither it is plain */
  href?: string;
  onPress?: () => void;
  /** at the end: a chevron for a way in; never after a plate */
  chevron?: boolean;
  /** the row shown beside the list */
  current?: boolean;
  /** vertically centred */
  middle?: boolean;
  /** changed by others since it was last seen; the text says it to assistive tools */
  fresh?: string;
  /** at the end of the row, before the chevron */
  end?: ReactNode;
  /** before the line and apart from it: a box to choose it */
  before?: ReactNode;
  /** under the second line: marks, a button */
  children?: ReactNode;
};

/** One line of a list, as `<li>`. */
export function Row({ lead, title, meta = [], href, onPress, chevron, current, middle, fresh, end, before, children }: Props) {
  const body = (
    <>
      {lead}
      <span className="grow">
        <h3>{title}</h3>
        {meta.length > 0 && (
          <span className="meta">
            {meta.map((part, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts have a fixed place and no identity
              <span key={i} className={i > 1 ? 'wide-only' : undefined}>
                {part}
              </span>
            ))}
          </span>
        )}
        {children && <span className="below wrap">{children}</span>}
      </span>
      {fresh && (
        <span className="fresh">
          <span className="vh">{fresh}</span>
        </span>
      )}
      {end}
      {chevron && <Icon name="chevron-right" className="chev" />}
    </>
  );
  const className = middle ? 'row mid' : 'row';
  if (href) {
    return (
      <li className={before ? 'choosable' : undefined}>
        {before}
        <a className={className} href={href} aria-current={current ? 'true' : undefined}>
          {body}
        </a>
      </li>
    );
  }
  if (onPress) {
    return (
      <li>
        <button type="button" className={className} onClick={onPress}>
          {body}
        </button>
      </li>
    );
  }
  return <li className={className}>{body}</li>;
}
