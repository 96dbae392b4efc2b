'use client';
import { useState } from 'react';
import { thingName } from '#app/_asset/thing.ts';
import { useField } from '#app/_field/field.tsx';
import { placeName, roomOf } from '#app/_field/said.ts';
import { answers } from '#app/_tickets/queue.ts';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { assetIcon } from '#app/_ui/looks.ts';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import { formatCode } from '#domain/sticker.ts';

const SHOWN = 6;

/** The first few that answer, the chosen one apart. */
function found<T extends { readonly id: string; readonly site: string }>(
  all: Iterable<T>,
  site: string,
  chosen: string,
  fits: (one: T) => boolean,
): T[] {
  const some: T[] = [];
  for (const one of all) {
    if (some.length === SHOWN) break;
    if (one.site === site && one.id !== chosen && fits(one)) some.push(one);
  }
  return some;
}

type AssetProps = { site: string; room: string; asset: string; onPick: (asset: string) => void };

/** The equipment, by a part of what it is called or of where it stands; that of the room first. Empty: none. */
export function PickAsset({ site, room, asset, onPick }: AssetProps) {
  const { view, words: w } = useField();
  const [search, setSearch] = useState('');
  const chosen = asset === '' ? undefined : view.assets.get(asset);
  const describes = (a: AssetDocument) => [
    thingName(w, a),
    a.inventory,
    a.serial,
    ...a.codes.map(formatCode),
    placeName(w, roomOf(view, { room: null, asset: a.id })),
  ];
  const some = found(view.assets.values(), site, asset, (a) =>
    search.trim() === '' ? room !== '' && a.room === room : a.state !== 'retired' && answers(describes(a), search),
  );
  const hint = (a: AssetDocument) =>
    [placeName(w, roomOf(view, { room: null, asset: a.id })), a.inventory === null ? '' : w.common.number({ number: a.inventory })]
      .filter(Boolean)
      .join(' · ');
  const choice = (a: AssetDocument) => (
    <Choice
      key={a.id}
      name="asset"
      value={a.id}
      checked={a.id === asset}
      onChange={onPick}
      label={thingName(w, a)}
      hint={hint(a)}
      icon={assetIcon(a.type)}
    />
  );
  return (
    <div className="stack">
      <Search label={w.forms.qualify.asset} value={search} onChange={setSearch} />
      <ChoiceGroup legend={w.forms.qualify.assetPick} columns="one">
        {chosen !== undefined && choice(chosen)}
        {some.map(choice)}
        <Choice name="asset" value="" checked={asset === ''} onChange={onPick} label={w.forms.qualify.noAsset} />
      </ChoiceGroup>
      {search.trim() !== '' && some.length === 0 && <p className="hint">{w.forms.qualify.nothing({ text: search })}</p>}
    </div>
  );
}

/** The room, where no equipment says it. Empty: none. */
export function PickRoom({ site, room, onPick }: { site: string; room: string; onPick: (room: string) => void }) {
  const { view, words: w } = useField();
  const [search, setSearch] = useState('');
  const chosen = room === '' ? undefined : view.rooms.get(room);
  const names = (r: RoomDocument) => [r.building, r.name, `${r.building?.at(-1) ?? ''}${r.name}`];
  const some = search.trim() === '' ? [] : found(view.rooms.values(), site, room, (r) => answers(names(r), search));
  return (
    <div className="stack">
      <Search label={w.opening.where} value={search} onChange={setSearch} />
      <ChoiceGroup legend={w.forms.qualify.roomPick}>
        {chosen !== undefined && <Choice name="room" value={chosen.id} checked onChange={onPick} label={placeName(w, chosen)} icon="door-open" />}
        {some.map((r) => (
          <Choice key={r.id} name="room" value={r.id} checked={false} onChange={onPick} label={placeName(w, r)} icon="door-open" />
        ))}
        <Choice name="room" value="" checked={room === ''} onChange={onPick} label={w.forms.qualify.noRoom} />
      </ChoiceGroup>
      {search.trim() !== '' && some.length === 0 && <p className="hint">{w.forms.qualify.nothing({ text: search })}</p>}
    </div>
  );
}

/** A search inside a form: Enter asks nothing more, least of all to send the form. */
function Search({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  const { words: w } = useField();
  return (
    <TextField
      type="search"
      label={label}
      optional={w.common.optional}
      placeholder={w.forms.qualify.assetSearch}
      value={value}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
    />
  );
}
