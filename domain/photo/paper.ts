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

/** Does this ASCII text stand among the bytes, from `from` on? */
function holds(bytes: Uint8Array, text: string, from = 0): boolean {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) if (startsAt(bytes, text, at)) return true;
  return false;
}

function startsAt(bytes: Uint8Array, text: string, at: number): boolean {
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** By its bytes, whatever it is called. */
export function paperOf(bytes: Uint8Array): PaperVerdict {
  if (!startsAt(bytes, '%PDF-1.', 0) && !startsAt(bytes, '%PDF-2.', 0)) return 'no';
  if (!holds(bytes, '%%EOF', Math.max(0, bytes.length - TAIL))) return 'no';
  return ACTIVE.some((name) => holds(bytes, name)) ? 'active' : 'yes';
}
