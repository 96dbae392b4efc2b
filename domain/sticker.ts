import type { StickerCode } from './ids.ts';

/** Crockford's base32: no I, L, O or U, so that no letter is taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;

/**
 * Any constant keeps every proof below (a slip is judged by the difference of two codes). This one refuses 00000000,
 * which unset machines give as their serial, and accepts 7K3M-Q9PX, the example printed in the documents.
 */
const OFFSET = 24;

/** Times alpha in GF(32) modulo x^5 + x^2 + 1. */
const timesAlpha = (x: number) => (x & 16 ? (x << 1) ^ 0x25 : x << 1);

/**
 * The check character of seven values: a sum over GF(32) whose weights are the powers alpha^7 .. alpha^1, all different and none zero.
 * It therefore catches every wrong character, every swap of two (neighbours or not) and every pair of twins (aa typed bb).
 */
function checkOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values.slice(0, LENGTH - 1)) sum = timesAlpha(sum ^ value);
  return sum ^ OFFSET;
}

/** A new code from 7 random bytes or more (five bits of each are used, so all codes are equally likely). */
export function makeCode(random: Uint8Array): StickerCode {
  if (random.length < LENGTH - 1) throw new RangeError(`makeCode needs ${LENGTH - 1} random bytes, got ${random.length}`);
  const values = Array.from(random.subarray(0, LENGTH - 1), (byte) => byte & 31);
  return [...values, checkOf(values)].map((value) => ALPHABET.charAt(value)).join('') as StickerCode;
}

