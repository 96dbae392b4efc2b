import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { SelectField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { ActTrouble, useOfficeAct } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { mergeRooms } from '#app/admin/register/actions.ts';
import { placeOf } from '#app/admin/register/said.ts';
import type { RoomRow } from '#server/office/register/places.ts';
import { RoomForm } from './RoomForm.tsx';

type Saved = { saved: () => Promise<void>; again: () => Promise<void> };
type Props = { site: string; room: RoomRow; rooms: readonly RoomRow[]; keeps: boolean; texts: Texts } & Saved;

const nameOf = ({ building, name }: Pick<RoomRow, 'building' | 'name'>) => placeOf({ building, room: name });

/** One room: how much stands in it; called otherwise, or made one with another. */
export function RoomLine({ site, room, rooms, keeps, texts, saved, again }: Props) {
  const { w, o } = texts;
  const p = o.register.place;
  const [isChanging, setChanging] = useState(false);
  const [into, setInto] = useState('');
  const { act, trouble, working } = useOfficeAct();
  const other = rooms.find(({ id }) => id === into);
  const done = async () => {
    setChanging(false);
    await saved();
  };
  return (
    <li className="officerow">
      <Plate building={room.building} room={room.name} />
      <span className="grow">
        <b className="officeline">{nameOf(room)}</b>
        <a className="link s tap" href={`/admin/register?site=${site}&room=${room.id}`}>
          {p.assets({ n: room.assets })}
        </a>
        {room.vip && <span className="s q"> · {o.register.vip}</span>}
      </span>
      {keeps && (
        <Button icon="pen-tool" aria-expanded={isChanging} aria-label={p.changeOf({ name: nameOf(room) })} onClick={() => setChanging(!isChanging)}>
          {p.change}
        </Button>
      )}
      {isChanging && (
        <div className="registerchange">
          <RoomForm key={JSON.stringify(room)} title={nameOf(room)} site={site} room={room} texts={texts} saved={done} again={again} />
          {rooms.length > 1 && (
            <div className="panel roomy">
              <SelectField
                label={`${p.merge} ${p.mergeInto}`}
                value={into}
                none=""
                options={rooms.filter(({ id }) => id !== room.id).map((one) => [one.id, nameOf(one)])}
                choose={setInto}
              />
              {other !== undefined && (
                <Note icon="info" title={p.mergeAsk({ from: nameOf(room), to: nameOf(other) })}>
                  <Button kind="danger" disabled={working} onClick={() => void act(() => mergeRooms({ site, room: room.id, into }), done)}>
                    {p.mergeGo}
                  </Button>
                </Note>
              )}
              <ActTrouble trouble={trouble} w={w} o={o} />
            </div>
          )}
        </div>
      )}
    </li>
  );
}
