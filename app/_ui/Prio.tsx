import type { Priority } from '#domain/ticket/ticket.ts';
import { Icon } from './Icon.tsx';

const BARS = [0, 1, 2, 3] as const;

/** Bars and "P2"; P1 is an octagon. Never for requesters: they see the date. `label`: "P2". */
export function Prio({ priority, label }: { priority: Priority; label: string }) {
  return (
    <span className={`prio p${priority}`}>
      {priority === 1 ? (
        <Icon name="octagon-alert" />
      ) : (
        <svg viewBox="0 0 16 16" aria-hidden="true">
          {BARS.map((i) => (
            <rect key={i} x={4 * i} y={12 - 4 * i} width="3" height={4 + 4 * i} rx="1" fill="currentColor" opacity={i < 5 - priority ? 1 : 0.28} />
          ))}
        </svg>
      )}
      {label}
    </span>
  );
}
