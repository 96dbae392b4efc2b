export type Point = { x: number; y: number };

/** One code in view. */
export type Sighting = {
  /** what the code says, undecoded: `readLabel` of domain/sticker.ts tells what it is */
  text: string;
  /** `QRCode`, `Code128`…; `typed` when no picture stands behind it */
  format: string;
  /** its four corners as fractions (0..1) of the picture, clockwise from its own top left; null when there is no picture or the decoder tells none */
  corners: readonly [Point, Point, Point, Point] | null;
};

/** Page to worker. `turn` counts frames: the worker looks harder at some of them. */
export type Ask =
  | { id: number; kind: 'ready' }
  | { id: number; kind: 'frame'; turn: number; frame: VideoFrame | ImageBitmap }
  | { id: number; kind: 'photo'; photo: Blob };

/** Worker to page. `no-engine`: WebAssembly did not start; `unreadable`: the file is no picture that this browser knows. */
export type Answer = { id: number; sightings: Sighting[] } | { id: number; failure: 'no-engine' | 'unreadable' };

export type Decoder = {
  engine: 'zxing-wasm' | 'html5-qrcode';
  /** Reads the frame that the video shows now. The frame leaves this thread before the call returns. */
  frame: (video: HTMLVideoElement, turn: number) => Promise<Sighting[]>;
  /** Reads a picture at full resolution (4096 px at most). Rejects with `unreadable` when it is no picture. */
  photo: (file: Blob) => Promise<Sighting[]>;
};

export class Unreadable extends Error {}
