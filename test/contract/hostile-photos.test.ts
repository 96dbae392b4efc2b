/** What comes to the photo's door under a photo's name: each kind is refused, and nothing of it is kept. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { GET as getPhoto, PUT as putPhoto } from '#app/api/photos/[hash]/route.ts';
import type { PhotoHash } from '#domain/ids.ts';
import { env } from '#server/env.ts';
import { databases } from '#test/databases.ts';
import { type Behind, enter, openBehind, request } from './doors.ts';
import { Device, MINA, newTicket, opening } from './school.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

const grey = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#678' } });
const jpegOf = (side = 64) => grey(side, side).jpeg({ quality: 80 }).toBuffer();
const pngOf = (side = 64) => grey(side, side).png().toBuffer();

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** One bit a pixel, black. @param inflated bytes that the compressed pixels say they are */
function pngClaiming(width: number, height: number, inflated: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(inflated), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
/** Puts a chunk behind a PNG's header. */
function withChunk(png: Buffer, name: string, data: Uint8Array): Buffer {
  return Buffer.concat([png.subarray(0, 33), chunk(name, data), png.subarray(33)]);
}
/** Puts a segment behind a JPEG's first two bytes. */
function withSegment(jpeg: Buffer, marker: number, data: Uint8Array | string): Buffer {
  const body = Buffer.from(data as string, 'latin1');
  const head = Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}
/** Writes another size into the frame header. */
function lying(jpeg: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(jpeg);
  const frame = copy.findIndex((b, i) => b === 0xff && [0xc0, 0xc2].includes(copy[i + 1] ?? 0));
  copy.writeUInt16BE(height, frame + 5);
  copy.writeUInt16BE(width, frame + 7);
  return copy;
}
async function frames(n: number): Promise<Buffer> {
  return await sharp(Buffer.from(Array.from({ length: 16 * 16 * n * 3 }, (_, i) => 60 * Math.floor(i / 768))), {
    raw: { width: 16, height: 16 * n, channels: 3, pageHeight: 16 },
  })
    .gif({ delay: [100, 100], loop: 0 })
    .toBuffer();
}
/** The zip of one file, whose directory is found from its end: it opens as an archive behind anything. */
const ZIP = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(26), Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);
const HTML = '<!doctype html><script>alert(document.cookie)</script>';
const exifWithPlace = async () =>
  await grey(64, 64)
    .jpeg()
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 24/1' } })
    .toBuffer();

