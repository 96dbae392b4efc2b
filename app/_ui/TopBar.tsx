import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

type Props = {
  title: string;
  /** where the arrow goes; none on the top screens */
  back?: { readonly href: string; readonly label: string };
  /** a cross instead of an arrow: what is open is put down, not left */
  cross?: boolean;
  /** `<SyncChip>` or `<Mark>` */
  chip?: ReactNode;
};

/** Back, title or number, one chip. Not sticky: the height is for content. */
export function TopBar({ title, back, cross, chip }: Props) {
  return (
    <header className="top">
      {back && (
        <a className="icon-btn" href={back.href} aria-label={back.label} data-back="">
          <Icon name={cross ? 'x' : 'arrow-left'} />
        </a>
      )}
      <h1>{title}</h1>
      {chip}
    </header>
  );
}

/** The large title of the home and the lists, with the site under it. */
export function BigTitle({ title, site, chip }: { title: string; site?: ReactNode; chip?: ReactNode }) {
  return (
    <header className="big">
      <div className="grow">
        <h1>{title}</h1>
        {site}
      </div>
      {chip}
    </header>
  );
}
