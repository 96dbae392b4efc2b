import type { Field } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import type { TrialStep } from '#app/_push/trial.ts';
import { clock } from '#domain/words/time.ts';

/** How far a test of the alerts came, in a sentence. */
export function trialSaid(step: TrialStep, { words: w, language, view }: Pick<Field, 'words' | 'language' | 'view'>): string {
  const a = w.alerts;
  switch (step.step) {
    case 'stored':
    case 'accepted':
      return a.testing;
    case 'shown':
      return a.testShown({
        time: clock(step.storedAt, zoneOf(view, null), language),
        seconds: Math.max(1, Math.round((step.shownAt - step.storedAt) / 1000)),
      });
    case 'lost':
      return a.testLost;
    case 'unreachable':
      return a.testUnreachable;
    case 'waiting':
      return w.devices.found.waiting.title;
    case 'too-often':
      return w.errors.tooMany;
    default:
      return a.testFailed;
  }
}
