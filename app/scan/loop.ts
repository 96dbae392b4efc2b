import type { Decoder, Sighting } from './sighting.ts';

/** Least time between two looks, in milliseconds: twelve a second find a sticker at once and leave the battery alone. */
const GAP = 80;

/**
 * Looks at the video until the returned function is called: one frame in flight, the next one only after the answer.
 * @param onFrame what each looked-at frame shows, most often nothing
 */
export function watch(video: HTMLVideoElement, decoder: Decoder, onFrame: (sightings: Sighting[]) => void): () => void {
  let stopped = false;
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = async () => {
    if (stopped) return;
    const began = performance.now();
    try {
      const sightings = video.readyState >= video.HAVE_CURRENT_DATA ? await decoder.frame(video, turn) : [];
      turn += 1;
      if (!stopped) onFrame(sightings);
    } catch {
      // A frame that could not be read is one frame less; the camera's own end is told by its track.
    }
    timer = setTimeout(next, Math.max(0, GAP - (performance.now() - began)));
  };
  const next = () => {
    if (stopped) return;
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => void look());
    else requestAnimationFrame(() => void look());
  };

  next();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
