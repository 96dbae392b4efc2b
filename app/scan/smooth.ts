/** A picture as a canvas gives it. */
interface Picture {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Nine times a mean of 0 to 255, divided: a table, for it is asked two million times a frame. Red, green, blue, and opaque, as one number. */
const GREY = Uint32Array.from({ length: 9 * 255 + 1 }, (_, sum) => (Math.round(sum / 9) * 0x01_01_01 + 0xff_00_00_00) >>> 0);

/**
 * Takes the grain out of a picture taken in the dark: each point becomes the mean of its nine, grey. The decoder's own denoising closes holes
 * in black and leaves grain as it is; a mean of nine points costs a module of three points little, and takes two thirds of its grain. In place.
 */
export function smooth<P extends Picture>(picture: P): P {
  const { data, width, height } = picture;
  // A point is one number, its red lowest: every device that runs this keeps numbers so.
  const points = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const across = new Uint16Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    let here = lightOf(points[row] as number);
    let before = here;
    for (let x = 0; x < width; x += 1) {
      const after = x + 1 < width ? lightOf(points[row + x + 1] as number) : here;
      across[row + x] = before + here + after;
      before = here;
      here = after;
    }
  }
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    const [up, down] = [y > 0 ? -width : 0, y + 1 < height ? width : 0];
    for (let at = row; at < row + width; at += 1) {
      points[at] = GREY[(across[at + up] as number) + (across[at] as number) + (across[at + down] as number)] as number;
    }
  }
  return picture;
}

function lightOf(point: number): number {
  return ((point & 255) + 2 * ((point >>> 8) & 255) + ((point >>> 16) & 255)) >> 2;
}
