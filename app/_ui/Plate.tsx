import { Icon } from './Icon.tsx';

type Props = {
  /** "Bât. B", above the room; null when the site has one building */
  building: string | null;
  /** "203", "CDI"; null when no room is known: a door in place of a name */
  room: string | null;
  size?: 'm' | 'xl';
};

/** "203", "B203" and "S14" are read at a glance in large figures; words need smaller letters. */
export function plateShape(room: string): 'figures' | 'word' | 'word long' {
  if (/^[A-Z]{0,2}\d{1,4}$/i.test(room)) return 'figures';
  const longest = Math.max(...room.split(/[\s-]+/).map((word) => word.length));
  return longest > 6 || room.length > 12 ? 'word long' : 'word';
}

/** The enamel door plate that every row of a ticket starts with: one looks for it as for a line number in a station. */
export function Plate({ building, room, size = 'm' }: Props) {
  const big = size === 'xl' ? ' xl' : '';
  if (room === null) {
    return (
      <span className={`plate none${big}`}>
        <Icon name="door-open" />
      </span>
    );
  }
  return (
    <span className={`plate ${plateShape(room)}${big}`}>
      {building && <small>{building}</small>}
      <b>{room}</b>
    </span>
  );
}
