/**
 * Photographs of our own stickers, made up: a label of a given size at a given distance before a phone's camera, tilted, blurred, in a bad
 * light, torn. The same seed makes the same picture. What is not modelled: the bend of a round thing, the lens's own faults.
 */
import { qrModules } from '#test/camera.ts';

/** A phone's main camera as a page gets it: 1920 points over 65 degrees. */
export const WIDTH = 1920;
export const HEIGHT = 1080;
const FOCAL = WIDTH / 2 / Math.tan((65 / 2) * (Math.PI / 180));
const QUIET = 4;
/** The three eyes and their margin, in modules: a sticker that lost one cannot be found by anybody. */
const EYE = 8;

/** Numbers from 0 to 1, always the same ones after a seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Shot {
  /** What the QR says. */
  readonly text: string;
  /** Side of the square with its quiet zone, and how far it is. */
  readonly mm: number;
  readonly cm: number;
  /** Degrees: the label leans away, to a side, and lies turned. */
  readonly tilt: number;
  readonly lean: number;
  readonly turned: number;
  /** Standard deviation of the blur of the lens, and length of that of the hand, in points of the picture. */
  readonly blur: number;
  readonly shake: number;
  /** Share of the square under a lamp's reflection. */
  readonly glare: number;
  /** Share of the square that is torn off, from the corner without an eye; with one when `eye`. */
  readonly torn: number;
  readonly eye?: boolean;
  /** 1: a lit room; 0.2: a server room with the lamp out, a third of the contrast. What is dark is noisy too. */
  readonly light: number;
  readonly seed: number;
}

/** Points of the picture for one module, seen straight: what a decoder has to live on. */
export function pointsPerModule({ text, mm, cm }: Pick<Shot, 'text' | 'mm' | 'cm'>): number {
  return ((mm / (qrModules(text).length + 2 * QUIET)) * FOCAL) / (cm * 10);
}

/** The picture as a camera gives it: red, green, blue, one, row by row. */
export function photograph(shot: Shot): { data: Uint8ClampedArray; width: number; height: number } {
  const roll = dice(shot.seed);
  const modules = qrModules(shot.text);
  const count = modules.length + 2 * QUIET;
  const desk = 90 + 60 * roll();
  const luma = new Float32Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) luma.fill(desk + 12 * Math.sin(y / 37), y * WIDTH, (y + 1) * WIDTH);

  const colour = painter(shot, modules, count, roll);
  const centre = { x: WIDTH / 2 + (roll() - 0.5) * 160, y: HEIGHT / 2 + (roll() - 0.5) * 120 };
  const back = plane(shot, centre);
  const reach = Math.ceil(((shot.mm * FOCAL) / (shot.cm * 10)) * 0.95) + 8;
  const [left, right] = [Math.max(0, Math.floor(centre.x - reach)), Math.min(WIDTH, Math.ceil(centre.x + reach))];
  const [top, bottom] = [Math.max(0, Math.floor(centre.y - reach)), Math.min(HEIGHT, Math.ceil(centre.y + reach))];
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      let sum = 0;
      let hits = 0;
      for (let sy = 0; sy < 3; sy += 1) {
        for (let sx = 0; sx < 3; sx += 1) {
          const at = back(x + (sx + 0.5) / 3, y + (sy + 0.5) / 3);
          const seen = colour((at.x / shot.mm) * count, (at.y / shot.mm) * count);
          if (seen === null) continue;
          sum += seen;
          hits += 1;
        }
      }
      const i = y * WIDTH + x;
      luma[i] = (sum + (luma[i] ?? 0) * (9 - hits)) / 9;
    }
  }
  const box = { left, right, top, bottom };
  smear(luma, box, shot.blur, shot.shake, roll() * Math.PI);
  return develop(luma, box, shot.light, roll);
}

/** What stands at a place of the label, in modules from its corner; null: no label there. */
function painter({ glare, torn, eye = false }: Shot, modules: boolean[][], count: number, roll: () => number) {
  // A tear is a straight cut across a corner; its area is that of a triangle.
  const side = Math.sqrt(2 * torn * (count - 2 * QUIET) ** 2);
  const cut = eye ? { x: 0, y: 0 } : { x: 1, y: 1 };
  const lamp = { x: count * (0.3 + 0.4 * roll()), y: count * (0.3 + 0.4 * roll()), r: Math.sqrt((glare * count * count) / Math.PI) };
  return (u: number, v: number): number | null => {
    if (u < 0 || v < 0 || u >= count || v >= count) return null;
    const [fx, fy] = [cut.x === 1 ? count - QUIET - u : u - QUIET, cut.y === 1 ? count - QUIET - v : v - QUIET];
    if (torn > 0 && fx + fy < side && !isEye(u, v, count, eye)) return null;
    const near = Math.hypot(u - lamp.x, v - lamp.y) / (lamp.r || 1);
    const ink = modules[Math.floor(v) - QUIET]?.[Math.floor(u) - QUIET] ? 28 : 232;
    // A reflection drowns the ink in its middle and fades to its edge.
    return lamp.r > 0 && near < 1 ? ink + (255 - ink) * Math.min(1, (1 - near) * 1.6) : ink;
  };
}

