'use client';
import { useState } from 'react';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { announcements } from '#app/admin/running.ts';
import type { Announcements as Told } from '#server/office/announcements.ts';
import { AnnouncementForm } from './AnnouncementForm.tsx';
import { AnnouncementLine } from './AnnouncementLine.tsx';

/** What is said on the phones' first screen: now, later, and before. */
export function Announcements() {
  const { load, again } = useTold(announcements);
  return (
    <Frame page="announcements" load={load} again={again} isAdmin={load.state === 'here' && load.value.isAdmin}>
      {(told, texts) => <Lists told={told} texts={texts} again={again} />}
    </Frame>
  );
}

function Lists({ told, texts, again }: { told: Told; texts: Texts; again: () => Promise<void> }) {
  const say = texts.o.announcements;
  const [done, setDone] = useState<string | null>(null);
  const kept = async (text: string) => {
    await again();
    setDone(text);
  };
  const { now } = told;
  const current = told.rows.filter((r) => r.from <= now && r.until > now);
  const coming = told.rows.filter((r) => r.from > now);
  const past = told.rows.filter((r) => r.until <= now);
  const lines = (rows: Told['rows']) => rows.map((row) => <AnnouncementLine key={row.id} row={row} told={told} texts={texts} kept={kept} />);
  return (
    <>
      <p className="s q">{say.lead}</p>
      {done !== null && <Note icon="circle-check" tone="o" alert title={done} />}
      <Group title={say.current} count={current.length}>
        {current.length === 0 && <EmptyRow text={say.none} />}
        {lines(current)}
      </Group>
      {coming.length > 0 && (
        <Group title={say.coming} count={coming.length}>
          {lines(coming)}
        </Group>
      )}
      <AnnouncementForm told={told} texts={texts} kept={() => kept(say.done)} />
      {past.length > 0 && (
        <Group title={say.past} count={past.length}>
          {lines(past)}
        </Group>
      )}
    </>
  );
}
