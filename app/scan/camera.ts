/** Why there is no picture, and what can be done: `refused` by the person, `absent`, `busy` (another application has it), `unsupported` browser or address. */
export type CameraFailure = 'refused' | 'absent' | 'busy' | 'unsupported';

export type CameraState =
  | { name: 'off' }
  | { name: 'starting' }
  /** `torch` is null where the device has none that a page may light; `zoom` where it has none: how near it is, of which steps */
  | { name: 'running'; stream: MediaStream; torch: boolean | null; zoom: { now: number; steps: readonly number[] } | null }
  /** its tracks are stopped; a tap starts it again */
  | { name: 'paused'; why: 'idle' | 'hidden' | 'ended' }
  | { name: 'failed'; why: CameraFailure };

/** The lens of last time, for phones with several at the back. */
const REMEMBERED = 'relais.camera';
const IDLE = 30_000;

/** The camera belongs to the page, not to a screen: every getUserMedia may ask the person again (iOS), and screens come and go. */
let state: CameraState = { name: 'off' };
let idleMs = IDLE;
let timer: ReturnType<typeof setTimeout> | undefined;
let listening = false;
const listeners = new Set<() => void>();

export const cameraState = (): CameraState => state;

export function onCamera(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(next: CameraState): void {
  state = next;
  for (const listener of listeners) listener();
}

/**
 * Starts the camera when a screen with a scanner is entered. It asks nothing while it runs or starts; after a refusal or a failure it
 * waits for a tap.
 * @param tap the person asked just now, on the screen itself
 * @param idle milliseconds without sight of a code after which it stops
 */
export async function startCamera({ tap = false, idle = IDLE }: { tap?: boolean; idle?: number } = {}): Promise<void> {
  idleMs = idle;
  if (state.name === 'starting' || (state.name === 'failed' && !tap)) return;
  if (state.name === 'running') return sawCode();
  if (!navigator.mediaDevices?.getUserMedia) return set({ name: 'failed', why: 'unsupported' });
  set({ name: 'starting' });
  if (!tap && (await isDenied())) return set({ name: 'failed', why: 'refused' });
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: wish() });
    run(stream);
  } catch (error) {
    set({ name: 'failed', why: reason(error) });
  }
}

/** Asking once more would count as a second refusal in some browsers. */
async function isDenied(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'camera' })).state === 'denied';
  } catch {
    return false; // Firefox does not know the name
  }
}

function wish(): MediaTrackConstraints {
  const lens = localStorage.getItem(REMEMBERED);
  return { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1080 }, ...(lens ? { deviceId: { ideal: lens } } : {}) };
}

function run(stream: MediaStream): void {
  const track = stream.getVideoTracks()[0];
  if (!track) {
    set({ name: 'failed', why: 'absent' });
    return;
  }
  track.addEventListener('ended', () => stopCamera('ended'));
  const { deviceId, facingMode } = track.getSettings();
  if (deviceId && facingMode !== 'user') localStorage.setItem(REMEMBERED, deviceId);
  const able = capabilities(track);
  if (able.focusMode?.includes('continuous')) void apply(track, { focusMode: 'continuous' });
  set({ name: 'running', stream, torch: able.torch ? false : null, zoom: zoomOf(able) });
  if (!listening) document.addEventListener('visibilitychange', () => document.hidden && stopCamera('hidden'));
  listening = true;
  if (document.hidden) stopCamera('hidden');
  else sawCode();
}

/** What Chromium for Android adds to the standard's track. */
type Extras = { torch?: boolean; focusMode?: string[]; zoom?: { min: number; max: number } };
const capabilities = (track: MediaStreamTrack): Extras => ('getCapabilities' in track ? (track.getCapabilities() as Extras) : {});

/** Once, twice and three times as near, as far as the lens goes: a small sticker is read from further away. */
function zoomOf({ zoom }: Extras): { now: number; steps: readonly number[] } | null {
  if (zoom === undefined || !(zoom.max >= 2) || zoom.min > 1) return null;
  return { now: 1, steps: [1, 2, 3].filter((times) => times <= zoom.max) };
}

type Wish = { torch: boolean } | { zoom: number } | { focusMode: string; pointsOfInterest?: readonly { x: number; y: number }[] };

async function apply(track: MediaStreamTrack, extra: Wish): Promise<boolean> {
  const wanted: MediaTrackConstraintSet & typeof extra = extra;
  return track.applyConstraints({ advanced: [wanted] }).then(
    () => true,
    () => false,
  );
}

function reason(error: unknown): CameraFailure {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'absent' : 'busy';
}

/** A code is in view, or a screen began to look: the camera stays on for another while. */
export function sawCode(): void {
  clearTimeout(timer);
  if (state.name === 'running') timer = setTimeout(() => stopCamera('idle'), idleMs);
}

/** Stops the tracks, so that the device's light goes out. */
export function stopCamera(why: 'idle' | 'hidden' | 'ended'): void {
  clearTimeout(timer);
  if (state.name !== 'running') return;
  for (const track of state.stream.getTracks()) track.stop();
  set({ name: 'paused', why });
}

/** The video that shows the camera now. */
let shown: HTMLVideoElement | null = null;

export function showing(video: HTMLVideoElement | null): void {
  shown = video;
}

/** What the camera shows now, as a picture; null: nothing. Taken before this returns, made a file after it. */
export function photographed(): Promise<Blob | null> {
  if (shown === null || shown.videoWidth === 0 || state.name !== 'running') return Promise.resolve(null);
  const canvas = document.createElement('canvas');
  canvas.width = shown.videoWidth;
  canvas.height = shown.videoHeight;
  const context = canvas.getContext('2d');
  if (context === null) return Promise.resolve(null);
  context.drawImage(shown, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
}

export async function setTorch(on: boolean): Promise<void> {
  if (state.name !== 'running' || state.torch === null) return;
  const running = state;
  const track = running.stream.getVideoTracks()[0];
  if (track && (await apply(track, { torch: on })) && state === running) set({ ...running, torch: on });
}

/** The next step of nearness, from the last one back to the first. */
export async function zoomOn(): Promise<void> {
  if (state.name !== 'running' || state.zoom === null) return;
  const running = state;
  const { now, steps } = state.zoom;
  const next = steps[(steps.indexOf(now) + 1) % steps.length] ?? 1;
  const track = running.stream.getVideoTracks()[0];
  if (track && (await apply(track, { zoom: next })) && state === running) set({ ...running, zoom: { now: next, steps } });
}

/** How long the lens stays where a finger pointed. */
const POINTED = 4000;
let pointed: ReturnType<typeof setTimeout> | undefined;

/** Focuses where a finger points, where the device can. @param x and y: fractions of the picture */
export async function focusAt(x: number, y: number): Promise<void> {
  if (state.name !== 'running') return;
  const track = state.stream.getVideoTracks()[0];
  const modes = track === undefined ? [] : (capabilities(track).focusMode ?? []);
  if (track === undefined || !modes.includes('single-shot')) return;
  clearTimeout(pointed);
  await apply(track, { focusMode: 'single-shot', pointsOfInterest: [{ x, y }] });
  if (modes.includes('continuous')) pointed = setTimeout(() => void apply(track, { focusMode: 'continuous' }), POINTED);
}
