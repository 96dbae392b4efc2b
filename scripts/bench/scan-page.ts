import { Html5Qrcode } from 'html5-qrcode';
import { find } from '#app/_asset/find.ts';
import { decoder } from '#app/scan/decoder.ts';
import { createGather } from '#app/scan/gather.ts';
import { watch } from '#app/scan/loop.ts';
import type { Answer, Ask } from '#app/scan/sighting.ts';

/** What the bench calls in the browser. */
export type Bench = {
  /** the texts that one photograph gives to each way of reading */
  read: (path: string) => Promise<Record<Way, { texts: string[]; ms: number }>>;
  /** page-thread ms of each of `scans` scans of the camera's picture */
  /** ms from the first sharp frame of a sticker that is laid down to its equipment, `times` over; drawing the card is not in it */
  toThing: (code: string, times: number) => Promise<number[]>;
  live: (engine: 'ours' | 'html5-qrcode' | 'video alone', scans: number) => Promise<{ each: number[]; seen: number }>;
};
export type Way = 'frame' | 'frames' | 'photo' | 'html5';

const worker = new Worker('/worker.js', { type: 'module' });
let last = 0;

/** The shipped worker, asked as the shipped decoder asks it. */
function ask(make: (id: number) => Ask, transfer: Transferable[] = []): Promise<string[]> {
  last += 1;
  const id = last;
  return new Promise((resolve) => {
    const hear = ({ data }: MessageEvent<Answer>) => {
      if (data.id !== id) return;
      worker.removeEventListener('message', hear);
      resolve('failure' in data ? [] : data.sightings.map((sighting) => sighting.text));
    };
    worker.addEventListener('message', hear);
    worker.postMessage(make(id), transfer);
  });
}

const view = document.createElement('div');
view.id = 'view';
document.body.append(view);

async function timed(read: () => Promise<string[]>): Promise<{ texts: string[]; ms: number }> {
  const began = performance.now();
  const texts = await read().catch(() => []);
  return { texts, ms: performance.now() - began };
}

async function read(path: string): ReturnType<Bench['read']> {
  const blob = await (await fetch(path)).blob();
  const frame = async (turn: number) => {
    const bitmap = await createImageBitmap(blob);
    return ask((id) => ({ id, kind: 'frame', turn, frame: bitmap }), [bitmap]);
  };
  const html5 = new Html5Qrcode('view');
  const result = {
    frame: await timed(() => frame(0)),
    html5: await timed(async () => [await html5.scanFile(new File([blob], 'photo', { type: blob.type }), false)]),
    frames: await timed(async () => [...(await frame(0)), ...(await frame(2))]),
    photo: await timed(() => ask((id) => ({ id, kind: 'photo', photo: blob }))),
  };
  html5.clear();
  return result;
}

async function live(engine: Parameters<Bench['live']>[0], scans: number): ReturnType<Bench['live']> {
  return engine === 'html5-qrcode' ? liveHtml5(scans) : liveOurs(engine === 'ours', scans);
}

async function liveOurs(looking: boolean, scans: number): ReturnType<Bench['live']> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1920 }, height: { ideal: 1080 } } });
  const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true, srcObject: stream, className: 'video' });
  view.append(video);
  await video.play();
  const each: number[] = [];
  let seen = 0;
  if (looking) {
    const ready = await decoder();
    await new Promise<void>((resolve) => {
      const timedFrame = (element: HTMLVideoElement, turn: number) => {
        const began = performance.now();
        const answer = ready.frame(element, turn);
        each.push(performance.now() - began);
        return answer;
      };
      const stop = watch(video, { ...ready, frame: timedFrame }, (sightings) => {
        if (sightings.length > 0) seen += 1;
        if (each.length < scans) return;
        stop();
        resolve();
      });
    });
  } else await new Promise((resolve) => setTimeout(resolve, scans * 100));
  for (const track of stream.getTracks()) track.stop();
  video.remove();
  return { each, seen };
}

