import { formatCode, makeCode, parseCode, readLabel, stickerUrl } from '#domain/sticker.ts';
import { LOOKS, readSticker } from '#test/scan/decode.ts';
import { dice, pointsPerModule, type Shot } from '#test/scan/render.ts';

const BASE = 'https://relais.example';
/** Printed modules of 0.5 mm or more, and three points of the picture for each: what is smaller is held nearer, or zoomed. */
export const LIMITS = { moduleMm: 0.5, points: 3 };

type Rest = Omit<Shot, 'text' | 'mm' | 'cm' | 'seed'>;
const PLAIN: Rest = { tilt: 0, lean: 0, turned: 0, blur: 0.5, shake: 0, glare: 0, torn: 0, light: 1 };
/** What goes wrong before a phone, each as far as it goes and all together by halves. */
const TROUBLES: Readonly<Record<string, (roll: () => number) => Partial<Rest>>> = {
  'held straight': () => ({}),
  'leaning up to 45 degrees': (roll) => ({ tilt: 45 * roll(), lean: 90 * (roll() - 0.5) }),
  'out of focus': (roll) => ({ blur: 0.6 + 0.6 * roll() }),
  'a moving hand': (roll) => ({ shake: 3 * roll() }),
  'a lamp’s reflection on up to 8 %': (roll) => ({ glare: 0.08 * roll() }),
  '15 % torn off, its three eyes whole': () => ({ torn: 0.15 }),
  'a dark room, the lamp out': (roll) => ({ light: 0.2 + 0.2 * roll() }),
  'half of everything at once': (roll) => ({
    ...{ tilt: 20 * roll(), lean: 40 * (roll() - 0.5), blur: 0.5 + 0.3 * roll(), shake: 1.5 * roll() },
    ...{ glare: 0.04 * roll(), torn: 0.07 * roll(), light: 0.5 + 0.5 * roll() },
  }),
};

const codeOf = (roll: () => number) => makeCode(Uint8Array.from({ length: 7 }, () => Math.floor(roll() * 256)));

export interface StickerRates {
  readonly troubles: readonly {
    readonly name: string;
    readonly shots: number;
    readonly first: number;
    readonly read: number;
    readonly wrong: number;
  }[];
  /** Straight, plain: by size and distance, whether within the limits or not. */
  readonly sizes: readonly { readonly mm: number; readonly cm: number; readonly points: number; readonly shots: number; readonly read: number }[];
}

/**
 * Our own stickers, made up from a seed, read as the camera’s loop reads them.
 * @param lengths mm of those of the table of sizes
 */
export async function stickerRates(each: number, seed = 2026, lengths: readonly number[] = [10, 15, 20, 25, 30, 40]): Promise<StickerRates> {
  const roll = dice(seed);
  const troubles: StickerRates['troubles'][number][] = [];
  for (const [name, trouble] of Object.entries(TROUBLES)) {
    let [first, read, wrong] = [0, 0, 0];
    for (let i = 0; i < each; i += 1) {
      const seen = await readSticker(within(roll, trouble(roll)));
      if (seen.read === 0) first += 1;
      if (seen.read !== null) read += 1;
      if (seen.wrong.length > 0) wrong += 1;
    }
    troubles.push({ name, shots: each, first, read, wrong });
  }
  const sizes: StickerRates['sizes'][number][] = [];
  for (const mm of lengths) {
    for (const cm of [20, 30, 40]) {
      const text = stickerUrl(BASE, codeOf(roll));
      const shots = Math.ceil(each / 5);
      let read = 0;
      for (let i = 0; i < shots; i += 1) {
        const shot = { ...PLAIN, text, mm, cm, turned: 360 * roll(), seed: Math.floor(roll() * 1e9) };
        if ((await readSticker(shot)).read !== null) read += 1;
      }
      sizes.push({ mm, cm, points: Math.round(pointsPerModule({ text, mm, cm }) * 100) / 100, shots, read });
    }
  }
  return { troubles, sizes };
}

/** A sticker of 20 to 40 mm at 20 to 40 cm, within the limits. */
function within(roll: () => number, more: Partial<Rest>): Shot {
  const text = stickerUrl(BASE, codeOf(roll));
  for (;;) {
    const [mm, cm] = [20.5 + 19.5 * roll(), 20 + 20 * roll()];
    if (pointsPerModule({ text, mm, cm }) < LIMITS.points) continue;
    return { ...PLAIN, turned: 360 * roll(), ...more, text, mm, cm, seed: Math.floor(roll() * 1e9) };
  }
}

const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Codes of a register, each damaged at random as hands and rain do: signs changed, swapped, doubled, lost, run together. How many then name
 * another thing of the register?
 */
export function damagedCodes(count: number, register = 65_000, seed = 2026): { refused: number; same: number; unknown: number; wrong: number } {
  const roll = dice(seed);
  const codes = Array.from({ length: register }, () => codeOf(roll));
  const known = new Set<string>(codes);
  const told = { refused: 0, same: 0, unknown: 0, wrong: 0 };
  for (let i = 0; i < count; i += 1) {
    const code = codes[Math.floor(roll() * register)] ?? makeCode(new Uint8Array(7));
    const damaged = damage(roll() < 0.5 ? code : formatCode(code), roll);
    const label = readLabel(roll() < 0.5 ? damaged : `${BASE}/a/${damaged}`, [BASE]);
    const read = label.kind === 'code' ? parseCode(label.code) : null;
    if (read === null) told.refused += 1;
    else if (read === code) told.same += 1;
    else if (known.has(read)) told.wrong += 1;
    else told.unknown += 1;
  }
  return told;
}

function damage(text: string, roll: () => number): string {
  const signs = [...text];
  const times = 1 + Math.floor(roll() * 3);
  for (let i = 0; i < times; i += 1) {
    const at = Math.floor(roll() * signs.length);
    const other = SIGNS[Math.floor(roll() * 32)] ?? '0';
    switch (Math.floor(roll() * 5)) {
      case 0:
        signs[at] = other;
        break;
      case 1:
        [signs[at], signs[at + 1]] = [signs[at + 1] ?? other, signs[at] ?? other];
        break;
      case 2:
        signs.splice(at, 1);
        break;
      case 3:
        signs.splice(at, 0, other);
        break;
      default:
        signs[at] = signs[(at + 1) % signs.length] ?? other;
    }
  }
  return signs.join('');
}

export function printStickers({ troubles, sizes }: StickerRates, codes: ReturnType<typeof damagedCodes>): void {
  console.log(`Own stickers of 20 to 40 mm at 20 to 40 cm, ${LIMITS.points} points a module or more (target: >= 99 % in half a second, 0 wrong)`);
  const percent = (n: number, of: number) => `${((n * 100) / of).toFixed(1)} %`.padStart(8);
  for (const { name, shots, first, read, wrong } of troubles)
    console.log(`  ${name.padEnd(38)} first frame ${percent(first, shots)}  ${LOOKS} frames ${percent(read, shots)}  wrong ${wrong} of ${shots}`);
  console.log('Held straight, by size and distance (points of the picture for a module: share read)');
  for (const mm of new Set(sizes.map((s) => s.mm)))
    console.log(
      `  ${mm} mm  ${sizes
        .filter((s) => s.mm === mm)
        .map((s) => `${s.cm} cm (${s.points}): ${percent(s.read, s.shots)}`)
        .join('   ')}`,
    );
  console.log(
    `Damaged codes in a register of 65 000: refused ${codes.refused}, the same ${codes.same}, of nothing ${codes.unknown}, wrong ${codes.wrong}`,
  );
}
