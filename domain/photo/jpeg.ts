/** What a JPEG file is made of (ITU-T T.81 annex B), as far as one needs to know what it carries beside pixels. */
export interface Jpeg {
  /** As the frame header says, px. */
  readonly width: number;
  readonly height: number;
  /** Everything between two markers but the pixels themselves, in order. */
  readonly segments: readonly Segment[];
  /** Passes over the picture: a dozen in a progressive one, thousands in one made to keep a decoder busy. */
  readonly scans: number;
  /** Where the picture ends; what lies behind is no part of it. */
  readonly end: number;
}

/** `marker`: its second byte, 0xe1 for APP1. Bytes [start, end) hold marker, length and content; `body` is where the content begins. */
export interface Segment {
  readonly marker: number;
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** DHT, JPG and DAC lie among the frame headers. */
const NO_FRAME = new Set([0xc4, 0xc8, 0xcc]);
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.has(marker);
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

/** @returns null when it is not one whole JPEG with one frame and an end */
export function readJpeg(bytes: Uint8Array): Jpeg | null {
  const at = (i: number) => bytes[i] ?? -1;
  if (at(0) !== 0xff || at(1) !== SOI) return null;
  const segments: Segment[] = [];
  let size: { width: number; height: number } | null = null;
  let scans = 0;
  for (let i = 2; i < bytes.length; ) {
    if (at(i) !== 0xff) return null;
    const marker = at(i + 1);
    if (marker === 0xff) {
      i += 1; // a byte that fills
      continue;
    }
    if (marker === EOI) return size === null || scans === 0 ? null : { ...size, segments, scans, end: i + 2 };
    const length = at(i + 2) * 256 + at(i + 3);
    const end = i + 2 + length;
    if (marker === SOI || isRestart(marker) || length < 2 || end > bytes.length) return null;
    segments.push({ marker, start: i, body: i + 4, end });
    if (isFrame(marker)) {
      if (size !== null) return null;
      size = { height: at(i + 5) * 256 + at(i + 6), width: at(i + 7) * 256 + at(i + 8) };
    }
    i = marker === SOS ? endOfScan(bytes, end) : end;
    if (marker === SOS) scans += 1;
  }
  return null;
}

/** Compressed pixels end at the first marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let i = bytes.indexOf(0xff, from);
  while (i !== -1 && (bytes[i + 1] === 0 || isRestart(bytes[i + 1] ?? 0))) i = bytes.indexOf(0xff, i + 2);
  return i === -1 ? bytes.length : i;
}

/** JFIF and Adobe's colour transform: without them the colours may be read otherwise. */
const NEEDED = new Set([0xe0, 0xee]);
/** Application data and comments: place, date, device, thumbnails, profiles, anything. */
export const isMetadata = (marker: number) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;

/**
 * The same picture, byte for byte, without what it carries beside: browsers of one maker write an Exif block even into what a canvas gives.
 * @returns the bytes themselves when they are no JPEG
 */
export function withoutMetadata(bytes: Uint8Array): Uint8Array {
  const jpeg = readJpeg(bytes);
  if (jpeg === null) return bytes;
  const dropped = jpeg.segments.filter((s) => isMetadata(s.marker) && !NEEDED.has(s.marker));
  const kept = new Uint8Array(jpeg.end - dropped.reduce((n, s) => n + s.end - s.start, 0));
  let from = 0;
  let to = 0;
  for (const { start, end } of [...dropped, { start: jpeg.end, end: jpeg.end }]) {
    kept.set(bytes.subarray(from, start), to);
    to += start - from;
    from = end;
  }
  return kept;
}
