import type { ReactNode } from 'react';

type Props = {
  /** `<TopBar>` or `<BigTitle>` */
  top: ReactNode;
  children: ReactNode;
  /** the action bar: at most two side verbs, then the primary one */
  actions?: ReactNode;
  /** the verbs stand one under the other */
  column?: boolean;
  /** 20 px between groups instead of 24 */
  snug?: boolean;
  /** the content stands in the middle: empty states */
  centered?: boolean;
};

/** One screen inside a pane: top, groups, action bar. */
export function Screen({ top, children, actions, column, snug, centered }: Props) {
  return (
    <div className="app">
      <div className="scroll">
        {top}
        <div className={`main${snug ? ' snug' : ''}${centered ? ' center' : ''}`}>{children}</div>
      </div>
      {actions && (
        <div className="dock">
          <div className={column ? 'act column' : 'act'}>{actions}</div>
        </div>
      )}
    </div>
  );
}