/** Name, the bytes, and with which status they are refused. */
const HOSTILE: readonly (readonly [string, () => Promise<Buffer> | Buffer, number])[] = [
  ['pixel flood: 50 000 x 50 000 said by 300 bytes', () => pngClaiming(50_000, 50_000, 100), 413],
  ['pixel flood: a JPEG that says 65 000 x 65 000', async () => lying(await jpegOf(), 65_000, 65_000), 413],
  ['decompression bomb: 20 000 x 20 000 black pixels in 50 kB', () => pngClaiming(20_000, 20_000, 20_000 * 2_501), 413],
  ['decompression bomb: 10 x 10 said, 300 MB compressed behind it', () => pngClaiming(10, 10, 300_000_000), 415],
  [
    'decompression bomb in a text chunk',
    async () => withChunk(await pngOf(), 'zTXt', Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(9e6))])),
    415,
  ],
  ['lying header: a JPEG that says more rows than it has', async () => lying(await jpegOf(64), 64, 2_000), 415],
  ['lying header: a JPEG that says another width than it has', async () => lying(await jpegOf(64), 1_000, 64), 415],
  ['lying header: a PNG that says more rows than it has', () => pngClaiming(800, 800, 4_000), 415],
  ['SVG with a script', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'), 415],
  ['polyglot: HTML behind a JPEG', async () => Buffer.concat([await jpegOf(), Buffer.from(HTML)]), 415],
  ['polyglot: a ZIP behind a JPEG', async () => Buffer.concat([await jpegOf(), ZIP]), 415],
  ['polyglot: HTML in a JPEG’s comment', async () => withSegment(await jpegOf(), 0xfe, HTML), 415],
  ['polyglot: HTML in an application block of a JPEG', async () => withSegment(await jpegOf(), 0xe1, HTML), 415],
  ['polyglot: HTML behind a PNG', async () => Buffer.concat([await pngOf(), Buffer.from(HTML)]), 415],
  ['polyglot: HTML in a PNG’s text', async () => withChunk(await pngOf(), 'tEXt', Buffer.from(`Comment\0${HTML}`)), 415],
  ['polyglot: a JPEG behind HTML', async () => Buffer.concat([Buffer.from(HTML), await jpegOf()]), 415],
  ['two pictures in one file', async () => Buffer.concat([await jpegOf(), await jpegOf(32)]), 415],
  ['truncated JPEG', async () => (await jpegOf(400)).subarray(0, 900), 415],
  ['truncated JPEG with its end put back', async () => Buffer.concat([(await jpegOf(400)).subarray(0, 900), Buffer.from([0xff, 0xd9])]), 415],
  ['truncated PNG', async () => (await pngOf()).subarray(0, 70), 415],
  ['animated GIF', () => frames(3), 415],
  ['GIF under a photo’s name and type', async () => await grey(9, 9).gif().toBuffer(), 415],
  [
    'animated WebP',
    async () =>
      await sharp(await frames(3), { animated: true })
        .webp({ loop: 0 })
        .toBuffer(),
    415,
  ],
  ['animated PNG', async () => withChunk(await pngOf(), 'acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])), 415],
  [
    'colour profile of 60 kB',
    async () => withSegment(await jpegOf(), 0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), Buffer.alloc(60_000)])),
    415,
  ],
  [
    'compressed colour profile that inflates to 9 MB',
    async () => withChunk(await pngOf(), 'iCCP', Buffer.concat([Buffer.from('p\0\0'), deflateSync(Buffer.alloc(9e6))])),
    415,
  ],
  ['Exif of 60 kB', async () => withSegment(await jpegOf(), 0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), Buffer.alloc(60_000)])), 415],
  ['Exif with a place', exifWithPlace, 415],
  ['progressive JPEG of 600 passes', async () => withScans(await grey(64, 64).jpeg({ progressive: true }).toBuffer(), 600), 415],
  ['too large: 1.2 MB', () => Buffer.alloc(1_200_000, 7), 413],
  ['zero-size', () => Buffer.alloc(0), 415],
  ['no image at all: PDF', () => Buffer.from(`%PDF-1.7\n${'x'.repeat(500)}\n%%EOF`), 415],
  ['no image at all: HEIC', () => Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(500)]), 415],
  ['no image at all: noise that begins like a JPEG', () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(800, 0x5a)]), 415],
];

