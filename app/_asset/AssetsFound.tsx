import { useMemo } from 'react';
import { useField } from '#app/_field/field.tsx';
import { assetLabel } from '#app/_field/said.ts';
import { Group } from '#app/_ui/Group.tsx';
import { assetIcon } from '#app/_ui/looks.ts';
import { Marked } from '#app/_ui/Marked.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import type { AssetDocument } from '#domain/documents.ts';
import { assetsMatching } from '#domain/register/find-assets.ts';
import { termsOf } from '#domain/register/search-text.ts';
import { formatCode } from '#domain/sticker.ts';
import { SaidMark } from './SaidHere.tsx';
import { thingName } from './thing.ts';

const SHOWN = 30;

type Props = { text: string; onPick?: (asset: AssetDocument) => void; everywhere?: boolean };

/** The equipment of this phone that answers what was typed, without a network. `onPick`: in place of opening its page; `everywhere`: not of the chosen site alone. */
export function AssetsFound({ text, onPick, everywhere = false }: Props) {
  const { view, words: w, site } = useField();
  const found = useMemo(() => {
    const all = assetsMatching(view, text, (asset) => assetLabel(w, asset), SHOWN * 4);
    return all.filter((asset) => everywhere || site === null || asset.site === site.id).slice(0, SHOWN);
  }, [view, text, site, w, everywhere]);
  const terms = termsOf(text);
  if (found.length === 0) return null;
  return (
    <Group title={w.asset.found} count={found.length}>
      {found.map((asset) => {
        const room = asset.room === null ? undefined : view.rooms.get(asset.room);
        const numbers = [asset.name, asset.inventory, asset.serial, ...asset.codes.map(formatCode)].filter((one) => one != null);
        // What was looked for is seen: the number that holds it, else the first.
        const shown = numbers.find((one) => terms.some((term) => termsOf(one).join('').includes(term))) ?? numbers[0];
        return (
          <Row
            key={asset.id}
            lead={room === undefined ? <Tile icon={assetIcon(asset.type)} /> : <Plate building={room.building} room={room.name} />}
            title={<Marked text={thingName(w, asset)} terms={terms} />}
            meta={shown === undefined ? [] : [<Marked key="n" text={shown} terms={terms} />]}
            end={<SaidMark id={asset.id} />}
            {...(onPick === undefined ? { href: `/assets/${asset.id}` } : { onPress: () => onPick(asset) })}
          />
        );
      })}
    </Group>
  );
}
