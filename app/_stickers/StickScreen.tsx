'use client';
import { type ReactNode, useState } from 'react';
import { find } from '#app/_asset/find.ts';
import { thingName } from '#app/_asset/thing.ts';
import { useChange } from '#app/_asset/useChange.ts';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { placeName } from '#app/_field/said.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Empty } from '#app/_ui/Empty.tsx';
import { Icon } from '#app/_ui/Icon.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import type { Verdict } from '#app/scan/feedback.ts';
import type { Read } from '#app/scan/place.ts';
import { Scanner } from '#app/scan/Scanner.tsx';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import { formatCode, parseCode, readLabel } from '#domain/sticker.ts';
import { FindThing } from './FindThing.tsx';
import '#app/scan/scan.css';

/** What a sticker is, or is to be, stuck on. */
type Thing = AssetDocument | RoomDocument;

const targetOf = ({ kind, id }: Thing) => ({ kind, id }) as { kind: 'asset'; id: AssetDocument['id'] } | { kind: 'room'; id: RoomDocument['id'] };
const pageOf = ({ kind, id }: Thing) => (kind === 'asset' ? `/assets/${id}` : `/rooms/${id}`);

type Props = { code: string | null; asset: string | null; room: string | null; instead: string | null };

/**
 * A sticker and a thing come together in one more scan: the sticker is known and the thing is looked for, or the other way round. `instead`:
 * the torn sticker that the new one replaces.
 */
export function StickScreen({ code: given, asset, room, instead }: Props) {
  const { view, words: w } = useField();
  useTitle(w.stickers.bind.title);
  const code = given === null ? null : parseCode(given);
  const thing = asset !== null ? view.assets.get(asset) : room !== null ? view.rooms.get(room) : undefined;
  if (thing !== undefined) return <StickerFor thing={thing} instead={instead === null ? null : parseCode(instead)} />;
  if (code !== null) return <ThingFor code={code} />;
  return (
    <Screen top={<TopBar title={w.stickers.bind.title} back={{ href: '/scan', label: w.common.back }} chip={<Chip />} />} centered>
      <Empty title={w.asset.unknownTitle} text={w.asset.unknownText} />
    </Screen>
  );
}

type ViewProps = {
  title: string;
  close: string;
  onRead: (reads: readonly Read[]) => Verdict;
  message: string | null;
  /** What one may type in place of scanning; left out: a sticker's code. */
  typed?: string;
  /** In place of the sync chip. */
  beside?: ReactNode;
};

/** The camera with what is looked for, over the whole screen. */
function Looking({ title, close, onRead, message, beside, typed }: ViewProps) {
  const { words: w, device } = useField();
  return (
    <div className="scan-screen">
      <Scanner
        words={{ ...w.scan, title, aim: title, codeLabel: typed ?? w.scan.codeLabel }}
        onRead={onRead}
        muted={!device.sound}
        close={
          <a className="icon-btn" href={close} aria-label={w.common.close}>
            <Icon name="x" />
          </a>
        }
        chip={beside ?? <Chip />}
        message={message ?? undefined}
      />
    </div>
  );
}

/** The sticker is in the hand: what is it stuck on? */
function ThingFor({ code }: { code: NonNullable<ReturnType<typeof parseCode>> }) {
  const { view, words: w, navigate } = useField();
  const { change, problem } = useChange();
  const say = w.stickers.bind;
  const [isSearching, setSearching] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  const [several, setSeveral] = useState<readonly AssetDocument[] | null>(null);
  const stick = async (thing: Thing) => {
    const name = thing.kind === 'asset' ? thingName(w, thing) : placeName(w, thing);
    const isKept = await change({ type: 'bind_sticker', v: 1, site: thing.site, code, on: targetOf(thing) }, { said: say.onto({ thing: name }) });
    if (isKept) navigate(pageOf(thing), { replace: true });
  };
  const onRead = ([read]: readonly Read[]): Verdict => {
    const found = find(view, read?.text ?? '', [location.origin]);
    if (found.kind === 'unknown' && found.code === code) {
      setMessage(say.same);
      return 'seen';
    }
    if (found.kind === 'asset' || found.kind === 'room') {
      void stick(found.kind === 'asset' ? found.asset : found.room);
      return 'success';
    }
    if (found.kind === 'several') {
      setSeveral(found.assets);
      return 'success';
    }
    setMessage(found.kind === 'nothing' ? w.found.nothing({ text: found.text.slice(0, 60) }) : say.nobody);
    return 'error';
  };
  if (isSearching || several !== null) {
    return (
      <Screen top={<TopBar title={say.title} back={{ href: '/scan', label: w.common.back }} chip={<Chip />} />}>
        <p>{say.lead({ code: formatCode(code) })}</p>
        <FindThing among={several} problem={problem} onPick={(thing) => void stick(thing)} />
        <Button
          icon="scan-qr-code"
          onClick={() => {
            setSearching(false);
            setSeveral(null);
          }}
        >
          {say.scan}
        </Button>
      </Screen>
    );
  }
  return (
    <Looking
      title={say.scan}
      typed={say.number}
      close="/scan"
      onRead={onRead}
      message={problem ?? message ?? say.lead({ code: formatCode(code) })}
      beside={
        <button type="button" className="icon-btn" aria-label={say.search} onClick={() => setSearching(true)}>
          <Icon name="search" />
        </button>
      }
    />
  );
}

/** The thing is in front of one: which sticker is stuck on it? */
function StickerFor({ thing, instead }: { thing: Thing; instead: ReturnType<typeof parseCode> }) {
  const { view, words: w, navigate } = useField();
  const { change, problem } = useChange();
  const say = w.stickers.asset;
  const [message, setMessage] = useState<string | null>(null);
  const stick = async (code: NonNullable<ReturnType<typeof parseCode>>) => {
    const { site } = thing;
    const isKept =
      instead === null
        ? await change({ type: 'bind_sticker', v: 1, site, code, on: targetOf(thing) })
        : await change({ type: 'replace_sticker', v: 1, site, code: instead, by: code }, { said: say.replaced });
    if (isKept) navigate(pageOf(thing), { replace: true });
  };
  const onRead = ([read]: readonly Read[]): Verdict => {
    const label = readLabel(read?.text ?? '', [location.origin]);
    if (label.kind !== 'code') {
      setMessage(label.kind === 'bad-code' ? w.found.badCode({ code: label.typed }) : say.notOurs);
      return 'error';
    }
    const on = find(view, label.code, [location.origin]);
    const known = on.kind === 'asset' ? on.asset : on.kind === 'room' ? on.room : null;
    // The torn one itself, or one that stands on something else here: the server would refuse it, and so does the phone.
    if (label.code === instead || (known !== null && known.id !== thing.id)) {
      setMessage(label.code === instead ? say.notOurs : say.taken);
      return 'error';
    }
    void stick(label.code);
    return 'success';
  };
  return <Looking title={instead === null ? say.stickTitle : say.replaceTitle} close={pageOf(thing)} onRead={onRead} message={problem ?? message} />;
}
