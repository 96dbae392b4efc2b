'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { placeName } from '#app/_field/said.ts';
import { answers } from '#app/_tickets/queue.ts';
import { LinkButton } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextField } from '#app/_ui/Field.tsx';

const SHOWN = 6;

type Props = { site: string | null; room: string | null; onRoom: (room: string) => void };

/** Where it happens, when no sticker said it: a few letters of the room, or scan after all. */
export function Where({ site, room, onRoom }: Props) {
  const { view, words: w } = useField();
  const [search, setSearch] = useState('');
  const chosen = room === null ? undefined : view.rooms.get(room);
  const found =
    search.trim() === ''
      ? []
      : [...view.rooms.values()]
          .filter(
            (r) =>
              (site === null || r.site === site) && r.id !== room && answers([r.building, r.name, `${r.building?.at(-1) ?? ''}${r.name}`], search),
          )
          .slice(0, SHOWN);
  return (
    <div className="stack">
      <TextField
        label={w.opening.where}
        optional={w.common.optional}
        type="search"
        placeholder={w.rooms.search}
        value={search}
        autoComplete="off"
        onChange={(e) => setSearch(e.target.value)}
      />
      {(chosen !== undefined || found.length > 0) && (
        <ChoiceGroup legend={w.opening.chooseRoom}>
          {chosen !== undefined && <Choice name="room" value={chosen.id} checked onChange={onRoom} label={placeName(w, chosen)} />}
          {found.map((r) => (
            <Choice key={r.id} name="room" value={r.id} checked={false} onChange={onRoom} label={placeName(w, r)} />
          ))}
        </ChoiceGroup>
      )}
      {search.trim() !== '' && found.length === 0 && chosen === undefined && <p className="hint">{w.rooms.nothingFor({ text: search })}</p>}
      <LinkButton href="/scan" icon="scan-qr-code">
        {w.opening.scanInstead}
      </LinkButton>
    </div>
  );
}
