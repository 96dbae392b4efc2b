'use client';
import { useState } from 'react';
import { thingName } from '#app/_asset/thing.ts';
import { useField } from '#app/_field/field.tsx';
import { placeName } from '#app/_field/said.ts';
import { TextField } from '#app/_ui/Field.tsx';
import { assetIcon } from '#app/_ui/looks.ts';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { isSupport } from '#domain/actor.ts';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import { foldLabel, termsOf } from '#domain/register/search-text.ts';

/** Rows that one looks through; who sees as many types one more letter. */
const SHOWN = 30;

type Props = {
  /** Only these: several bear the number that was scanned. null: all of one's sites. */
  among: readonly AssetDocument[] | null;
  problem: string | null;
  onPick: (thing: AssetDocument | RoomDocument) => void;
};

/** A thing of one's sites by any piece of what stands on it: a part of its serial, its inventory number, model or room. */
export function FindThing({ among, problem, onPick }: Props) {
  const { view, words: w, actor } = useField();
  const say = w.stickers.bind;
  const [typed, setTyped] = useState('');
  const roomOf = (asset: AssetDocument) => (asset.room === null ? null : (view.rooms.get(asset.room) ?? null));
  const pieces = termsOf(typed);
  const says = (texts: readonly (string | null)[]) => {
    const all = texts.map((text) => foldLabel(text ?? ''));
    return pieces.every((piece) => all.some((text) => text.includes(piece)));
  };
  const assets = (among ?? [...view.assets.values()]).filter(
    (a) => isSupport(actor, a.site) && says([thingName(w, a), a.serial, a.inventory, placeName(w, roomOf(a))]),
  );
  const rooms = among !== null ? [] : [...view.rooms.values()].filter((r) => isSupport(actor, r.site) && says([placeName(w, r)]));
  const isAsked = among !== null || pieces.length > 0;
  const found = isAsked ? [...rooms.slice(0, 5), ...assets].slice(0, SHOWN) : [];
  return (
    <>
      {among === null && (
        <TextField
          label={say.search}
          type="search"
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setTyped(target.value)}
        />
      )}
      {problem !== null && <Note icon="triangle-alert" tone="d" alert title={problem} />}
      <ul className="list">
        {found.map((thing) => (
          <Row
            key={thing.id}
            middle
            lead={<Tile icon={thing.kind === 'asset' ? assetIcon(thing.type) : 'door-open'} />}
            title={thing.kind === 'asset' ? thingName(w, thing) : placeName(w, thing)}
            meta={
              thing.kind === 'asset'
                ? [
                    placeName(w, roomOf(thing)),
                    ...(thing.inventory === null ? [] : [w.common.number({ number: thing.inventory })]),
                    ...(thing.codes.length > 0 ? [say.hasOne] : []),
                  ]
                : thing.codes.length > 0
                  ? [say.hasOne]
                  : []
            }
            onPress={() => onPick(thing)}
          />
        ))}
      </ul>
      {isAsked && found.length === 0 && <p className="q">{say.nobody}</p>}
      {assets.length > SHOWN && <p className="q s">{say.more}</p>}
    </>
  );
}
