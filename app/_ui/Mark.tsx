import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

export type MarkState = 'phone' | 'sent' | 'saved' | 'refused';

const ICON: Readonly<Record<MarkState, IconName>> = { phone: 'smartphone', sent: 'arrow-up', saved: 'check', refused: 'ban' };

/** How far one action is: dashed, only on this phone; open, in flight; solid, the server has it; barred, refused. Always with its words. */
export function Mark({ state, children }: { state: MarkState; children: ReactNode }) {
  return (
    <span className={`mark ${state}`}>
      <Icon name={ICON[state]} />
      <span>{children}</span>
    </span>
  );
}
