'use client';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { useTitle } from '#app/_field/useTitle.ts';
import { RoomScreen } from '#app/_rooms/RoomScreen.tsx';
import { LinkButton } from '#app/_ui/Button.tsx';
import { Empty } from '#app/_ui/Empty.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { formatCode } from '#domain/sticker.ts';
import { AssetScreen } from './AssetScreen.tsx';
import { find } from './find.ts';

/** `/a/CODE`, from the phone's own camera or a typed address: the asset or the room it is stuck on. */
export function StickerScreen({ typed }: { typed: string }) {
  const { view, snapshot, words: w } = useField();
  useTitle(w.asset.title);
  const found = find(view, typed, [location.origin]);
  if (found.kind === 'asset') return <AssetScreen id={found.asset.id} scanned />;
  if (found.kind === 'room') return <RoomScreen id={found.room.id} />;
  // The register is on its way to this phone: "unknown" would be a lie.
  const isLoading = snapshot.isResetting || snapshot.epoch === null;
  const known = found.kind === 'unknown' ? found.code : null;
  return (
    <Screen top={<TopBar title={w.asset.title} back={{ href: '/', label: w.common.back }} chip={<Chip />} />} centered>
      {isLoading ? (
        <Empty title={w.common.loading} />
      ) : (
        <Empty
          title={known === null ? w.asset.unknownTitle : w.found.unknown}
          text={known === null ? w.found.badCode({ code: typed }) : w.found.unknownText({ code: formatCode(known) })}
        >
          {known !== null && (
            <LinkButton kind="primary" href={`/new?code=${known}`}>
              {w.asset.unknownReport}
            </LinkButton>
          )}
          <LinkButton href="/scan" icon="scan-qr-code">
            {w.common.nav.scan}
          </LinkButton>
        </Empty>
      )}
    </Screen>
  );
}
