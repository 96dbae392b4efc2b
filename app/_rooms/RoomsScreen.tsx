'use client';
import { useMemo, useState } from 'react';
import { AssetsFound } from '#app/_asset/AssetsFound.tsx';
import { WhomToCall } from '#app/_call/WhomToCall.tsx';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { useNear } from '#app/_field/useNear.ts';
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

/** Height of a row that was not drawn yet, px. */
const ROW = 76;

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
  const { view, words: w, site, sites } = useField();
  const [search, setSearch] = useState('');
  useTitle(w.rooms.title);
  const here = useMemo(() => standings(view), [view]);
  const isOne = site !== null || sites.length < 2;
  const buildings = useMemo(() => {
    const siteNames = new Map(sites.map((s) => [s.id as string, s.name]));
    const nameOf = (r: RoomDocument) => siteNames.get(r.site) ?? '';
    const rooms = [...view.rooms.values()].filter(
      (r) =>
        (site === null || r.site === site.id) &&
        answers([r.building, r.name, `${r.building?.at(-1) ?? ''}${r.name}`, ...(isOne ? [] : [nameOf(r)])], search),
    );
    rooms.sort((a, b) => (isOne ? 0 : letters.compare(nameOf(a), nameOf(b))) || byName(a, b));
    // The same building name stands in many schools.
    return Map.groupBy(rooms, (r) => [...(isOne ? [] : [nameOf(r)]), r.building ?? w.rooms.noBuilding].join(', '));
  }, [view.rooms, site, sites, isOne, search, w]);
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
        <Group key={building} title={building} count={list.length}>
          <RoomRows rooms={list} standings={here} />
        </Group>
      ))}
      {search.trim().length > 1 && <AssetsFound text={search} />}
      {buildings.size === 0 &&
        (search === '' ? (
          <Empty title={w.rooms.empty} />
        ) : (
          <ul className="list">
            <EmptyRow text={w.rooms.nothingFor({ text: search })} />
          </ul>
        ))}
      {search === '' && <WhomToCall sites={(site === null ? sites : [site]).slice(0, 3)} />}
    </Screen>
  );
}

/** One for all comparisons: to make it costs more than to use it. */
const letters = new Intl.Collator('fr', { numeric: true });

function byName(a: RoomDocument, b: RoomDocument): number {
  return letters.compare(a.building ?? '', b.building ?? '') || letters.compare(a.name, b.name);
}

/** Drawn when they come near the screen: ten sites have five hundred rooms. */
function RoomRows({ rooms, standings }: { rooms: readonly RoomDocument[]; standings: ReadonlyMap<string, Standing> }) {
  const [ref, isNear] = useNear<HTMLLIElement>();
  if (!isNear) return <li ref={ref} aria-hidden="true" style={{ height: rooms.length * ROW }} />;
  return rooms.map((room) => <RoomRow key={room.id} room={room} standing={standings.get(room.id)} />);
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
