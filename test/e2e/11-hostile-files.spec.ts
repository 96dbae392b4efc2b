/** What is not a photo is refused in a sentence, on the phone and at the server's door. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { uuidv7 } from '#domain/ids.ts';
import { photoOfFault } from './harness/pictures.ts';
import { expect, test } from './harness/scene.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

test('un fichier piégé n’est jamais gardé comme photo', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: false });
  const phone = scene.phone(house);
  await phone.signIn('karim');
  await phone.open(`/new?asset=${thing.id}`);
  const page = phone.page;
  const jpeg = readFileSync(await photoOfFault());
  const isNone = 'Ce fichier n’est pas une photo.';
  const isBad = 'Cette photo n’a pas pu être lue. Prenez-en une autre.';
  const isHeic = 'Ce navigateur ne lit pas les photos HEIC. Reprenez-la d’ici, ou choisissez un JPEG.';
  const heic = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(4000, 1)]);
  for (const [name, buffer, sentence] of [
    ['page.jpg', Buffer.from('<!doctype html><script>alert(1)</script>'), isNone],
    ['dessin.jpg', Buffer.from(SVG), isNone],
    ['coupee.jpg', jpeg.subarray(0, 300), isBad],
    ['vide.jpg', Buffer.alloc(0), isNone],
    ['facture.jpg', Buffer.from('%PDF-1.7\n1 0 obj'), isNone],
    ['IMG_0001.HEIC', heic, isHeic],
  ] as const) {
    await page.getByTestId('photo').setInputFiles({ name, mimeType: 'image/jpeg', buffer });
    await expect(page.getByText(sentence), name).toBeVisible();
    await expect(page.locator('.thumb'), name).toHaveCount(0);
    // A good one after it is taken, and the sentence goes.
    await page.getByTestId('photo').setInputFiles({ name: 'bonne.jpg', mimeType: 'image/jpeg', buffer: jpeg });
    await expect(page.locator('.thumb'), name).toHaveCount(1);
    await expect(page.getByText(sentence), name).toHaveCount(0);
    await page.getByRole('button', { name: 'Retirer la photo 1' }).click();
  }

  // Around the phone: a ticket that names the bytes of something else, and those bytes sent under the right name.
  const hostile = Buffer.from(SVG);
  const hash = createHash('sha256').update(hostile).digest('hex');
  await page.getByLabel('Précisions').fill('Sans photo');
  await page.getByRole('button', { name: 'Ouvrir le ticket' }).click();
  await expect(phone.title).toHaveText(/^N°/);
  const ticket = new URL(page.url()).pathname.replace('/tickets/', '');
  const { origin } = await house.row<{ origin: string }>('SELECT "origin" FROM "Event" WHERE "ticketId" = ? AND "type" = ?', ticket, 'TicketOpened');
  expect(origin).not.toBe('');
  const said = await page.evaluate(
    async ({ id, name, bytes, fresh }) => {
      const body = { protocol: 1, origin: fresh, epoch: null, since: 0, settled: 0, page: null, entries: [] };
      const type = 'application/vnd.relais.sync+json';
      const ask = (more: object) =>
        fetch('/api/sync', { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify({ ...body, ...more }) });
      const { epoch, cursor } = (await (await ask({})).json()) as { epoch: string; cursor: number };
      const command = { type: 'attach', v: 1, ticket: id, hash: name };
      await ask({ epoch, since: cursor, entries: [{ seq: 1, at: Date.now(), offset: 0, command }] });
      const put = await fetch(`/api/photos/${name}`, { method: 'PUT', headers: { 'content-type': 'image/jpeg' }, body: bytes });
      return { status: put.status, get: (await fetch(`/api/photos/${name}`)).status };
    },
    {
      id: ticket,
      name: hash,
      bytes: SVG,
      fresh: uuidv7(
        Date.now(),
        Uint8Array.from({ length: 10 }, (_, i) => i * 7),
      ),
    },
  );
  expect(said).toEqual({ status: 415, get: 404 });
});
