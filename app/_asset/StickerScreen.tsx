'use client';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { useTitle } from '#app/_field/useTitle.ts';
import { RoomScreen } from '#app/_rooms/RoomScreen.tsx';
import { Candidates } from '#app/_stickers/Candidates.tsx';
import { StickButton } from '#app/_stickers/StickButton.tsx';
import { LinkButton } from '#app/_ui/Button.tsx';
import { Empty } from '#app/_ui/Empty.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { formatCode } from '#domain/sticker.ts';
import type { Words } from '#domain/words/fr/index.ts';
import { AssetScreen } from './AssetScreen.tsx';
import { type Found, find } from './find.ts';
import { SaidOfCode } from './SaidHere.tsx';

/** `/a/CODE`, from the phone's own camera or a typed address: the asset or the room it is stuck on. */
export function StickerScreen({ typed }: { typed: string }) {
  const { view, snapshot, words: w } = useField();
  useTitle(w.asset.title);
  const found = find(view, typed, [location.origin]);
  if (found.kind === 'asset') return <AssetScreen id={found.asset.id} scanned />;
  if (found.kind === 'room') return <RoomScreen id={found.room.id} />;
  // The register is on its way to this phone: "unknown" would be a lie.
  const isLoading = snapshot.isResetting || snapshot.epoch === null;
  if (found.kind === 'several') {
    return (
      <Screen top={<TopBar title={w.asset.title} back={{ href: '/', label: w.common.back }} chip={<Chip />} />}>
        <p>{w.found.several({ n: found.assets.length })}</p>
        <Candidates assets={found.assets} />
      </Screen>
    );
  }
  const known = found.kind === 'unknown' ? found.code : null;
  return (
    <Screen top={<TopBar title={w.asset.title} back={{ href: '/', label: w.common.back }} chip={<Chip />} />} centered>
      {known !== null && <SaidOfCode code={known} />}
      {isLoading ? (
        <Empty title={w.common.loading} />
      ) : (
        <Empty
          title={known === null ? w.asset.unknownTitle : w.found.unknown}
          text={known === null ? otherwise(w, found, typed) : w.found.unknownText({ code: formatCode(known) })}
        >
          {known !== null && (
            <LinkButton kind="primary" href={`/new?code=${known}`}>
              {w.asset.unknownReport}
            </LinkButton>
          )}
          {known !== null && <StickButton code={known} />}
          <LinkButton href="/scan" icon="scan-qr-code">
            {w.common.nav.scan}
          </LinkButton>
        </Empty>
      )}
    </Screen>
  );
}

/** Why nothing is shown for what was scanned or typed. */
function otherwise(w: Words, found: Found, typed: string): string {
  if (found.kind === 'foreign') return w.found.foreign({ host: found.host });
  return found.kind === 'nothing' ? w.found.nothing({ text: found.text.slice(0, 60) }) : w.found.badCode({ code: typed.slice(0, 60) });
}