/** Says its last pass again and again. */
function withScans(jpeg: Buffer, n: number): Buffer {
  const last = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = jpeg.subarray(last, jpeg.length - 2);
  return Buffer.concat([jpeg.subarray(0, last), ...Array.from({ length: n }, () => scan), jpeg.subarray(-2)]);
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex') as PhotoHash;
const at = (hash: string) => ({ params: Promise.resolve({ hash }) });
const send = (hash: string, bytes: Buffer) => putPhoto(request('PUT', 'image/jpeg', { body: bytes }), at(hash));
const read = (hash: string) => getPhoto(request('GET', '', {}), at(hash));

describe.each(databases())('photos at the door, on $name', (kind) => {
  let behind: Behind;
  /** A ticket that names these bytes: only then does the server look at them. */
  const named = async (...hashes: PhotoHash[]) => {
    const ticket = newTicket();
    await (await Device.ready(behind.school, MINA)).say(opening(ticket, { photos: hashes }));
    return ticket;
  };
  const kept = () => readdirSync(join(env().dataDir, 'photos'), { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).length;

  beforeAll(async () => {
    behind = await openBehind(kind);
    await enter(MINA);
    const good = await jpegOf(65);
    await named(sha256(good));
    expect((await send(sha256(good), good)).status).toBe(200);
  });
  afterAll(() => behind.close());

  test.each(HOSTILE)('refused: %s', async (_, make, status) => {
    const bytes = await make();
    const hash = sha256(bytes);
    const ticket = await named(hash);
    const before = kept();
    const began = process.cpuUsage();
    const said = await send(hash, bytes);
    const { user, system } = process.cpuUsage(began);
    expect([said.status, said.headers.get('content-type')]).toEqual([status, 'application/json']);
    expect((user + system) / 1000, 'ms of CPU').toBeLessThan(1_500);
    expect((await read(hash)).status).toBe(404);
    expect((await behind.school.head(ticket)).photos[0]?.stored).toBe(false);
    expect(kept(), 'nothing of it is on the disk').toBe(before);
  });

  test('[43] refused: wrong hash, and the right bytes are taken after it', async () => {
    const [bytes, others] = [await jpegOf(70), await jpegOf(71)];
    await named(sha256(bytes));
    expect((await send(sha256(bytes), others)).status).toBe(422);
    expect((await send(sha256(bytes), bytes)).status).toBe(200);
    expect((await send(sha256(bytes), bytes)).status).toBe(200);
  });

  test('taken: what canvases give, with the little that one maker’s encoder adds', async () => {
    const plain = await jpegOf(80);
    const apple = withSegment(withSegment(plain, 0xed, `Photoshop 3.0\0${'8BIM\x04\x04\0\0\0\0\0\0'}`), 0xe1, `Exif\0\0MM\0*${'\0'.repeat(66)}`);
    const files = [
      plain,
      apple,
      await grey(90, 40).jpeg({ progressive: true }).toBuffer(),
      await pngOf(91),
      await grey(92, 40).webp().toBuffer(),
      await grey(93, 40).webp({ lossless: true }).toBuffer(),
    ];
    for (const bytes of files) {
      await named(sha256(bytes));
      expect((await send(sha256(bytes), bytes)).status).toBe(200);
      expect(Buffer.from(await (await read(sha256(bytes))).arrayBuffer())).toEqual(bytes);
    }
  });

  test('a signed form as a PDF: where a form is asked for, pages and nothing else, and handed out as a file', async () => {
    const pdf = (inside: string) => Buffer.from(`%PDF-1.7\n${inside}\n%%EOF\n`, 'latin1');
    const bring = (bytes: Buffer) => putPhoto(request('PUT', 'application/pdf', { body: bytes }), at(sha256(bytes)));
    const form = pdf('x'.repeat(1_500_000));
    // Of a printer that does not print: a photo is wanted.
    const small = pdf('x');
    const elsewhere = await named(sha256(small));
    expect((await bring(small)).status).toBe(415);
    expect((await behind.school.head(elsewhere)).photos[0]).toMatchObject({ stored: false });
    const asks = async (...photos: PhotoHash[]) => {
      const ticket = newTicket();
      const access = { sense: 'open', resource: 'Paie', rights: 'read', from: '2026-11-24', until: null } as const;
      const about = { nature: 'service_request', category: 'request', symptom: 'access_right' } as const;
      await (await Device.ready(behind.school, MINA)).say(opening(ticket, { ...about, access, photos }));
      return ticket;
    };
    for (const inside of ['/S /JavaScript', '/S /Launch', '/Type /EmbeddedFile']) {
      const active = pdf(inside);
      await asks(sha256(active));
      expect((await bring(active)).status).toBe(415);
    }
    const heavy = pdf('x'.repeat(5_000_000));
    await asks(sha256(heavy));
    expect((await bring(heavy)).status).toBe(413);
    // A photo gets no larger by the name of a PDF.
    const noise = Buffer.concat([await jpegOf(), Buffer.alloc(1_100_000)]);
    await asks(sha256(noise));
    expect((await bring(noise)).status).toBe(413);

    const ticket = await asks(sha256(form));
    expect((await bring(form)).status).toBe(200);
    expect((await behind.school.head(ticket)).photos).toMatchObject([{ hash: sha256(form), stored: true, paper: true }]);
    const given = await read(sha256(form));
    expect(Object.fromEntries(given.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="formulaire.pdf"',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(Buffer.from(await given.arrayBuffer()).equals(form)).toBe(true);
    // Brought already, by the same person: known at once for what it is.
    expect((await behind.school.head(await asks(sha256(form)))).photos).toMatchObject([{ stored: true, paper: true }]);
  });

  test('read: for those who may see a ticket that holds it; nothing may sniff, run, show elsewhere or keep it', async () => {
    const bytes = await jpegOf(94);
    const hash = sha256(bytes);
    await named(hash);
    const absent = await read(hash);
    await send(hash, bytes);
    const { headers, status } = await read(hash);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'attachment; filename="photo.jpeg"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    await enter(behind.foreign);
    const forbidden = await read(hash);
    const told = async (r: Response) => [r.status, Object.fromEntries(r.headers), await r.text()];
    expect(await told(forbidden)).toEqual(await told(absent));
    const brought = await send(hash, bytes);
    expect([brought.status, await brought.json()]).toEqual([404, { error: 'unknown' }]);
    await enter(MINA);
  });
});
