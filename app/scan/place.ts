import type { Sighting } from './sighting.ts';

/** In percent of the camera's view. */
export type Box = { left: number; top: number; width: number; height: number };

/** What a person showed, typed or scanned: the text as it is, and where it lies on the view (null from a photo, a reader or a hand). */
export type Read = { text: string; format: string; box: Box | null };

/**
 * Where a code lies on the screen, in percent of the view, when the picture covers it (`object-fit: cover`, centred).
 * @param picture and view: width and height, in any unit
 */
export function place(
  corners: NonNullable<Sighting['corners']>,
  picture: { width: number; height: number },
  view: { width: number; height: number },
): Box {
  const scale = Math.max(view.width / picture.width, view.height / picture.height);
  const across = (x: number) => ((x - 0.5) * picture.width * scale) / view.width + 0.5;
  const down = (y: number) => ((y - 0.5) * picture.height * scale) / view.height + 0.5;
  const xs = corners.map((corner) => across(corner.x));
  const ys = corners.map((corner) => down(corner.y));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left: left * 100, top: top * 100, width: (Math.max(...xs) - left) * 100, height: (Math.max(...ys) - top) * 100 };
}

/** The picture is wider than the view shows: a code that the person cannot see is not what they scan. Unknown places count. */
export function isInView(box: Box | null): boolean {
  if (!box) return true;
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  return x >= 0 && x <= 100 && y >= 0 && y <= 100;
}

/** The other way: which place of the picture a finger on the view points at, as fractions of it. @param at fractions of the view */
export function pointed(
  at: { x: number; y: number },
  picture: { width: number; height: number },
  view: { width: number; height: number },
): { x: number; y: number } {
  const scale = Math.max(view.width / picture.width, view.height / picture.height);
  return { x: ((at.x - 0.5) * view.width) / (picture.width * scale) + 0.5, y: ((at.y - 0.5) * view.height) / (picture.height * scale) + 0.5 };
}
