import 'server-only';
import { BOUNDS, SheetFault } from './bounds.ts';

/**
 * JSON that is not nested beyond reason: looked at before it is read, since the reader itself would only fail.
 * @throws SheetFault json, deep
 */
export function readBoundedJson(text: string): unknown {
  let depth = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (isInString) {
      if (c === 92) i += 1;
      else if (c === 34) isInString = false;
    } else if (c === 34) isInString = true;
    else if (c === 123 || c === 91) {
      depth += 1;
      if (depth > BOUNDS.depth) throw new SheetFault('deep', { most: BOUNDS.depth });
    } else if (c === 125 || c === 93) depth -= 1;
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new SheetFault('json');
  }
}
