import 'server-only';
import { once } from 'node:events';
import { crc32, createDeflateRaw, createInflateRaw } from 'node:zlib';
import { BOUNDS, SheetFault } from './bounds.ts';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: Uint8Array;
}

/** The files within a compressed one, unfolded one at a time and never beyond the bounds, whatever it says of itself. */
export class Zip {
  readonly #entries = new Map<string, Entry>();
  #unfolded = 0;

  /** @throws SheetFault zip, locked, zip-bomb */
  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = endOf(view);
    const count = view.getUint16(end + 10, true);
    if (count > BOUNDS.entries) throw new SheetFault('zip-bomb', { most: BOUNDS.entries });
    let at = view.getUint32(end + 16, true);
    for (let i = 0; i < count; i += 1) {
      if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) throw new SheetFault('zip');
      const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
      const size = view.getUint32(at + 20, true);
      const [nameLength, extra, comment] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
      const local = view.getUint32(at + 42, true);
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
      at += 46 + nameLength + extra + comment;
      if ((flags & 1) === 1) throw new SheetFault('locked');
      if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) throw new SheetFault('zip');
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      if (from + size > bytes.length) throw new SheetFault('zip');
      this.#entries.set(name, { name, method, packed: bytes.subarray(from, from + size) });
    }
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** The bytes of one, piece by piece. @throws SheetFault zip, zip-bomb */
  async *pieces(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new SheetFault('zip');
    if (entry.method === 0) {
      this.#count(entry.packed.length);
      yield entry.packed;
      return;
    }
    if (entry.method !== 8) throw new SheetFault('zip');
    const inflate = createInflateRaw({ chunkSize: 65_536 });
    inflate.end(entry.packed);
    try {
      for await (const piece of inflate) {
        this.#count((piece as Uint8Array).length);
        yield piece as Uint8Array;
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) throw new SheetFault('zip');
      throw error;
    } finally {
      inflate.destroy();
    }
  }

  /** The text of one, piece by piece: UTF-8, as all within a workbook is. */
  async *texts(name: string): AsyncGenerator<string> {
    const decoder = new TextDecoder();
    for await (const piece of this.pieces(name)) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
  }

  #count(bytes: number): void {
    this.#unfolded += bytes;
    if (this.#unfolded > BOUNDS.unfolded) throw new SheetFault('zip-bomb', { most: BOUNDS.unfolded });
  }
}

/** Where the table of contents says that it ends. */
function endOf(view: DataView): number {
  const last = view.byteLength - 22;
  for (let at = last; at >= 0 && at > last - 65_536; at -= 1) if (view.getUint32(at, true) === END) return at;
  throw new SheetFault('zip');
}

/** A fixed day, so that the same content is the same file. */
const [TIME, DAY] = [0, 0x5021];

/** A compressed file of these, each written piece by piece. */
export async function writeZip(files: Readonly<Record<string, Iterable<string> | AsyncIterable<string>>>): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  const table: Buffer[] = [];
  let at = 0;
  for (const [name, pieces] of Object.entries(files)) {
    const { packed, crc, size } = await deflated(pieces);
    const title = Buffer.from(name, 'utf8');
    const facts = Buffer.alloc(26);
    // version, flags (names are UTF-8), method, time, day, crc, sizes, name, extra
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt16LE(TIME, 6);
    facts.writeUInt16LE(DAY, 8);
    facts.writeUInt32LE(crc, 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(size, 18);
    facts.writeUInt16LE(title.length, 22);
    const head = Buffer.alloc(4);
    head.writeUInt32LE(LOCAL, 0);
    parts.push(head, facts, title, packed);
    const entry = Buffer.alloc(6);
    entry.writeUInt32LE(ENTRY, 0);
    entry.writeUInt16LE(20, 4);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    table.push(entry, facts, tail, title);
    at += 30 + title.length + packed.length;
  }
  const names = Buffer.concat(table);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(names.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, names, end]);
}

async function deflated(pieces: Iterable<string> | AsyncIterable<string>): Promise<{ packed: Buffer; crc: number; size: number }> {
  const deflate = createDeflateRaw({ level: 6 });
  const out: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => out.push(piece));
  const ended = once(deflate, 'end');
  let crc = 0;
  let size = 0;
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece, 'utf8');
    crc = crc32(bytes, crc);
    size += bytes.length;
    if (!deflate.write(bytes)) await once(deflate, 'drain');
  }
  deflate.end();
  await ended;
  return { packed: Buffer.concat(out), crc, size };
}
