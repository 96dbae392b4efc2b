import 'server-only';
import sharp from 'sharp';
import * as z from 'zod/mini';
import { PRINTERS_MOST, Printers, parseShift } from '#domain/label-sheets.ts';
import { shapeOf } from '#server/photo-shape.ts';
import { withVersion } from '#server/register.ts';
import { jsonOf } from '#server/sql.ts';
import { type Desk, no, type Told } from './desk.ts';
import { fieldOf, text } from './fields.ts';

/** @param column what the organisation's row holds */
export function printersOf(column: unknown): Printers {
  const parsed = column === null ? null : Printers.safeParse(jsonOf(column as object));
  return parsed?.success ? parsed.data : {};
}

const PrinterInput = z.object({ name: text(40), x: z.string().check(z.maxLength(12)), y: z.string().check(z.maxLength(12)) });

/** Keeps how far a printer is out, as its test page was read. Faults: invalid, shift (no number, or over a centimetre), printers-enough. */
export async function setPrinter({ db }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = PrinterInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const [x, y] = [parseShift(parsed.data.x), parseShift(parsed.data.y)];
  if (x === null || y === null) return no('shift', x === null ? 'x' : 'y');
  return changePrinters(db, (printers) => {
    const next = { ...printers, [parsed.data.name]: { x, y } };
    return Object.keys(next).length > PRINTERS_MOST ? null : next;
  });
}

/** Forgets a printer; one that is not there is forgotten already. */
export async function dropPrinter({ db }: Desk, name: unknown): Promise<Told<null>> {
  if (typeof name !== 'string') return no('invalid');
  return changePrinters(db, (printers) => Object.fromEntries(Object.entries(printers).filter(([known]) => known !== name)));
}

async function changePrinters(db: Desk['db'], change: (printers: Printers) => Printers | null): Promise<Told<null>> {
  return db.$transaction(async (tx) => {
    // Takes the writer's turn, so that two who measure at once do not undo each other.
    await withVersion(tx);
    const { printers } = await tx.organisation.findUniqueOrThrow({ where: { id: 'org' }, select: { printers: true } });
    const next = change(printersOf(printers));
    if (next === null) return no('printers-enough', 'name');
    await tx.organisation.update({ where: { id: 'org' }, data: { printers: next } });
    return { ok: true, value: null };
  });
}

/** Bytes of a file that somebody chose, and of what is kept of it. */
const LOGO_MOST = 300_000;
const LOGO_KEPT = 40_000;
const LOGO_SIDE = 2400;

/** Of the column: the picture and its width over its height. */
export function logoOf(column: string | null): { readonly data: string; readonly ratio: number } | null {
  if (column === null) return null;
  const shape = shapeOf(Buffer.from(column.slice(column.indexOf(',') + 1), 'base64'));
  return shape === null ? null : { data: column, ratio: shape.width / shape.height };
}

/**
 * The picture that stands on stickers: a PNG, looked through before anything decodes it, drawn anew and small. What else the file carried
 * stays behind. Faults: picture.
 * @param file of a form; an empty one: no picture any more
 */
export async function setLogo({ db }: Desk, file: unknown): Promise<Told<null>> {
  if (!(file instanceof Blob) || file.size > LOGO_MOST) return no('picture', 'logo');
  if (file.size === 0) {
    await db.organisation.update({ where: { id: 'org' }, data: { logo: null } });
    return { ok: true, value: null };
  }
  const kept = await redrawn(new Uint8Array(await file.arrayBuffer()));
  if (kept === null) return no('picture', 'logo');
  await db.organisation.update({ where: { id: 'org' }, data: { logo: `data:image/png;base64,${kept.toString('base64')}` } });
  return { ok: true, value: null };
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

async function redrawn(bytes: Uint8Array): Promise<Buffer | null> {
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) return null;
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: LOGO_SIDE * LOGO_SIDE }).metadata();
    if (width < 8 || height < 8 || width / height > 8 || height / width > 3) return null;
    const small = sharp(bytes, { limitInputPixels: LOGO_SIDE * LOGO_SIDE }).resize({
      width: 320,
      height: 160,
      fit: 'inside',
      withoutEnlargement: true,
    });
    const png = await small.png({ palette: true, compressionLevel: 9 }).toBuffer();
    return png.length <= LOGO_KEPT && shapeOf(png) !== null ? png : null;
  } catch {
    return null;
  }
}
