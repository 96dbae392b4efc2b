import type { BrowserKind } from './browser.ts';
import type { CameraFailure } from './camera.ts';

/** Every text of the scanner; domain/words/{fr,en}/scan.ts hold the values. */
export type ScanWords = {
  title: string;
  /** under the view, in two lines: what to do; that it needs no network */
  aim: string;
  offline: string;
  starting: string;
  /** why the camera rests, and the button over the whole view */
  paused: Record<'idle' | 'hidden' | 'ended', string>;
  resume: string;
  /** several codes in view, and the name of the tap area of one of them */
  several: string;
  pick: (name: string) => string;
  typeCode: string;
  torchOn: string;
  torchOff: string;
  /** nearer by so many times, after a tap */
  zoom: (times: number) => string;
  fromPhoto: string;
  readingPhoto: string;
  noCodeInPhoto: string;
  noPicture: string;
  /** the screen of the typed code: its title when it was chosen, and one for each reason that there is no camera */
  typedTitle: string;
  failed: Record<CameraFailure, string>;
  typedLead: string;
  codeLabel: string;
  codeHint: string;
  /** @param n how many signs of the eight are missing, 1 or more */
  missing: (n: number) => string;
  eightSigns: string;
  search: string;
  photo: string;
  backToCamera: string;
  retry: string;
  /** how to allow the camera again, three gestures for each kind of browser */
  unblock: string;
  unblockHint: string;
  unblockSteps: Record<BrowserKind, readonly string[]>;
};
