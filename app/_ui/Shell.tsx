import type { ReactNode } from 'react';

type Props = {
  /** a list, or the one screen that stands alone */
  list?: ReactNode;
  /** what was opened from it: on a phone it takes the whole screen, from 48em it stands beside the list */
  detail?: ReactNode;
  /** beside a list when nothing is open, from 48em only; its presence makes the screen split */
  placeholder?: ReactNode;
  /** from 64em: the list in single lines takes the width, the detail is a panel */
  queue?: boolean;
  /** `<Strip>` and `<Nav>` */
  dock?: ReactNode;
  /** `<Toast>` */
  toast?: ReactNode;
};

/**
 * The frame of the field app: panes, then navigation. On a phone an open detail hides list and navigation; the list keeps
 * its place. Panes scroll, not the page: nothing lies under the bar, so what has the focus is never hidden (WCAG 2.4.11).
 */
export function Shell({ list, detail, placeholder, queue, dock, toast }: Props) {
  const beside = detail ?? placeholder;
  const split = list !== undefined && list !== null && beside !== undefined && beside !== null;
  return (
    <div className={`shell${detail ? ' has-detail' : ''}${queue ? ' queue' : ''}`}>
      <main className={`panes${split ? ' split' : ''}${queue ? ' queue' : ''}`}>
        {list && <div className="pane list-pane">{list}</div>}
        {detail ? <div className="pane">{detail}</div> : split && <div className="pane placeholder">{placeholder}</div>}
      </main>
      {dock && <footer className="dock home">{dock}</footer>}
      {toast}
    </div>
  );
}
