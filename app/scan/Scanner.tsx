'use client';
import { type ReactNode, useCallback, useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react';
import { CameraView } from './CameraView.tsx';
import { cameraState, onCamera, sawCode, startCamera } from './camera.ts';
import { decoder } from './decoder.ts';
import { armSound, giveFeedback, type Verdict } from './feedback.ts';
import type { Read } from './place.ts';
import { Unreadable } from './sighting.ts';
import { TypedCode } from './TypedCode.tsx';
import { useWedge } from './wedge.ts';
import type { ScanWords } from './words.ts';

export type Source = 'camera' | 'photo' | 'typed' | 'reader';

type Props = {
  words: ScanWords;
  /** Hears each code once while it stays in view; several at once when several are in view. Its answer is sounded, shaken and shown. */
  onRead: (reads: readonly Read[], source: Source) => Verdict | undefined;
  /** the close button and the sync chip of the screen */
  close?: ReactNode;
  chip?: ReactNode;
  /** the screen's sentence about what was read last, in place of "aim at the sticker" */
  message?: ReactNode;
  /** a result lies over the view: nothing is looked at, the camera stays ready */
  resting?: boolean;
  muted?: boolean;
  /** milliseconds without sight of a code after which the camera stops */
  idleMs?: number;
  /** what lies over the view: `Pick`, a result */
  children?: ReactNode;
};

const OFF = { name: 'off' } as const;

/** The scanner: camera, photo, typed code and USB reader end in one `onRead`. */
export function Scanner({ words, onRead, close, chip, message, resting = false, muted = false, idleMs = 30_000, children }: Props) {
  const state = useSyncExternalStore(onCamera, cameraState, () => OFF);
  const [typing, setTyping] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const file = useRef<HTMLInputElement>(null);

  const tell = (reads: readonly Read[], source: Source) => {
    setNotice(null);
    judge(onRead(reads, source));
  };
  const judge = (next: Verdict | undefined) => {
    setVerdict(next ?? null);
    if (next) giveFeedback(next, { muted });
  };
  const start = useEffectEvent(() => void startCamera({ idle: idleMs }));
  const onSeen = useEffectEvent((reads: readonly Read[]) => tell(reads, 'camera'));

  useEffect(() => {
    if (!typing) start();
  }, [typing]);
  useEffect(() => {
    if (!verdict) return;
    const timer = setTimeout(() => setVerdict(null), 900);
    return () => clearTimeout(timer);
  }, [verdict]);
  useEffect(() => {
    window.addEventListener('pointerdown', armSound);
    window.addEventListener('keydown', armSound);
    return () => {
      window.removeEventListener('pointerdown', armSound);
      window.removeEventListener('keydown', armSound);
    };
  }, []);
  useWedge((text) => tell([{ text, format: 'reader', box: null }], 'reader'));
  const onCameraReads = useCallback((reads: readonly Read[]) => onSeen(reads), []);

  const readPhoto = async (picked: File) => {
    setNotice(words.readingPhoto);
    try {
      const sightings = await (await decoder()).photo(picked);
      if (sightings.length > 0)
        return tell(
          sightings.map(({ text, format }) => ({ text, format, box: null })),
          'photo',
        );
      setNotice(words.noCodeInPhoto);
    } catch (error) {
      setNotice(error instanceof Unreadable ? words.noPicture : words.noCodeInPhoto);
    }
    judge('error');
  };
  const resume = () => {
    setTyping(false);
    setNotice(null);
    void startCamera({ tap: true, idle: idleMs });
    sawCode();
  };

  // What the screen said about the last code is past once the camera rests.
  const said = notice ?? (state.name === 'paused' ? undefined : message);
  return (
    <>
      {typing || state.name === 'failed' ? (
        <TypedCode
          words={words}
          failure={state.name === 'failed' ? state.why : null}
          close={close}
          chip={chip}
          message={said}
          onTyped={(text) => tell([{ text, format: 'typed', box: null }], 'typed')}
          onPhoto={() => file.current?.click()}
          onCamera={resume}
        />
      ) : (
        <CameraView
          words={words}
          state={state}
          resting={resting}
          verdict={verdict}
          close={close}
          chip={chip}
          message={said}
          onReads={onCameraReads}
          onResume={resume}
          onType={() => setTyping(true)}
          onPhoto={() => file.current?.click()}
        >
          {children}
        </CameraView>
      )}
      <input
        ref={file}
        type="file"
        accept="image/*"
        hidden
        onChange={(event) => {
          const picked = event.target.files?.[0];
          event.target.value = ''; // the same photo may be chosen again
          if (picked) void readPhoto(picked);
        }}
      />
    </>
  );
}
