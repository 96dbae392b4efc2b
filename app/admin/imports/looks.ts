import type { IconName } from '#app/_ui/icons.ts';
import type { Tone } from '#app/_ui/tone.ts';
import type { ImportState } from '#domain/imports/report.ts';

/** How the state of an import is shown. */
export const LOOKS: Readonly<Record<ImportState, { readonly icon: IconName; readonly tone?: Tone }>> = {
  read: { icon: 'eye' },
  running: { icon: 'arrow-up' },
  stopped: { icon: 'pause', tone: 'w' },
  done: { icon: 'circle-check', tone: 'o' },
  failed: { icon: 'ban', tone: 'd' },
  undoing: { icon: 'undo-2' },
  undone: { icon: 'undo-2' },
};
