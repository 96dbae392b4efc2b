import { prepareZXingModule, type ReaderOptions, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import { isSmoothed, lookAt, PHOTO_LOOKS } from './looks.ts';
import type { Answer, Ask, Sighting } from './sighting.ts';
import { smooth } from './smooth.ts';
import { WASM_PATH } from './wasm.ts';

/** Above this a photo brings no more: 4096 px keep a 0.5 mm module readable on a picture of a whole desk. */
const LONGEST_SIDE = 4096;

const engine = prepareZXingModule({ overrides: { locateFile: () => WASM_PATH }, fireImmediately: true }).then(
  () => true,
  () => false,
);
const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });

self.onmessage = (event: MessageEvent<Ask>) => {
  const ask = event.data;
  void answer(ask).then((reply: Answer) => self.postMessage(reply));
};

async function answer(ask: Ask): Promise<Answer> {
  const { id } = ask;
  try {
    if (!(await engine)) return { id, failure: 'no-engine' };
    if (ask.kind === 'ready') return { id, sightings: [] };
    if (ask.kind === 'frame') {
      const picture = pixels(ask.frame);
      return { id, sightings: await read(isSmoothed(ask.turn) ? smooth(picture) : picture, lookAt(ask.turn)) };
    }
    const photo = pixels(await createImageBitmap(ask.photo, { imageOrientation: 'from-image' }));
    for (const look of PHOTO_LOOKS) {
      const sightings = await read(photo, look);
      if (sightings.length > 0) return { id, sightings };
    }
    return { id, sightings: [] };
  } catch {
    return { id, failure: 'unreadable' };
  } finally {
    // An unclosed frame starves the camera: it has only a few buffers.
    if (ask.kind === 'frame') ask.frame.close();
  }
}

function pixels(picture: VideoFrame | ImageBitmap): ImageData {
  if (!context) throw new Error('no 2d context in this worker');
  const [width, height] = 'displayWidth' in picture ? [picture.displayWidth, picture.displayHeight] : [picture.width, picture.height];
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  // A transparent picture would otherwise keep what the last one left, or turn black where paper was meant.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, w, h);
  context.drawImage(picture, 0, 0, w, h);
  return context.getImageData(0, 0, w, h);
}

async function read(image: ImageData, look: ReaderOptions): Promise<Sighting[]> {
  const results = await readBarcodes(image, look);
  return results.filter((result) => result.isValid && result.text !== '').map((result) => sighting(result, image));
}

function sighting({ text, format, position }: ReadResult, { width, height }: ImageData): Sighting {
  const at = (point: { x: number; y: number }) => ({ x: point.x / width, y: point.y / height });
  return { text, format, corners: [at(position.topLeft), at(position.topRight), at(position.bottomRight), at(position.bottomLeft)] };
}
