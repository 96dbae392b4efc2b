import type { ReaderOptions } from 'zxing-wasm/reader';

/** tryDownscale stays on: without it the large, near codes of a full-resolution frame are lost. */
const QR: ReaderOptions = { formats: ['QRCode'], tryRotate: false, tryDownscale: true, maxNumberOfSymbols: 4 };
const DENOISED: ReaderOptions = { ...QR, tryDenoise: true };
/** Labels that were on the equipment before us. A line code may lie on its side, and two equal lines are little proof: ask for more. */
const OLD_LABELS: ReaderOptions = {
  formats: ['Code128', 'Code39', 'DataMatrix', 'EAN13', 'EAN8'],
  tryRotate: true,
  tryDownscale: true,
  tryInvert: false,
  minLineCount: 4,
  maxNumberOfSymbols: 4,
};

/**
 * How to look at the camera's frame number `turn`: mostly plainly, each third denoised, and of each twelve two in a row for old labels,
 * whose line codes must be read twice.
 */
export function lookAt(turn: number): ReaderOptions {
  if (turn % 12 === 9 || turn % 12 === 10) return OLD_LABELS;
  return turn % 3 === 2 ? DENOISED : QR;
}

/** Of each six frames one is looked at with its grain smoothed away (smooth.ts): in a dark room that is the one which is read. */
export function isSmoothed(turn: number): boolean {
  return turn % 6 === 1;
}

/** A photo does not come back: these are tried in turn until one finds something. */
export const PHOTO_LOOKS: readonly ReaderOptions[] = [QR, DENOISED, { ...DENOISED, tryRotate: true }, OLD_LABELS];
