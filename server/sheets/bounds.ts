import 'server-only';
import type { SheetFaultCode, SheetFaultData } from '#domain/imports/sheet.ts';

/** Bytes of one file, or of all files of one import. */
export const FILE_MAX_BYTES = 40 * 1024 * 1024;

/** What a file may hold: far more than the largest register (65 000 rows), and no more than a small server reads without trouble. */
export const BOUNDS = {
  size: FILE_MAX_BYTES,
  rows: 200_000,
  columns: 300,
  /** Characters of one cell. */
  cell: 100_000,
  /** Bytes that a compressed file may unfold to: 65 000 rows of 40 columns are about 130 MB of XML. */
  unfolded: 400 * 1024 * 1024,
  /** Characters of all the shared texts of a workbook. */
  texts: 60_000_000,
  /** Entries of a compressed file. */
  entries: 2000,
  /** Elements within elements. */
  depth: 64,
} as const;

/** A file that cannot be read, and why. */
export class SheetFault extends Error {
  readonly code: SheetFaultCode;
  readonly data: SheetFaultData;
  constructor(code: SheetFaultCode, data: SheetFaultData = {}) {
    super(code);
    this.code = code;
    this.data = data;
  }
}

/** Long work in slices, so that whoever taps meanwhile is answered between two of them. */
export class Pace {
  #since = performance.now();
  readonly #slice: number;
  readonly #stop: () => boolean;

  /** @param slice ms of work at most before others have their turn */
  constructor(slice = 15, stop: () => boolean = () => false) {
    this.#slice = slice;
    this.#stop = stop;
  }

  /** To be called often: almost always answers at once. @throws Stopped */
  rest(): Promise<void> | undefined {
    return performance.now() - this.#since < this.#slice ? undefined : this.#yield();
  }

  async #yield(): Promise<void> {
    await new Promise((done) => setImmediate(done));
    this.#since = performance.now();
    if (this.#stop()) throw new Stopped();
  }
}

/** Somebody asked for it to end. */
export class Stopped extends Error {}
