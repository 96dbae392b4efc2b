'use client';
import type { ReactNode } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import type { AssetDocument } from '#domain/documents.ts';
import { formatCode } from '#domain/sticker.ts';
import { thingName } from './thing.ts';

/** Said before anything is asked for it: the charter is the condition of the support (requirements D8). */
export function OffCharter({ asset }: { asset: AssetDocument }) {
  const { words: w } = useField();
  return asset.charter === false ? (
    <Note icon="triangle-alert" tone="w" title={w.asset.offCharter} small>
      {w.asset.offCharterThen}
    </Note>
  ) : null;
}

/** The plate of its room and what it is. `numbers`: inventory number and code under it. */
export function AssetHead({ asset, numbers, over }: { asset: AssetDocument; numbers?: boolean; over?: ReactNode }) {
  const { view, words: w } = useField();
  const room = asset.room === null ? undefined : view.rooms.get(asset.room);
  const [code] = asset.codes;
  return (
    <div className="row mid bare">
      <Plate building={room?.building ?? null} room={room?.name ?? null} size="xl" />
      <span className="grow">
        {over}
        <h2 className="t-xl">{thingName(w, asset)}</h2>
        {numbers && (
          <span className="s q">
            {asset.inventory !== null && `${w.common.number({ number: asset.inventory })} · `}
            {code !== undefined && <span className="code">{formatCode(code)}</span>}
          </span>
        )}
      </span>
    </div>
  );
}
