'use client';
import { useState } from 'react';
import { type Found, find, findTyped } from '#app/_asset/find.ts';
import { thingName } from '#app/_asset/thing.ts';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { assetLabel, placeName } from '#app/_field/said.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { Icon } from '#app/_ui/Icon.tsx';
import type { Verdict } from '#app/scan/feedback.ts';
import { Pick } from '#app/scan/Pick.tsx';
import type { Read } from '#app/scan/place.ts';
import { Scanner, type Source } from '#app/scan/Scanner.tsx';
import { formatCode } from '#domain/sticker.ts';
import type { Words } from '#domain/words/fr/index.ts';
import { Result } from './Result.tsx';
import '#app/scan/scan.css';

interface Sight {
  readonly text: string;
  readonly box: Read['box'];
  readonly found: Found;
}

/** What is worth showing over the view: something of ours, or that may become a ticket. */
function isAnswer({ kind }: Found): boolean {
  return kind === 'asset' || kind === 'room' || kind === 'several' || kind === 'unknown';
}

/** The camera, a photo, the typed code and the USB reader; the answer comes from this phone. */
export function ScanScreen() {
  const { view, words: w, device } = useField();
  useTitle(w.scan.title);
  const [sights, setSights] = useState<readonly Sight[]>([]);
  const [shown, setShown] = useState<Found | null>(null);

  const onRead = (reads: readonly Read[], source: Source): Verdict => {
    const ours = [location.origin];
    const look = (text: string) => (source === 'typed' ? findTyped(view, text, ours, (asset) => assetLabel(w, asset)) : find(view, text, ours));
    const seen = reads.map(({ text, box }): Sight => ({ text, box, found: look(text) }));
    const answers = seen.filter((s) => isAnswer(s.found));
    const [first] = answers.length > 0 ? answers : seen;
    if (first === undefined) return 'error';
    setSights(answers.length > 1 ? answers : []);
    setShown(answers.length > 1 ? null : first.found);
    return answers.some((s) => s.found.kind !== 'unknown') ? 'success' : 'error';
  };
  const clear = () => {
    setSights([]);
    setShown(null);
  };
  const choose = ({ found }: Sight) => {
    setSights([]);
    setShown(found);
  };
  const isResult = shown !== null && isAnswer(shown);

  return (
    <div className="scan-screen">
      <Scanner
        words={w.scan}
        onRead={onRead}
        resting={isResult}
        muted={!device.sound}
        close={
          <a className="icon-btn" href="/" aria-label={w.common.close}>
            <Icon name="x" />
          </a>
        }
        chip={<Chip />}
        message={shown !== null && !isResult ? sentence(w, shown) : undefined}
      >
        {sights.length > 1 && <Pick words={w.scan} among={sights} nameOf={(s) => nameOf(w, s)} onPick={choose} />}
      </Scanner>
      {isResult && <Result found={shown} onNext={clear} onPick={(asset) => setShown({ kind: 'asset', asset })} />}
    </div>
  );
}

function sentence(w: Words, found: Found): string {
  switch (found.kind) {
    case 'foreign':
      return w.found.foreign({ host: found.host });
    case 'bad-code':
      return w.found.badCode({ code: found.typed });
    case 'nothing':
      return w.found.nothing({ text: found.text.slice(0, 60) });
    default:
      return w.scan.noCodeInPhoto;
  }
}

function nameOf(w: Words, { found, text }: Sight): string {
  if (found.kind === 'asset') return thingName(w, found.asset);
  if (found.kind === 'room') return placeName(w, found.room);
  return found.kind === 'unknown' ? formatCode(found.code) : text;
}
