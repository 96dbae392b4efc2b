'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { thisBrowser } from '#app/_push/browser.ts';
import { examine, type Obstacle, platformOf, STEP_OF, STEPS, type Step } from '#app/_push/examine.ts';
import { thisDevice } from '#app/_push/subscribe.ts';
import { runTrial, type TrialStep } from '#app/_push/trial.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import type { IconName } from '#app/_ui/icons.ts';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { trialSaid } from './trialSaid.ts';

/** How far a test has come: which parts are in order, and what ended it. */
export interface TrialRun {
  readonly isRunning: boolean;
  readonly good: readonly Step[];
  readonly obstacle: Obstacle | null;
  readonly sent: TrialStep | null;
}

const NONE: TrialRun = { isRunning: false, good: [], obstacle: null, sent: null };
const GOES_ON: ReadonlySet<TrialStep['step']> = new Set(['stored', 'accepted']);

/** A test of this device's alerts, part by part. */
export function useTrial(onDone: () => void): { readonly run: TrialRun; readonly start: () => void } {
  const [run, setRun] = useState(NONE);
  const start = async () => {
    setRun({ ...NONE, isRunning: true });
    const told = (step: Step) => setRun((r) => ({ ...r, good: [...r.good, step] }));
    const obstacle = await examine(told);
    if (obstacle !== null) setRun((r) => ({ ...r, obstacle, isRunning: false }));
    else {
      await runTrial(thisDevice(), (sent) => {
        if (sent.step === 'accepted' || sent.step === 'shown') told('accepted');
        if (sent.step === 'shown') told('shown');
        setRun((r) => ({ ...r, sent, isRunning: GOES_ON.has(sent.step) }));
      });
    }
    onDone();
  };
  return { run, start: () => void start() };
}

/** The button at the thumb, and beside it what is going on. */
export function TrialButton({ run, start, quiet = false }: { run: TrialRun; start: () => void; quiet?: boolean }) {
  const field = useField();
  const { sent } = run;
  const says = sent?.step === 'shown' ? trialSaid(sent, field) : run.isRunning ? field.words.alerts.testing : '';
  return (
    <>
      <p className="s q center-text" role="status">
        {says}
      </p>
      <Button kind={quiet ? 'quiet' : 'primary'} shape="block" icon="bell-ring" disabled={run.isRunning} onClick={start}>
        {field.words.alerts.test}
      </Button>
    </>
  );
}

/** Which part failed, and what to do about it. */
export function TrialResult({ run }: { run: TrialRun }) {
  const { words: w } = useField();
  const d = w.devices;
  if (run === NONE || (run.good.length === 0 && run.obstacle === null)) return null;
  const failed = failedAt(run);
  const said = failed === null ? null : whatToDo(run, w);
  return (
    <>
      {said !== null && (
        <Note icon="triangle-alert" tone="w" alert title={said.title}>
          {said.next}
        </Note>
      )}
      <Group title={d.steps}>
        {STEPS.map((step) => {
          const state = run.good.includes(step) ? 'yes' : step === failed ? 'no' : 'later';
          const meta = state === 'no' ? [d.blocked] : [];
          return <Row key={step} middle lead={<Tile icon={ICON[state]} {...TONE[state]} />} title={d.step[step]} meta={meta} />;
        })}
      </Group>
    </>
  );
}

const ICON: Readonly<Record<'yes' | 'no' | 'later', IconName>> = { yes: 'check', no: 'triangle-alert', later: 'circle-dashed' };
const TONE = { yes: { tone: 'o' }, no: { tone: 'w' }, later: {} } as const;

function failedAt({ obstacle, sent, isRunning }: TrialRun): Step | null {
  if (obstacle !== null) return STEP_OF[obstacle];
  if (isRunning || sent === null || sent.step === 'shown') return null;
  return sent.step === 'lost' ? 'shown' : 'accepted';
}

function whatToDo({ obstacle, sent }: TrialRun, w: ReturnType<typeof useField>['words']): { readonly title: string; readonly next: string } {
  const { found, lost, lostThen, refusedStatus } = w.devices;
  if (obstacle !== null) return found[obstacle];
  switch (sent?.step) {
    case 'lost':
      return { title: lost, next: lostThen[platformOf(thisBrowser())] };
    case 'unreachable':
      if (sent.status === null) return found.gone;
      return { title: found.refused.title, next: `${found.refused.next} (${refusedStatus({ status: sent.status })})` };
    case 'waiting':
      return found.waiting;
    case 'too-often':
      return { title: w.errors.tooMany, next: '' };
    default:
      return found.server;
  }
}