/** What was typed in the alphabet's letters: case, O for 0, I or L for 1, spaces and dashes do not matter. */
function fold(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[\s\p{Dash}_.]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

/** How many signs of the eight are there, so that a form can say "one sign is missing". */
export function countSigns(typed: string): number {
  return fold(typed).length;
}

const isCodeShaped = (folded: string) => folded.length === LENGTH && [...folded].every((sign) => ALPHABET.includes(sign));

/** The code that somebody typed or a sticker carries; null when it has not eight signs or its check character is wrong. */
export function parseCode(typed: string): StickerCode | null {
  const folded = fold(typed);
  if (!isCodeShaped(folded)) return null;
  const values = [...folded].map((sign) => ALPHABET.indexOf(sign));
  return checkOf(values) === values[LENGTH - 1] ? (folded as StickerCode) : null;
}

/** As printed under the square: `7K3M-Q9PX`. */
export function formatCode(code: StickerCode): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/**
 * The text of the QR: the host, `/A/` and the code in upper case, which a QR stores in alphanumeric mode (see `qrSegments`).
 * @param base public address of the installation, `https://host[:port][/path]`; a path keeps its case, for servers tell it apart
 */
export function stickerUrl(base: string, code: StickerCode): string {
  const { scheme, authority, path } = splitUrl(base) ?? fail(`not an address: ${base}`);
  return `${scheme}://${authority.toUpperCase()}${path.replace(/\/+$/, '')}/A/${code}`;
}

function fail(message: string): never {
  throw new RangeError(message);
}

/**
 * The shortest QR segments of a sticker's text: the scheme in bytes, the rest in alphanumeric mode where it can be.
 * With a host of up to 12 signs this is a version 3 symbol (29 modules) at level H.
 */
export function qrSegments(text: string): { mode: 'Byte' | 'Alphanumeric'; text: string }[] {
  const cut = text.indexOf('://');
  const tail = text.slice(cut);
  if (cut < 1 || !/^[0-9A-Z $%*+\-./:]+$/.test(tail)) return [{ mode: 'Byte', text }];
  return [
    { mode: 'Byte', text: text.slice(0, cut) },
    { mode: 'Alphanumeric', text: tail },
  ];
}

/** What another tool calls a thing: `glpi`, `Computer 12`; `snipe`, `17`. As the register keeps it (domain/register/thing.ts). */
export interface Source {
  readonly tool: 'glpi' | 'snipe';
  readonly id: string;
}

/**
 * What a scanned or typed text says.
 * - `code`: a sticker of ours. `typed` is there when it came as bare text: one serial in 32 of eight signs passes for a code, so look it up
 *   in the register too when the code is unknown.
 * - `foreign`: an address elsewhere. It is shown, never opened; `inventory` is the number that a GLPI or Snipe-IT address names, to look up,
 *   `source` the thing itself, which it names by its own id.
 * - `label`: another tool's label, a bare serial or inventory number, or another page of ours; `text` is all of it.
 * - `bad-code`: eight signs of the alphabet with a wrong check character, or our `/a/` address with something else than a code.
 *   Bare text may be a serial of eight signs: look it up before refusing it.
 */
export type Label =
  | { kind: 'code'; code: StickerCode; typed?: string }
  | { kind: 'foreign'; host: string; url: string; inventory?: string; source?: Source }
  | { kind: 'label'; serial?: string; inventory?: string; source?: Source; text: string }
  | { kind: 'bad-code'; typed: string }
  | { kind: 'empty' };

/** @param ours public addresses of this installation (the present one and former ones that are still on stickers) */
export function readLabel(text: string, ours: readonly string[]): Label {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: keyboard wedges and old labels send control characters and a BOM around the text
  const clean = text.replace(/[\u0000-\u0009\u000b-\u001f\u007f\ufeff]+/g, (run) => (run.includes('\r') ? '\n' : ' ')).trim();
  if (clean === '') return { kind: 'empty' };
  const fields = readFields(clean);
  if (fields) return { kind: 'label', ...fields, text: clean };
  const url = splitUrl(clean) ?? (BARE_HOST.test(clean) ? splitUrl(`https://${clean}`) : null);
  if (url) return readUrl(url, clean, ours);
  const code = parseCode(clean);
  if (code) return { kind: 'code', code, typed: clean };
  if (isCodeShaped(fold(clean))) return { kind: 'bad-code', typed: clean };
  return { kind: 'label', text: clean };
}

type Url = { scheme: string; authority: string; host: string; path: string; query: string };

/** `relais.example/a/…` or `www.…` without its scheme, as people write it. */
const BARE_HOST = /^(?:www\.[^\s/]+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?\/\S*)$/i;

/** By hand, for this room knows no `URL`. Backslashes count as slashes and what stands before an @ is not the host, as in browsers. */
function splitUrl(text: string): Url | null {
  const found = /^([a-z][a-z0-9+.-]*):[/\\]{2,}([^/\\?#\s]+)([^?#\s]*)(?:\?([^#\s]*))?/i.exec(text);
  if (!found) return null;
  const [, scheme = '', authority = '', path = '', query = ''] = found;
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  return { scheme: scheme.toLowerCase(), authority, host: host.replace(scheme.toLowerCase() === 'http' ? /:80$/ : /:443$/, ''), path, query };
}

function readUrl(url: Url, text: string, ours: readonly string[]): Label {
  const path = url.path.replace(/\\/g, '/').toUpperCase();
  for (const base of ours) {
    const own = splitUrl(base);
    if (!own || own.host !== url.host || url.authority.includes('@')) continue;
    const door = `${own.path.replace(/\/+$/, '').toUpperCase()}/A/`;
    if (!path.startsWith(door)) return { kind: 'label', text };
    const typed = path.slice(door.length).replace(/\/+$/, '');
    const code = parseCode(typed);
    return code ? { kind: 'code', code } : { kind: 'bad-code', typed };
  }
  return { kind: 'foreign', host: url.host, url: text, ...inventoryOfUrl(url), ...sourceOfUrl(url) };
}

/** GLPI's `front/checkItemByInv.php?inventoryNumber=X`, Snipe-IT's `/ht/TAG` and `/hardware/bytag/TAG`. */
function inventoryOfUrl(url: Url): { inventory?: string } {
  const found = /(?:^|&)inventoryNumber=([^&]+)/i.exec(url.query) ?? /\/(?:ht|hardware\/bytag)\/([^/]+)\/?$/i.exec(url.path);
  const raw = found?.[1]?.replace(/\+/g, ' ');
  if (!raw) return {};
  try {
    return { inventory: decodeURIComponent(raw) };
  } catch {
    return { inventory: raw };
  }
}

/** GLPI's `front/computer.form.php?id=12` is `Computer 12`, Snipe-IT's `/hardware/17` is `17`. */
function sourceOfUrl({ path, query }: Url): { source?: Source } {
  const type = /\/front\/([a-z]+)\.form\.php$/i.exec(path)?.[1];
  const id = /(?:^|&)id=(\d{1,10})(?:&|$)/i.exec(query)?.[1];
  if (type !== undefined && id !== undefined) return { source: { tool: 'glpi', id: `${type} ${id}` } };
  const asset = /\/hardware\/(\d{1,10})(?:\/(?:view)?)?$/i.exec(path)?.[1];
  return asset === undefined ? {} : { source: { tool: 'snipe', id: asset } };
}

/** Lines such as `Serial number = …`, `Numéro d'inventaire = …`, `S/N: …`: GLPI's barcode plugin in any order and language close to ours. */
function readFields(text: string): { serial?: string; inventory?: string; source?: Source } | null {
  const fields: { serial?: string; inventory?: string; source?: Source } = {};
  let seen = false;
  for (const line of text.split('\n')) {
    const [, key = '', value = ''] = /^\s*([^=:/]{2,40}|S\/N)\s*[=:](?!\/\/)\s*(.*?)\s*$/i.exec(line) ?? [];
    const name = key
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .trim()
      .toLowerCase();
    if (/^s\/?n$|\bseri/.test(name) && value !== '') fields.serial = value;
    else if (/\binvent/.test(name) && value !== '') fields.inventory = value;
    else if (!/^(id|uuid|url|item name|nom de l'element|qrcode date)$/.test(name)) continue;
    else if (name === 'url') {
      fields.inventory ??= inventoryOfAddress(value);
      const url = splitUrl(value);
      if (url) Object.assign(fields, sourceOfUrl(url));
    }
    seen = true;
  }
  if (fields.inventory === '') delete fields.inventory;
  return seen ? fields : null;
}

function inventoryOfAddress(address: string): string {
  const url = splitUrl(address);
  return (url && inventoryOfUrl(url).inventory) ?? '';
}
