/** A signed form that came as a PDF: kept byte for byte, never drawn here, and handed out as a file. */
export const PAPER_MIME = 'application/pdf';
/** A form of a few pages, scanned in colours. Bytes. */
export const PAPER_MAX_BYTES = 5_000_000;

/** How far from its end a PDF says that it ends; scanners leave some bytes behind it. */
const TAIL = 1_024;
/** Names of what a PDF does beside showing pages: programs, other files, films. */
const ACTIVE = ['/JavaScript', '/Launch', '/EmbeddedFile', '/RichMedia'];

/** `active`: it holds more than pages. `no`: it is no PDF, or not all of one. */
export type PaperVerdict = 'yes' | 'active' | 'no';

function latin(bytes: Uint8Array): string {
  // Beside the Latin-1 of TextDecoder, which is windows-1252: the names looked for are ASCII in either.
  return new TextDecoder('latin1').decode(bytes);
}

/** By its bytes, whatever it is called. */
export function paperOf(bytes: Uint8Array): PaperVerdict {
  if (!/^%PDF-[12]\.\d/.test(latin(bytes.subarray(0, 8)))) return 'no';
  if (!latin(bytes.subarray(Math.max(0, bytes.length - TAIL))).includes('%%EOF')) return 'no';
  const text = latin(bytes);
  return ACTIVE.some((name) => text.includes(name)) ? 'active' : 'yes';
}
