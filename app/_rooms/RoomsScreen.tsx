'use client';
import { useMemo, useState } from 'react';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { useTitle } from '#app/_field/useTitle.ts';
import { answers } from '#app/_tickets/queue.ts';
import { Empty, EmptyRow } from '#app/_ui/Empty.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { BigTitle } from '#app/_ui/TopBar.tsx';
import type { RoomDocument } from '#domain/documents.ts';
import { isOpen } from '#domain/ticket/ticket.ts';
import type { View } from '#domain/view.ts';

interface Standing {
  readonly assets: number;
  readonly open: number;
}

/** How many things and open tickets each room has, in one pass over each. */
function standings(view: View): Map<string, Standing> {
  const out = new Map<string, Standing>();
  const add = (room: string | null, what: keyof Standing) => {
    if (room === null) return;
    const now = out.get(room) ?? { assets: 0, open: 0 };
    out.set(room, { ...now, [what]: now[what] + 1 });
  };
  for (const a of view.assets.values()) add(a.room, 'assets');
  for (const t of view.tickets.values()) if (isOpen(t.head)) add(t.head.room, 'open');
  return out;
}

/** The rooms of the site, by building. */
export function RoomsScreen() {
  const { view, words: w, site } = useField();
  const [search, setSearch] = useState('');
  useTitle(w.rooms.title);
  const here = useMemo(() => standings(view), [view]);
  const rooms = [...view.rooms.values()].filter(
    (r) => (site === null || r.site === site.id) && answers([r.building, r.name, `${r.building?.at(-1) ?? ''}${r.name}`], search),
  );
  const buildings = Map.groupBy(rooms.sort(byName), (r) => r.building ?? '');
  return (
    <Screen top={<BigTitle title={w.rooms.title} chip={<Chip />} />}>
      <TextField
        label={w.common.search}
        hiddenLabel
        type="search"
        placeholder={w.rooms.search}
        value={search}
        onChange={(e) => setSearch(e.target.value)}
        autoComplete="off"
      />
      {[...buildings].map(([building, list]) => (
        <Group key={building} title={building === '' ? w.rooms.noBuilding : building} count={list.length}>
          {list.map((room) => (
            <RoomRow key={room.id} room={room} standing={here.get(room.id)} />
          ))}
        </Group>
      ))}
      {rooms.length === 0 &&
        (search === '' ? (
          <Empty title={w.rooms.empty} />
        ) : (
          <ul className="list">
            <EmptyRow text={w.rooms.nothingFor({ text: search })} />
          </ul>
        ))}
    </Screen>
  );
}

function byName(a: RoomDocument, b: RoomDocument): number {
  return (a.building ?? '').localeCompare(b.building ?? '') || a.name.localeCompare(b.name, 'fr', { numeric: true });
}

function RoomRow({ room, standing }: { room: RoomDocument; standing: Standing | undefined }) {
  const { words: w } = useField();
  const open = standing?.open ?? 0;
  return (
    <Row
      href={`/rooms/${room.id}`}
      middle
      lead={<Plate building={room.building} room={room.name} />}
      title={open > 0 ? w.rooms.openTickets({ n: open }) : w.rooms.quiet}
      meta={[w.rooms.assets({ n: standing?.assets ?? 0 }), ...(room.floor === null ? [] : [w.rooms.floor({ name: room.floor })])]}
    />
  );
}
