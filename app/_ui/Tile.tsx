import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';
import type { Tone } from './tone.ts';

/** A 48 px square with an icon, where a row has no room: a device, a verb, a symptom. */
export function Tile({ icon, tone }: { icon: IconName; tone?: Tone }) {
  return (
    <span className={tone ? `tile ${tone}` : 'tile'}>
      <Icon name={icon} />
    </span>
  );
}
