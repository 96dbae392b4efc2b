import { type Answer, type Ask, type Decoder, type Sighting, Unreadable } from './sighting.ts';
import { WORKER_PATH } from './wasm.ts';

let one: Promise<Decoder> | null = null;

/** The page's one decoder: zxing-wasm in a worker; html5-qrcode, loaded only then, where WebAssembly is missing (iOS Lockdown Mode) or forbidden. */
export function decoder(): Promise<Decoder> {
  one ??= start();
  return one;
}

async function start(): Promise<Decoder> {
  const able = typeof WebAssembly === 'object' && typeof OffscreenCanvas === 'function' && typeof Worker === 'function';
  const worker = able ? await startWorker() : null;
  return worker ?? (await import('./fallback.ts')).fallbackDecoder();
}

/** Null when the worker or its WebAssembly does not start. */
async function startWorker(): Promise<Decoder | null> {
  const waiting = new Map<number, { resolve: (sightings: Sighting[]) => void; reject: (error: Error) => void }>();
  const worker = new Worker(WORKER_PATH, { type: 'module' });
  let last = 0;
  const send = (ask: (id: number) => Ask, transfer: Transferable[] = []) =>
    new Promise<Sighting[]>((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage(ask(last), transfer);
    });
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ('failure' in data) call?.reject(new Unreadable(data.failure));
    else call?.resolve(data.sightings);
  };
  worker.onerror = () => {
    for (const call of waiting.values()) call.reject(new Error('the decoder stopped'));
    waiting.clear();
  };
  try {
    await send((id) => ({ id, kind: 'ready' }));
  } catch {
    worker.terminate();
    return null;
  }
  const sendFrame = (frame: VideoFrame | ImageBitmap, turn: number) => send((id) => ({ id, kind: 'frame', turn, frame }), [frame]);
  return {
    engine: 'zxing-wasm',
    frame: (video, turn) => {
      const frame = grab(video);
      return frame ? sendFrame(frame, turn) : createImageBitmap(video).then((bitmap) => sendFrame(bitmap, turn));
    },
    photo: (file) => send((id) => ({ id, kind: 'photo', photo: file })),
  };
}

/** The cheapest hand-off: no copy on this thread. Null where VideoFrame is missing (Safari before 16.4) or the video has no frame yet. */
function grab(video: HTMLVideoElement): VideoFrame | null {
  if (typeof VideoFrame !== 'function') return null;
  try {
    return new VideoFrame(video);
  } catch {
    return null;
  }
}
