/** One A4 page of words, lines and boxes: what a form to be signed needs, and no library. Lengths in points, from the top left. */
export class Sheet {
  readonly #drawn: string[] = [];

  /** @param size of the letters; `bold` for titles */
  text(x: number, y: number, text: string, size = 11, bold = false): void {
    this.#drawn.push(`BT /${bold ? 'B' : 'R'} ${size} Tf ${x} ${HEIGHT - y} Td (${escaped(text)}) Tj ET`);
  }

  line(x: number, y: number, width: number): void {
    this.#drawn.push(`${x} ${HEIGHT - y} m ${x + width} ${HEIGHT - y} l S`);
  }

  /** @param isTicked with a cross in it */
  box(x: number, y: number, width: number, height: number, isTicked = false): void {
    const [bottom, top] = [HEIGHT - y - height, HEIGHT - y];
    this.#drawn.push(`${x} ${bottom} ${width} ${height} re S`);
    if (isTicked) this.#drawn.push(`${x} ${bottom} m ${x + width} ${top} l S ${x} ${top} m ${x + width} ${bottom} l S`);
  }

  /** The file. */
  bytes(): Uint8Array<ArrayBuffer> {
    const content = `0.8 w\n${this.#drawn.join('\n')}`;
    const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
    const objects = [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Resources << /Font << /R 4 0 R /B 5 0 R >> >> /Contents 6 0 R >>`,
      font('Helvetica'),
      font('Helvetica-Bold'),
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ];
    let file = '%PDF-1.4\n';
    const starts = objects.map((object, i) => {
      const start = file.length;
      file += `${i + 1} 0 obj\n${object}\nendobj\n`;
      return start;
    });
    const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
    file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
    // One letter, one byte: `escaped` leaves no other.
    return Uint8Array.from(file, (letter) => letter.charCodeAt(0));
  }
}

const WIDTH = 595;
const HEIGHT = 842;

/** Letters of the page's encoding that Unicode has elsewhere. */
const MOVED: Readonly<Record<string, number>> = {
  '€': 0x80,
  '…': 0x85,
  Œ: 0x8c,
  '‘': 0x91,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
  '–': 0x96,
  '—': 0x97,
  œ: 0x9c,
};

/** A text as one byte a letter; a letter that the encoding lacks is a question mark. */
function escaped(text: string): string {
  return [...text]
    .map((letter) => {
      const code = MOVED[letter] ?? letter.charCodeAt(0);
      return code < 0x20 || code > 0xff ? '?' : String.fromCharCode(code);
    })
    .join('')
    .replace(/[\\()]/g, '\\$&');
}
