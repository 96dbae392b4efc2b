'use client';
import { useWedge } from '#app/scan/wedge.ts';
import { readLabel } from '#domain/sticker.ts';
import { navigate } from './router.ts';

/** A USB barcode reader anywhere outside a field: what it types opens the thing it is stuck on, as the phone's camera would. */
export function useReader(): void {
  useWedge((text) => {
    const label = readLabel(text, [location.origin]);
    navigate(`/a/${encodeURIComponent(label.kind === 'code' ? label.code : text)}`);
  });
}
