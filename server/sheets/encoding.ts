import 'server-only';
import { isUtf8 } from 'node:buffer';
import { SheetFault } from './bounds.ts';

/** What French and English are written with beside plain letters. */
const USUAL = new Set('éèàçêùôîïâûëüœæÉÈÀÇÊÔÎÂŒ°²’‘“”«»–—…€\u00a0ñáíóúßäö');
/** Letters that the two encodings make of each other's. */
const score = (text: string) => {
  let good = 0;
  for (const c of text) {
    const code = c.charCodeAt(0);
    if (code > 127) good += USUAL.has(c) ? 1 : -1;
  }
  return good;
};

/** What Windows-1252 has where ISO-8859-1 has nothing. Written out, since this runtime's decoder of that name leaves it away. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function decodeAs(label: string, bytes: Uint8Array): string {
  if (label !== 'windows-1252') return new TextDecoder(label).decode(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\x80-\x9f]/g, (c) => WINDOWS.charAt(c.charCodeAt(0) - 128));
}

/** Are most bytes in one place of each pair zero, as plain letters are in UTF-16? */
function halves(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const some = bytes.subarray(0, 4000);
  if (some.length < 4) return null;
  const zeros = [0, 0];
  for (let i = 0; i < some.length; i += 1) if (some[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > some.length * 0.3 && even < some.length * 0.05) return 'utf-16le';
  return even > some.length * 0.3 && odd < some.length * 0.05 ? 'utf-16be' : null;
}

/**
 * The text of a file and the encoding that it is in: by its mark, or by what its bytes can be.
 * @throws SheetFault nul
 */
export function decode(bytes: Uint8Array): { readonly text: string; readonly encoding: string } {
  const { label, name } = encodingOf(bytes);
  const text = decodeAs(label, bytes);
  const nul = text.indexOf('\0');
  if (nul !== -1) throw new SheetFault('nul', { line: text.slice(0, nul).split(/\r\n|\r|\n/).length });
  return { text, encoding: name };
}

function encodingOf(bytes: Uint8Array): { label: string; name: string } {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { label: 'utf-8', name: 'UTF-8' };
  if (a === 0xff && b === 0xfe) return { label: 'utf-16le', name: 'UTF-16' };
  if (a === 0xfe && b === 0xff) return { label: 'utf-16be', name: 'UTF-16' };
  if (isUtf8(bytes)) {
    const half = halves(bytes);
    return half === null ? { label: 'utf-8', name: 'UTF-8' } : { label: half, name: 'UTF-16' };
  }
  const half = halves(bytes);
  if (half !== null) return { label: half, name: 'UTF-16' };
  // The lines that say the most: some with accents, not the whole of a large file.
  const some = bytes.length > 200_000 ? withAccents(bytes) : bytes;
  const [windows, mac] = ['windows-1252', 'macintosh'].map((label) => score(decodeAs(label, some)));
  if ((mac ?? 0) > (windows ?? 0)) return { label: 'macintosh', name: 'Mac Roman' };
  // What tells the two apart, quotes and dashes, is in one only.
  return { label: 'windows-1252', name: some.some((x) => x >= 0x80 && x < 0xa0) ? 'Windows-1252' : 'ISO-8859-1' };
}

function withAccents(bytes: Uint8Array): Uint8Array {
  const found: number[] = [];
  for (let i = 0; i < bytes.length && found.length < 100_000; i += 1) if ((bytes[i] ?? 0) > 127) found.push(bytes[i] ?? 0);
  return Uint8Array.from(found);
}
