import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { isSmoothed, lookAt } from '#app/scan/looks.ts';
import { smooth } from '#app/scan/smooth.ts';
import { WASM_SOURCE } from '#app/scan/wasm.ts';
import { photograph, type Shot } from './render.ts';

let ready: Promise<unknown> | null = null;

/** The decoder of the product with the product's ways of looking, outside a browser. */
async function engine(): Promise<void> {
  ready ??= readFile(fileURLToPath(import.meta.resolve(WASM_SOURCE))).then((wasm) =>
    prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer }, fireImmediately: true }),
  );
  await ready;
}

/** What one frame of this is read as. @param turn counts frames, as the camera's loop does */
export async function readShot(shot: Shot, turn: number): Promise<string[]> {
  await engine();
  const picture = photograph(shot);
  const results = await readBarcodes((isSmoothed(turn) ? smooth(picture) : picture) as ImageData, lookAt(turn));
  return results.filter((r) => r.isValid && r.text !== '').map((r) => r.text);
}

/** Half a second of looking: twelve looks a second, each from a hand that moved a little. */
export const LOOKS = 6;

/** @returns the frame in which it was read first, null: in none; and whatever else was read */
export async function readSticker(shot: Shot): Promise<{ read: number | null; wrong: string[] }> {
  for (let turn = 0; turn < LOOKS; turn += 1) {
    const wobble = (n: number) => ((shot.seed * 31 + turn * n) % 7) - 3;
    const moved =
      turn === 0 ? shot : { ...shot, seed: shot.seed + turn * 7919, tilt: shot.tilt + wobble(3) * 0.7, turned: shot.turned + wobble(5) * 0.7 };
    const texts = await readShot(moved, turn);
    if (texts.includes(shot.text)) return { read: turn, wrong: texts.filter((t) => t !== shot.text) };
    if (texts.length > 0) return { read: null, wrong: texts };
  }
  return { read: null, wrong: [] };
}