/** Its own camera loop, ten looks a second as its examples have it; a scan is its drawing and its decoding, mirrored try included. */
async function liveHtml5(scans: number): ReturnType<Bench['live']> {
  type Inside = { foreverScan: (...all: unknown[]) => void; scanContext: (...all: unknown[]) => Promise<boolean> };
  const html5 = new Html5Qrcode('view');
  const inside = html5 as unknown as Inside;
  const each: number[] = [];
  let seen = 0;
  let began = 0;
  let ended = 0;
  const { foreverScan, scanContext } = inside;
  const enough = new Promise<void>((resolve) => {
    inside.foreverScan = (...all) => {
      if (ended > began && began > 0) each.push(ended - began);
      if (each.length >= scans) return resolve();
      began = performance.now();
      foreverScan.apply(html5, all);
    };
  });
  inside.scanContext = async (...all) => {
    const found = await scanContext.apply(html5, all);
    ended = performance.now();
    if (found) seen += 1;
    return found;
  };
  const video = { width: { ideal: 1920 }, height: { ideal: 1080 } };
  await html5.start(
    { facingMode: 'environment' },
    { fps: 10, qrbox: undefined, aspectRatio: undefined, disableFlip: undefined, videoConstraints: video },
    () => undefined,
    () => undefined,
  );
  await enough;
  await html5.stop();
  html5.clear();
  return { each, seen };
}

/** Side of what is looked at for a sticker without decoding it: so many points of the picture's middle, drawn as so many. */
const [MIDDLE, DRAWN] = [160, 16];

/** Is there ink on paper in the middle of the picture? The desk alone is one grey. */
function inkIn(video: HTMLVideoElement, context: OffscreenCanvasRenderingContext2D): boolean {
  const [x, y] = [(video.videoWidth - MIDDLE) / 2, (video.videoHeight - MIDDLE) / 2];
  context.drawImage(video, x, y, MIDDLE, MIDDLE, 0, 0, DRAWN, DRAWN);
  const greys = context.getImageData(0, 0, DRAWN, DRAWN).data.filter((_, i) => i % 4 === 0);
  return Math.max(...greys) - Math.min(...greys) > 90;
}

/** A register of 500 things, as a school's phone holds it. */
function registerWith(code: string) {
  const thing = (n: number) => ({ kind: 'asset', id: `a${n}`, codes: n === 0 ? [code] : [], serial: `SN${n}`, inventory: `INV-${n}` });
  const assets = new Map(Array.from({ length: 500 }, (_, n) => [`a${n}`, thing(499 - n)]));
  return { assets, rooms: new Map() } as unknown as Parameters<typeof find>[0];
}

async function toThing(code: string, times: number): Promise<number[]> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1920 }, height: { ideal: 1080 } } });
  const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true, srcObject: stream, className: 'video' });
  view.append(video);
  await video.play();
  const ready = await decoder();
  const register = registerWith(code);
  const context = new OffscreenCanvas(DRAWN, DRAWN).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context');
  const each: number[] = [];
  let since: number | null = null;
  let isOver = false;
  // The film begins anywhere: the first sticker may have lain there before.
  let isKnown = inkIn(video, context);
  const see = () => {
    if (isOver) return;
    video.requestVideoFrameCallback((now) => {
      const isInk = inkIn(video, context);
      if (!isInk) [since, isKnown] = [null, false];
      else if (!isKnown) [since, isKnown] = [now, true];
      see();
    });
  };
  see();
  const gather = createGather();
  await new Promise<void>((resolve) => {
    const stop = watch(video, ready, (sightings) => {
      for (const { text } of gather.feed(sightings, performance.now())) {
        if (find(register, text, ['https://relais.example']).kind !== 'asset' || since === null) continue;
        each.push(performance.now() - since);
        since = null;
      }
      if (each.length < times) return;
      stop();
      resolve();
    });
  });
  isOver = true;
  for (const track of stream.getTracks()) track.stop();
  video.remove();
  return each;
}

Object.assign(window, { bench: { read, live, toThing } satisfies Bench });
