'use client';
import { useField } from '#app/_field/field.tsx';
import { placeName } from '#app/_field/said.ts';
import { assetIcon } from '#app/_ui/looks.ts';
import { Row } from '#app/_ui/Row.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import type { AssetDocument } from '#domain/documents.ts';
import { calledThing } from './said.ts';

type Props = { assets: readonly AssetDocument[] | null; close: () => void; choose: (asset: AssetDocument) => void };

/** Several things bear the number of an old label: which one is it? */
export function Which({ assets, close, choose }: Props) {
  const { view, words: w } = useField();
  return (
    <Sheet open={assets !== null} onClose={close} title={w.round.said.which} closeLabel={w.common.close}>
      <ul className="list">
        {assets?.map((a) => (
          <Row
            key={a.id}
            middle
            lead={<Tile icon={assetIcon(a.type)} />}
            title={calledThing(w, a)}
            meta={[placeName(w, a.room === null ? null : (view.rooms.get(a.room) ?? null))]}
            onPress={() => choose(a)}
          />
        ))}
      </ul>
    </Sheet>
  );
}
