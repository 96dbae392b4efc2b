import { Icon } from './Icon.tsx';

type Props = {
  /** "Bât. B", above the room; null when the site has one building */
  building: string | null;
  /** "203", "CDI"; null when no room is known: a door in place of a name */
  room: string | null;
  size?: 'm' | 'xl';
};

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
  // "203", "B203" and "S14" are read at a glance in large figures; words need smaller letters
  const shape = /^[A-Z]{0,2}\d{1,4}$/i.test(room) ? '' : room.length > 9 ? ' word long' : ' word';
  return (
    <span className={`plate${shape}${big}`}>
      {building && <small>{building}</small>}
      <b>{room}</b>
    </span>
  );
}
