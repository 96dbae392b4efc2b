import { open } from 'node:fs/promises';
import qrcode from 'qrcode-generator';
import { qrSegments } from '#domain/sticker.ts';

/** The QR of a text as printed on a sticker (level H, shortest segments): rows of modules, true where dark, no quiet zone. */
export function qrModules(text: string): boolean[][] {
  const symbol = qrcode(0, 'H');
  for (const segment of qrSegments(text)) symbol.addData(segment.text, segment.mode);
  symbol.make();
  const count = symbol.getModuleCount();
  return Array.from({ length: count }, (_, row) => Array.from({ length: count }, (_, column) => symbol.isDark(row, column)));
}

const [PAPER, INK, DESK] = [235, 25, 120]; // luma of limited-range video
const QUIET = 4;

/**
 * Writes a clip (y4m) for Chromium's `--use-file-for-fake-video-capture=`, which plays it in a loop: a desk on which the stickers of these
 * texts lie side by side in the middle, moving a little as a hand does. A phone held upright shows the middle of a wide picture only: 405 of
 * 1280 pixels at 16:9.
 * @param url the text of the sticker's QR (`stickerUrl`); several for several stickers, none for an empty desk
 * @param seconds length of the loop
 * @param empty of them with nothing on the desk yet, seconds
 * @param size side of one sticker with its quiet zone, in pixels of the picture
 */
export async function stickerClip(
  url: string | readonly string[],
  path: string,
  {
    seconds = 1,
    size = 260,
    width = 1280,
    height = 720,
    fps = 10,
    empty = 0,
  }: { seconds?: number; size?: number; width?: number; height?: number; fps?: number; empty?: number } = {},
): Promise<void> {
  const stickers = (typeof url === 'string' ? [url] : url).map(qrModules);
  const file = await open(path, 'w');
  try {
    await file.write(`YUV4MPEG2 W${width} H${height} F${fps}:1 Ip A1:1 C420jpeg\n`);
    const colour = Buffer.alloc(width * height * 0.5, 128);
    for (let frame = 0; frame < Math.max(1, Math.round(seconds * fps)); frame += 1) {
      const luma = Buffer.alloc(width * height, DESK);
      const sway = { x: Math.round(5 * Math.sin((frame * 2 * Math.PI) / fps)), y: Math.round(3 * Math.cos((frame * 2 * Math.PI) / fps)) };
      const lying = frame < empty * fps ? [] : stickers;
      lying.forEach((modules, index) => {
        const centre = width / 2 + (index - (stickers.length - 1) / 2) * size * 1.05;
        draw(luma, width, modules, { left: Math.round(centre - size / 2) + sway.x, top: Math.round((height - size) / 2) + sway.y, size });
      });
      await file.write('FRAME\n');
      await file.write(luma);
      await file.write(colour);
    }
  } finally {
    await file.close();
  }
}

function draw(luma: Buffer, width: number, modules: boolean[][], at: { left: number; top: number; size: number }): void {
  const across = modules.length + 2 * QUIET;
  for (let y = 0; y < at.size; y += 1) {
    const row = Math.floor((y * across) / at.size) - QUIET;
    const start = (at.top + y) * width + at.left;
    for (let x = 0; x < at.size; x += 1) {
      luma[start + x] = modules[row]?.[Math.floor((x * across) / at.size) - QUIET] ? INK : PAPER;
    }
  }
}
