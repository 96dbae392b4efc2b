'use client';
import { type ReactNode, useEffect, useRef } from 'react';
import { Icon } from '#app/_ui/Icon.tsx';
import { type CameraState, focusAt, sawCode, setTorch, showing, zoomOn } from './camera.ts';
import { decoder } from './decoder.ts';
import type { Verdict } from './feedback.ts';
import { createGather } from './gather.ts';
import { watch } from './loop.ts';
import { isInView, place, pointed, type Read } from './place.ts';
import type { Sighting } from './sighting.ts';
import type { ScanWords } from './words.ts';

type Props = {
  words: ScanWords;
  state: CameraState;
  resting: boolean;
  verdict: Verdict | null;
  close: ReactNode;
  chip: ReactNode;
  message: ReactNode;
  /** stable between renders: a new one restarts the looking */
  onReads: (reads: readonly Read[]) => void;
  onResume: () => void;
  onType: () => void;
  onPhoto: () => void;
  children: ReactNode;
};

const CORNERS = 'M5 26V13a8 8 0 0 1 8-8h13M74 5h13a8 8 0 0 1 8 8v13M95 74v13a8 8 0 0 1-8 8H74M26 95H13a8 8 0 0 1-8-8V74';

/** The camera's picture with the aim over it and the tools at the thumb. The frame is a help: any code in view counts. */
export function CameraView({ words, state, resting, verdict, close, chip, message, onReads, onResume, onType, onPhoto, children }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const gather = useRef(createGather());
  const stream = state.name === 'running' ? state.stream : null;

  useEffect(() => {
    const view = video.current;
    if (!view || !stream) return;
    view.srcObject = stream;
    gather.current = createGather(); // whoever started the camera again means to scan, the same code too
    view.play().catch(() => undefined); // interrupted by the next stream, or by leaving
    showing(view);
    // A help for fingers only: whoever cannot point loses nothing, the lens focuses by itself.
    const point = (event: PointerEvent) => {
      const box = view.getBoundingClientRect();
      const at = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
      const { x, y } = pointed(at, { width: view.videoWidth, height: view.videoHeight }, box);
      void focusAt(x, y);
    };
    view.addEventListener('pointerdown', point);
    return () => {
      view.removeEventListener('pointerdown', point);
      showing(null);
      view.srcObject = null;
    };
  }, [stream]);

  useEffect(() => {
    const view = video.current;
    if (!view || !stream || resting) return;
    let stop = () => {};
    let left = false;
    gather.current.resume(performance.now());
    void decoder().then((ready) => {
      if (left) return;
      stop = watch(view, ready, (sightings) => {
        if (sightings.length > 0) sawCode();
        const picture = { width: view.videoWidth, height: view.videoHeight };
        const size = { width: view.clientWidth, height: view.clientHeight };
        const boxOf = ({ corners }: Sighting) => corners && place(corners, picture, size);
        const report = gather.current.feed(
          sightings.filter((sighting) => isInView(boxOf(sighting))),
          performance.now(),
        );
        if (report.length > 0) onReads(report.map((sighting) => ({ text: sighting.text, format: sighting.format, box: boxOf(sighting) })));
      });
    });
    return () => {
      left = true;
      stop();
    };
  }, [stream, resting, onReads]);

  return (
    <div className="cam" data-camera={state.name}>
      <video ref={video} className="view" muted playsInline aria-hidden="true" tabIndex={-1} />
      <div className={verdict ? `aim ${verdict}` : 'aim'}>
        <svg viewBox="0 0 100 100" fill="none" strokeLinecap="round" aria-hidden="true">
          <path d={CORNERS} className="casing" />
          <path d={CORNERS} className="line" />
        </svg>
      </div>
      <header>
        {close}
        <h1 className="vh">{words.title}</h1>
        <span className="grow" />
        {chip}
      </header>
      {state.name === 'paused' ? (
        <button type="button" className="again" onClick={onResume}>
          <span className="btn baton">{words.resume}</span>
        </button>
      ) : null}
      {children}
      <footer>
        <p className="say" role="status">
          {message ?? <Say words={words} state={state} />}
        </p>
        <div className="tools">
          <button type="button" className="btn" onClick={onType}>
            <Icon name="keyboard" />
            {words.typeCode}
          </button>
          {state.name === 'running' && state.torch !== null ? <Torch words={words} lit={state.torch} /> : null}
          {state.name === 'running' && state.zoom !== null ? (
            <button type="button" className="btn" aria-pressed={state.zoom.now > 1} onClick={() => void zoomOn()}>
              <Icon name="search" />
              {words.zoom(state.zoom.now)}
            </button>
          ) : null}
          <button type="button" className="btn" onClick={onPhoto}>
            <Icon name="image" />
            {words.fromPhoto}
          </button>
        </div>
      </footer>
    </div>
  );
}

function Torch({ words, lit }: { words: ScanWords; lit: boolean }) {
  return (
    <button type="button" className="btn" aria-pressed={lit} onClick={() => void setTorch(!lit)}>
      <Icon name="flashlight" />
      {lit ? words.torchOn : words.torchOff}
    </button>
  );
}

function Say({ words, state }: { words: ScanWords; state: CameraState }) {
  if (state.name === 'paused') return words.paused[state.why];
  if (state.name !== 'running') return words.starting;
  return (
    <>
      {words.aim}
      <br />
      <span className="soft">{words.offline}</span>
    </>
  );
}
