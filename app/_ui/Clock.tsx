import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

type Props = {
  /** what is left of the time, 1 (all) to 0 (none); null when the clock is stopped */
  left: number | null;
  tone?: 'w' | 'd' | undefined;
  /** within the ring: late, or stopped */
  icon?: IconName | null;
  /** "Reste 7 h 20 de service" */
  title: string;
  /** "à résoudre avant lundi 11 h 10" */
  detail?: string;
};

/** The delay as a sentence, then as a ring. */
export function Clock({ left, tone, icon = null, title, detail }: Props) {
  const share = left === null ? 0 : Math.round(100 * Math.min(1, Math.max(0, left)));
  return (
    <div className="clock">
      <span className={tone === 'd' ? 'ringbox d' : 'ringbox'}>
        <svg className="ring" viewBox="0 0 44 44" aria-hidden="true">
          <circle cx="22" cy="22" r="18" />
          {share > 0 && (
            <circle
              className={tone ? `left ${tone}` : 'left'}
              cx="22"
              cy="22"
              r="18"
              pathLength="100"
              strokeDasharray={`${share} 100`}
              transform="rotate(-90 22 22)"
            />
          )}
        </svg>
        {icon !== null && <Icon name={icon} />}
      </span>
      <p className="grow">
        <b>{title}</b>
        {detail && (
          <>
            <br />
            <span className="s q">{detail}</span>
          </>
        )}
      </p>
    </div>
  );
}
