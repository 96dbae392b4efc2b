import 'server-only';
import { inflateSync } from 'node:zlib';
import { isMetadata, readJpeg, type Segment } from '#domain/photo/jpeg.ts';

/** What a file says of itself before anything decodes it. */
export interface Shape {
  readonly format: 'jpeg' | 'png' | 'webp';
  /** px */
  readonly width: number;
  readonly height: number;
}

/** Long side of what is taken, px. The phone sends at most 1600. */
export const SIDE_MAX = 2400;
/** Passes of a progressive picture; encoders make a dozen, who wants to keep a decoder busy makes thousands. */
const SCANS_MAX = 24;
/** Bytes of a small colour profile (sRGB's has 3 144), and of the blocks that Apple's encoder adds by itself. */
const ICC_MAX = 4_096;
const EXIF_MAX = 256;
const PHOTOSHOP_MAX = 64;
/** The tag of the directory that holds a place, in both byte orders. */
const GPS = ['\x88\x25\x00\x04', '\x25\x88\x04\x00'];

const PNG = '\x89PNG\r\n\x1a\n';
/** Pixels, palette, and a few bytes on colour and size: no text, no profile (which may inflate to anything), no animation. */
const PNG_CHUNKS = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'pHYs', 'bKGD']);
const WEBP_CHUNKS = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH']);

const letters = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');

/**
 * Reads the skeleton of a picture, and nothing but a picture: one image, from the first byte to the last, with nothing carried along
 * (no text, place, thumbnail or second file behind it). What the phones send passes; whatever else a name ending in .jpg can hide does not.
 * @returns null when it is anything else
 */
export function shapeOf(bytes: Uint8Array): Shape | null {
  return jpegShape(bytes) ?? pngShape(bytes) ?? webpShape(bytes);
}

function jpegShape(bytes: Uint8Array): Shape | null {
  const jpeg = readJpeg(bytes);
  if (jpeg === null || jpeg.end !== bytes.length || jpeg.scans > SCANS_MAX) return null;
  const carried = jpeg.segments.filter((s) => isMetadata(s.marker));
  if (new Set(carried.map((s) => s.marker)).size !== carried.length) return null;
  if (!carried.every((s) => isHarmless(s, letters(bytes, s.body, s.end)))) return null;
  return { format: 'jpeg', width: jpeg.width, height: jpeg.height };
}

function isHarmless({ marker }: Segment, text: string): boolean {
  switch (marker) {
    case 0xe0:
      return text.startsWith('JFIF\0') && text.length <= 16;
    case 0xe1:
      return text.startsWith('Exif\0\0') && text.length <= EXIF_MAX && !GPS.some((tag) => text.includes(tag));
    case 0xe2:
      return text.startsWith('ICC_PROFILE\0') && text.length <= ICC_MAX;
    case 0xed:
      return text.startsWith('Photoshop 3.0\0') && text.length <= PHOTOSHOP_MAX;
    case 0xee:
      return text.startsWith('Adobe') && text.length <= 16;
    default:
      return false;
  }
}

function pngShape(bytes: Uint8Array): Shape | null {
  if (letters(bytes, 0, Math.min(8, bytes.length)) !== PNG) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { width: number; height: number } | null = null;
  const pixels: Uint8Array[] = [];
  for (let i = 8; i + 12 <= bytes.length; ) {
    const length = view.getUint32(i);
    const name = letters(bytes, i + 4, i + 8);
    if (!PNG_CHUNKS.has(name) || i + 12 + length > bytes.length || (name === 'IHDR') !== (i === 8)) return null;
    if (name === 'IHDR') size = { width: view.getUint32(i + 8), height: view.getUint32(i + 12) };
    if (name === 'IDAT') pixels.push(bytes.subarray(i + 8, i + 8 + length));
    i += 12 + length;
    if (name !== 'IEND') continue;
    const isWhole = size !== null && length === 0 && i === bytes.length && inflatesTo(pixels, size, view);
    return isWhole && size !== null ? { format: 'png', ...size } : null;
  }
  return null;
}

/** Samples of a pixel by colour type (PNG, table 8). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Do the compressed pixels hold exactly the rows that the header says? Decoders stop at the last row and never see what is behind. */
function inflatesTo(pixels: readonly Uint8Array[], { width, height }: { width: number; height: number }, view: DataView): boolean {
  if (width > SIDE_MAX || height > SIDE_MAX) return true; // refused for its size, without looking
  const bits = view.getUint8(24) * (SAMPLES[view.getUint8(25)] ?? 0);
  const isInterlaced = view.getUint8(28) !== 0;
  const wanted = height * (Math.ceil((width * bits) / 8) + 1);
  if (bits === 0 || isInterlaced) return false;
  try {
    return inflateSync(Buffer.concat(pixels), { maxOutputLength: wanted }).length === wanted;
  } catch {
    return false;
  }
}

function webpShape(bytes: Uint8Array): Shape | null {
  if (bytes.length < 30 || letters(bytes, 0, 4) !== 'RIFF' || letters(bytes, 8, 12) !== 'WEBP') return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(4, true) + 8 !== bytes.length) return null;
  let size: { width: number; height: number } | null = null;
  let i = 12;
  while (i + 8 <= bytes.length) {
    const name = letters(bytes, i, i + 4);
    const length = view.getUint32(i + 4, true);
    if (!WEBP_CHUNKS.has(name) || i + 8 + length > bytes.length) return null;
    if (i === 12) size = webpSize(view, name, i + 8);
    i += 8 + length + (length % 2);
  }
  return size !== null && i === bytes.length ? { format: 'webp', ...size } : null;
}

/** The three ways in which a WebP says its size (RFC 9649 section 2). */
function webpSize(view: DataView, name: string, at: number): { width: number; height: number } | null {
  const three = (i: number) => view.getUint16(i, true) + view.getUint8(i + 2) * 65_536;
  if (name === 'VP8X') return { width: three(at + 4) + 1, height: three(at + 7) + 1 };
  if (name === 'VP8 ') return { width: view.getUint16(at + 6, true) & 0x3fff, height: view.getUint16(at + 8, true) & 0x3fff };
  if (name !== 'VP8L') return null;
  const bits = view.getUint32(at + 1, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
