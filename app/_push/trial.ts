import type { Trial } from '#server/push/trial.ts';
import { type AlertBrowser, thisBrowser } from './browser.ts';

/**
 * How a test to oneself goes on: `stored` by our server, `accepted` by a push service (the longest wait), `shown` with the time it took.
 * Or it ends: `lost` (accepted, and not shown in time), `unreachable` (no device, all gone, or all refused: `status` is the push service's answer), `waiting` (the
 * push service has not taken it yet), `failed` (our server did not answer), `too-often`.
 */
export type TrialStep =
  | { readonly step: 'stored' | 'accepted' | 'lost' | 'waiting' | 'failed' | 'too-often' }
  | { readonly step: 'unreachable'; readonly status: number | null }
  | { readonly step: 'shown'; readonly storedAt: number; readonly shownAt: number };

/** After this long a phone that shows nothing is silenced or asleep (ux.md section 7), ms. */
const PATIENCE = 20_000;
const EVERY = 700;

function stepOf({ state, shownAt, storedAt, devices }: Trial): TrialStep {
  if (shownAt !== null) return { step: 'shown', storedAt, shownAt };
  // One that left is no news where another was refused: the answer that can be mended is told.
  if (state === 'undelivered') return { step: 'unreachable', status: devices.find((d) => d.state === 'given-up')?.status ?? null };
  return { step: state === 'sent' ? 'accepted' : 'stored' };
}

/**
 * Sends a test to one's own devices and follows it.
 * @param device only this one; null: all
 * @param told called with each new step, the last one included
 */
export async function runTrial(
  device: string | null,
  told: (step: TrialStep) => void,
  browser: Pick<AlertBrowser, 'fetch'> = thisBrowser(),
  { patience = PATIENCE, every = EVERY } = {},
): Promise<void> {
  const begun = await begin(browser, device);
  if (!('id' in begun)) return told(begun);
  let last: TrialStep = { step: 'stored' };
  let answers = 0;
  told(last);
  const end = Date.now() + patience;
  while (Date.now() < end) {
    await new Promise((done) => setTimeout(done, every));
    const next = await look(browser, begun.id);
    if (next !== null) answers += 1;
    if (next === null || next.step === last.step) continue;
    told(next);
    if (next.step === 'shown' || next.step === 'unreachable') return;
    last = next;
  }
  told({ step: last.step === 'accepted' ? 'lost' : answers > 0 ? 'waiting' : 'failed' });
}

async function begin(browser: Pick<AlertBrowser, 'fetch'>, device: string | null): Promise<{ id: string } | TrialStep> {
  try {
    const answer = await browser.fetch('/api/push/test', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(device === null ? {} : { device }),
      signal: AbortSignal.timeout(8000),
    });
    if (answer.status === 429) return { step: 'too-often' };
    if (!answer.ok) return { step: 'failed' };
    const { test } = (await answer.json()) as { test: string };
    return { id: test };
  } catch {
    return { step: 'failed' };
  }
}

async function look(browser: Pick<AlertBrowser, 'fetch'>, id: string): Promise<TrialStep | null> {
  try {
    const answer = await browser.fetch(`/api/push/test/${id}`, { signal: AbortSignal.timeout(8000) });
    return answer.ok ? stepOf((await answer.json()) as Trial) : null;
  } catch {
    return null;
  }
}
