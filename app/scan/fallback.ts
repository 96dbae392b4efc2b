import { Html5QrcodeShim } from 'html5-qrcode/esm/code-decoder.js';
import { BaseLoggger, Html5QrcodeSupportedFormats } from 'html5-qrcode/esm/core.js';
import { type Decoder, type Sighting, Unreadable } from './sighting.ts';

/** This decoder runs on the page's thread: 1280 px is what it reads in a time that a phone can bear. */
const LONGEST_SIDE = { frame: 1280, photo: 2048 };

/**
 * html5-qrcode's decoder on our own frames and our own camera. Its own camera view decodes at the size of the page's layout, which loses
 * small stickers, and would ask for the camera a second time. It tells one code a frame and not where.
 */
export function fallbackDecoder(): Decoder {
  const { QR_CODE, CODE_128, CODE_39, DATA_MATRIX, EAN_13 } = Html5QrcodeSupportedFormats;
  const logger = new BaseLoggger(false);
  const qr = new Html5QrcodeShim([QR_CODE], true, false, logger);
  const all = new Html5QrcodeShim([QR_CODE, CODE_128, CODE_39, DATA_MATRIX, EAN_13], true, false, logger);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });

  const read = async (shim: Html5QrcodeShim, picture: CanvasImageSource, width: number, height: number, longest: number): Promise<Sighting[]> => {
    if (!context || width === 0) return [];
    const scale = Math.min(1, longest / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    try {
      const { text, format } = await shim.decodeAsync(canvas);
      return [{ text, format: format?.formatName === 'QR_CODE' ? 'QRCode' : (format?.formatName ?? 'QRCode'), corners: null }];
    } catch {
      return []; // it throws when it sees nothing
    }
  };

  return {
    engine: 'html5-qrcode',
    frame: (video) => read(qr, video, video.videoWidth, video.videoHeight, LONGEST_SIDE.frame),
    photo: async (file) => {
      const bitmap = await createImageBitmap(file).catch(() => {
        throw new Unreadable('unreadable');
      });
      const sightings = await read(all, bitmap, bitmap.width, bitmap.height, LONGEST_SIDE.photo);
      bitmap.close();
      return sightings;
    },
  };
}
