import { type ReactNode, useId } from 'react';

type Props = {
  title: string;
  /** beside the title, in grey */
  count?: number;
  /** at the right of the title */
  link?: { readonly href: string; readonly label: string };
  /** a small grey title, inside a sheet */
  quiet?: boolean;
  /** something here is refused or waits for a choice */
  danger?: boolean;
  /** rows (`Row`) */
  children: ReactNode;
  /** under the list */
  after?: ReactNode;
};

/** A titled list. */
export function Group({ title, count, link, quiet, danger, children, after }: Props) {
  const id = useId();
  return (
    <section className="group" aria-labelledby={id}>
      <header>
        {quiet ? (
          <h3 id={id} className="s q">
            {title}
          </h3>
        ) : (
          <h2 id={id}>
            {title} {count !== undefined && <span>{count}</span>}
          </h2>
        )}
        {link && (
          <a className="link s tap" href={link.href}>
            {link.label}
          </a>
        )}
      </header>
      <ul className={danger ? 'list danger' : 'list'}>{children}</ul>
      {after}
    </section>
  );
}
