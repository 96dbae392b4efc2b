type Props = { value: number; max: number; label: string; tone?: 'w' | 'd'; mini?: boolean };

/** How much of a whole: an upload, a round, a delay. An svg, because a width in a style attribute is forbidden by the page's policy. */
export function Meter({ value, max, label, tone, mini }: Props) {
  const share = max > 0 ? Math.round(100 * Math.min(1, Math.max(0, value / max))) : 0;
  return (
    <svg
      className={`meter${tone ? ` ${tone}` : ''}${mini ? ' mini' : ''}`}
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      role="progressbar"
      aria-label={label}
      aria-valuenow={share}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <rect width={share} height="10" />
    </svg>
  );
}
