'use client';
import { thingName } from '#app/_asset/thing.ts';
import { useField } from '#app/_field/field.tsx';
import { placeName } from '#app/_field/said.ts';
import { assetIcon } from '#app/_ui/looks.ts';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import type { AssetDocument } from '#domain/documents.ts';

/** Several things bear the number of an old label: each with its room, so that one tells them apart. */
export function Candidates({ assets }: { assets: readonly AssetDocument[] }) {
  const { view, words: w } = useField();
  return (
    <ul className="list">
      {assets.map((a) => (
        <Row
          key={a.id}
          middle
          chevron
          href={`/assets/${a.id}`}
          lead={<Tile icon={assetIcon(a.type)} />}
          title={thingName(w, a)}
          meta={[placeName(w, a.room === null ? null : (view.rooms.get(a.room) ?? null))]}
        />
      ))}
    </ul>
  );
}
