import type { Words } from '#domain/words/fr/index.ts';
import type { PictureProblem } from '#sync/picture.ts';

/** Why a chosen file is not kept as a photo, in a sentence. */
export function troubleOfPicture(w: Words, { trouble }: PictureProblem): string {
  if (trouble === 'not-a-photo') return w.opening.photoNone;
  if (trouble === 'paper-too-heavy' || trouble === 'paper-broken' || trouble === 'paper-active') return w.report.paper.trouble[trouble];
  return trouble === 'heic' ? w.opening.photoHeic : w.opening.photoBad;
}
