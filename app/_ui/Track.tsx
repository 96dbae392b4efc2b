import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

export interface Step {
  readonly key: string;
  /** `had`: held it before; `now`: holds it (yellow); `next`: dashed */
  readonly state: 'had' | 'now' | 'next';
  readonly icon: IconName;
  /** "Claire Roy" */
  readonly label: string;
  /** "9 h 24" */
  readonly detail?: string | undefined;
}

type Props = {
  /** for assistive tools: "Qui a eu ce ticket" */
  label: string;
  steps: readonly Step[];
  /** names the folded holders: "2 autres avant" */
  folded: (n: number) => string;
  /** I have just taken it: the baton slides to my dot, once */
  taken?: boolean;
};

const MOST = 4;

/** The dots to draw, `null` for the folded ones, and how many those are: the first and the last stay. */
export function fold<T>(steps: readonly T[]): { readonly shown: readonly (T | null)[]; readonly hidden: number } {
  if (steps.length <= MOST) return { shown: steps, hidden: 0 };
  const hidden = steps.length - MOST + 1;
  return { shown: [...steps.slice(0, 1), null, ...steps.slice(hidden + 1)], hidden };
}

/** The relay track: who reported, who had it, who holds it now, what is next. At most four dots; earlier holders fold into "+2". */
export function Track({ label, steps, folded, taken }: Props) {
  const { shown, hidden } = fold(steps);
  return (
    <ol className={taken ? 'track taken' : 'track'} aria-label={label}>
      {shown.map((step) =>
        step === null ? (
          <li key="folded">
            <i aria-hidden="true" className="xs">
              +{hidden}
            </i>
            <span>{folded(hidden)}</span>
          </li>
        ) : (
          <li key={step.key} className={step.state === 'had' ? undefined : step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
            <i>
              <Icon name={step.icon} />
            </i>
            <span>
              {step.label}
              {step.detail && (
                <>
                  {' '}
                  <br />
                  {step.detail}
                </>
              )}
            </span>
          </li>
        ),
      )}
    </ol>
  );
}
