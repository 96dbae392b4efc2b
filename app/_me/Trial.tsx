'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { runTrial, type TrialStep } from '#app/_push/trial.ts';
import { Button } from '#app/_ui/Button.tsx';
import { clock } from '#domain/words/time.ts';

/** Sends a test to this device and says, step by step, how far it came. */
export function Trial({ device, onDone }: { device: string | null; onDone: () => void }) {
  const { words: w, language, view } = useField();
  const a = w.alerts;
  const [step, setStep] = useState<TrialStep | null>(null);
  const isRunning = step?.step === 'stored' || step?.step === 'accepted';
  const said = (s: TrialStep): string => {
    switch (s.step) {
      case 'stored':
      case 'accepted':
        return a.testing;
      case 'shown':
        return a.testShown({
          time: clock(s.storedAt, zoneOf(view, null), language),
          seconds: Math.max(1, Math.round((s.shownAt - s.storedAt) / 1000)),
        });
      case 'lost':
        return a.testLost;
      case 'unreachable':
        return a.testUnreachable;
      case 'too-often':
        return w.errors.tooMany;
      default:
        return a.testFailed;
    }
  };
  const run = async () => {
    await runTrial(device, setStep);
    onDone();
  };
  return (
    <>
      <p className="s q center-text" role="status">
        {step === null ? '' : said(step)}
      </p>
      <Button kind="primary" shape="block" icon="bell-ring" disabled={isRunning} onClick={() => void run()}>
        {a.test}
      </Button>
    </>
  );
}
