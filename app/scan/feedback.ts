/** `elsewhere`: known, and not where one is. */
export type Verdict = 'success' | 'seen' | 'elsewhere' | 'error';

/** [hertz, start ms, length ms] each. Success rises, elsewhere falls, error is rough and comes twice: they differ without words. */
const TONES: Record<Verdict, { wave: OscillatorType; notes: readonly (readonly [number, number, number])[] }> = {
  success: {
    wave: 'sine',
    notes: [
      [880, 0, 70],
      [1175, 70, 70],
    ],
  },
  seen: { wave: 'sine', notes: [[880, 0, 60]] },
  elsewhere: {
    wave: 'triangle',
    notes: [
      [784, 0, 90],
      [523, 100, 140],
    ],
  },
  error: {
    wave: 'square',
    notes: [
      [220, 0, 180],
      [220, 240, 180],
    ],
  },
};
const SHAKES: Record<Verdict, VibratePattern> = { success: [20], seen: [20], elsewhere: [40, 60, 40], error: [40, 60, 40, 60, 40] };

let audio: AudioContext | null = null;

/** Browsers let a page sound only after a gesture: call it from a tap or a key. */
export function armSound(): void {
  if (typeof AudioContext !== 'function') return;
  audio ??= new AudioContext();
  if (audio.state === 'suspended') void audio.resume().catch(() => undefined);
}

/**
 * Tells the verdict on a scan by sound and by vibration; the screen says it in words too, so that neither is the only sign.
 * @param muted no sound; the vibration stays
 */
export function giveFeedback(verdict: Verdict, { muted = false }: { muted?: boolean } = {}): void {
  // Before the first tap Chromium refuses to shake and complains in the console.
  if ('vibrate' in navigator && navigator.userActivation?.hasBeenActive) navigator.vibrate(SHAKES[verdict]);
  if (muted || audio?.state !== 'running') return;
  const { wave, notes } = TONES[verdict];
  for (const [hertz, start, length] of notes) play(audio, wave, hertz, audio.currentTime + start / 1000, length / 1000);
}

function play(on: AudioContext, wave: OscillatorType, hertz: number, at: number, seconds: number): void {
  const tone = on.createOscillator();
  const volume = on.createGain();
  tone.type = wave;
  tone.frequency.value = hertz;
  // Short ramps: a tone cut at full volume clicks.
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(wave === 'square' ? 0.12 : 0.25, at + 0.008);
  volume.gain.setValueAtTime(wave === 'square' ? 0.12 : 0.25, at + seconds - 0.012);
  volume.gain.linearRampToValueAtTime(0, at + seconds);
  tone.connect(volume).connect(on.destination);
  tone.start(at);
  tone.stop(at + seconds);
}
