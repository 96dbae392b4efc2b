'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { runTrial, type TrialStep } from '#app/_push/trial.ts';
import { Button } from '#app/_ui/Button.tsx';
import { trialSaid } from './trialSaid.ts';

/** Sends a test to this device and says, step by step, how far it came. */
export function Trial({ device, onDone }: { device: string | null; onDone: () => void }) {
  const field = useField();
  const a = field.words.alerts;
  const [step, setStep] = useState<TrialStep | null>(null);
  const isRunning = step?.step === 'stored' || step?.step === 'accepted';
  const run = async () => {
    await runTrial(device, setStep);
    onDone();
  };
  return (
    <>
      <p className="s q center-text" role="status">
        {step === null ? '' : trialSaid(step, field)}
      </p>
      <Button kind="primary" shape="block" icon="bell-ring" disabled={isRunning} onClick={() => void run()}>
        {a.test}
      </Button>
    </>
  );
}