/** A tear along an eye stops at it, unless the eye itself is torn. */
function isEye(u: number, v: number, count: number, eye: boolean): boolean {
  if (eye) return false;
  const [x, y] = [u - QUIET, v - QUIET];
  const end = count - 2 * QUIET - EYE;
  return (x < EYE && y < EYE) || (x >= end && y < EYE) || (x < EYE && y >= end);
}

/** From a point of the picture to a place on the label, in mm from its corner: the ray of that point meets the tilted label. */
function plane({ mm, cm, tilt, lean, turned }: Shot, centre: { x: number; y: number }) {
  const rad = Math.PI / 180;
  const [a, b, c] = [tilt * rad, lean * rad, turned * rad];
  const turn = (x: number, y: number): [number, number, number] => {
    const [x1, y1] = [x * Math.cos(c) - y * Math.sin(c), x * Math.sin(c) + y * Math.cos(c)];
    const [y2, z2] = [y1 * Math.cos(a), y1 * Math.sin(a)];
    return [x1 * Math.cos(b) + z2 * Math.sin(b), y2, -x1 * Math.sin(b) + z2 * Math.cos(b)];
  };
  const ux = turn(1, 0);
  const uy = turn(0, 1);
  const away = cm * 10;
  // Ray (px, py, 1) * s = (0, 0, away) + u * ux + v * uy, solved for u and v by Cramer.
  return (x: number, y: number) => {
    const [px, py] = [(x - centre.x) / FOCAL, (y - centre.y) / FOCAL];
    const [a1, b1, c1] = [ux[0] - px * ux[2], uy[0] - px * uy[2], px * away];
    const [a2, b2, c2] = [ux[1] - py * ux[2], uy[1] - py * uy[2], py * away];
    const d = a1 * b2 - a2 * b1;
    return { x: (c1 * b2 - c2 * b1) / d + mm / 2, y: (a1 * c2 - a2 * c1) / d + mm / 2 };
  };
}

type Box = { left: number; right: number; top: number; bottom: number };

/** The lens out of focus (three box blurs in each direction), then the hand's shake along a line. */
function smear(luma: Float32Array, box: Box, sigma: number, shake: number, direction: number): void {
  if (sigma > 0.2) {
    const half = Math.max(0, Math.sqrt((12 * sigma * sigma) / 3 + 1) - 1) / 2;
    for (let pass = 0; pass < 3; pass += 1) {
      average(luma, box, half, 1, 0);
      average(luma, box, half, 0, 1);
    }
  }
  if (shake > 0.5) average(luma, box, (shake - 1) / 2, Math.cos(direction), Math.sin(direction));
}

/** Each point becomes the mean of those up to `half` before and behind it in a direction; parts of points count in part. */
function average(luma: Float32Array, { left, right, top, bottom }: Box, half: number, dx: number, dy: number): void {
  if (half <= 0) return;
  const from = luma.slice();
  const whole = Math.ceil(half);
  for (let y = top + whole; y < bottom - whole; y += 1) {
    for (let x = left + whole; x < right - whole; x += 1) {
      let [sum, weights] = [0, 0];
      for (let step = -whole; step <= whole; step += 1) {
        const weight = Math.abs(step) <= half ? 1 : 1 - (Math.abs(step) - half);
        if (weight <= 0) continue;
        sum += weight * (from[Math.round(y + step * dy) * WIDTH + Math.round(x + step * dx)] ?? 0);
        weights += weight;
      }
      luma[y * WIDTH + x] = sum / weights;
    }
  }
}

/** The sensor: little light is little contrast and much noise. Only where the label is: elsewhere noise costs time and tells nothing. */
function develop(luma: Float32Array, { left, right, top, bottom }: Box, light: number, roll: () => number) {
  const points = new Uint32Array(WIDTH * HEIGHT);
  const noise = 2 + 9 * (1 - light);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const i = y * WIDTH + x;
      const inside = x >= left && x < right && y >= top && y < bottom;
      // The sum of three dice is near enough to a bell.
      const grain = inside ? (roll() + roll() + roll() - 1.5) * 2 * noise : 0;
      const value = 20 + ((luma[i] ?? 0) - 20) * (0.12 + 0.88 * light) + grain;
      const grey = Math.max(0, Math.min(255, Math.round(value)));
      points[i] = 0xff000000 | (grey << 16) | (grey << 8) | grey;
    }
  }
  return { data: new Uint8ClampedArray(points.buffer), width: WIDTH, height: HEIGHT };
}
