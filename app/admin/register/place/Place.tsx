'use client';
import { useState } from 'react';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { placePage } from '#app/admin/register/actions.ts';
import type { PlacePage } from '#server/office/register/places.ts';
import { RoomForm } from './RoomForm.tsx';
import { RoomLine } from './RoomLine.tsx';
import { SiteFields } from './SiteFields.tsx';

const ask = () => placePage(new URLSearchParams(location.search).get('site') ?? '');

/** A site at the desk: its rooms, and what is known of it. */
export function Place() {
  const { load, again } = useTold(ask);
  const may = load.state === 'here' ? load.value : { isAdmin: false, keeps: false, runs: false };
  return (
    <Frame page="register" load={load} again={again} isAdmin={may.isAdmin} keeps={may.keeps} runs={may.runs}>
      {(told, texts) => <One told={told} texts={texts} again={again} />}
    </Frame>
  );
}

function One({ told: { site, rooms, keeps }, texts, again }: { told: PlacePage; texts: Texts; again: () => Promise<void> }) {
  const { register: r } = texts.o;
  const [done, setDone] = useState<string | null>(null);
  const saved = async () => {
    await again();
    setDone(r.saved);
  };
  return (
    <div className="registerasset">
      <header>
        <a className="link" href={`/admin/register?site=${site.id}`}>
          {r.place.see}
        </a>
        <h2 className="t-xl">{site.name}</h2>
        <p className="q">
          {site.city} · <span className="code">{site.uai}</span>
        </p>
      </header>
      {done !== null && <Note icon="circle-check" tone="o" alert title={done} />}
      <Group title={r.place.rooms} count={rooms.length}>
        {rooms.map((room) => (
          <RoomLine key={room.id} site={site.id} room={room} rooms={rooms} keeps={keeps} texts={texts} saved={saved} again={again} />
        ))}
        {rooms.length === 0 && <EmptyRow text={r.place.none} />}
      </Group>
      {keeps && (
        <>
          <RoomForm title={r.place.add} site={site.id} room={null} texts={texts} saved={saved} again={again} />
          <SiteFields key={JSON.stringify(site)} site={site} texts={texts} saved={saved} again={again} />
        </>
      )}
    </div>
  );
}
