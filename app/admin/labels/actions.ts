'use server';
import { pathOf } from '#server/labels/square.ts';
import { atDesk, type Told } from '#server/office/desk.ts';
import { dropPrinter as drop, setPrinter as keep, setLogo as picture } from '#server/office/label-kit.ts';
import { labelChoices as choices, type LabelChoices, printLabels } from '#server/office/labels.ts';
import { makeBatch as batch, makeStickers as make } from '#server/office/stickers.ts';
import type { DrawnPrint } from './drawn.ts';

/** What one may choose from, for a site. */
export async function labelChoices(site: unknown): Promise<Told<LabelChoices>> {
  return atDesk((desk) => choices(desk, site));
}

/** The sheets, laid out here: the browser gets shapes, and no library. */
export async function labelsOf(input: unknown): Promise<Told<DrawnPrint>> {
  const told = await atDesk((desk) => printLabels(desk, input));
  if (!told.ok) return told;
  const { labels, look, ...print } = told.value;
  const squares = labels.map(({ square, row, ...label }) => ({ ...label, code: row.code, modules: square.size, path: pathOf(square) }));
  return { ok: true, value: { ...print, sheet: look.sheet, logo: look.logo?.data ?? null, labels: squares } };
}

export async function makeStickers(input: unknown): Promise<Told<{ made: number }>> {
  return atDesk((desk) => make(desk, input));
}

export async function makeBatch(input: unknown): Promise<Told<{ id: string }>> {
  return atDesk((desk) => batch(desk, input));
}

export async function setPrinter(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => keep(desk, input));
}

export async function dropPrinter(name: unknown): Promise<Told<null>> {
  return atDesk((desk) => drop(desk, name));
}

/**
 * The picture on stickers.
 * @takes a form with the file `logo`, a PNG of 300 kB; an empty one: none any more
 */
export async function setLogo(form: unknown): Promise<Told<null>> {
  return atDesk((desk) => picture(desk, form instanceof FormData ? form.get('logo') : null));
}
