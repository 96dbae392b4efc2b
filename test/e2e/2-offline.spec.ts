/** The network is cut, the browser closed and opened again: everything opens, and what is done waits until it can leave. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StickerCode } from '#domain/ids.ts';
import { formatCode } from '#domain/sticker.ts';
import type { House } from './harness/house.ts';
import type { Phone } from './harness/phone.ts';
import { filmOfSticker, photoOfFault, photoOfSticker } from './harness/pictures.ts';
import { outOfPower } from './harness/power.ts';
import { expect, test } from './harness/scene.ts';

/** Each of these is a first load of its address, without a server. */
async function everythingOpens(phone: Phone, known: { ticket: string; number: string; code: string }): Promise<void> {
  const titles: [string, string | RegExp][] = [
    ['/', 'Aujourd’hui'],
    ['/tickets', 'Tickets'],
    [`/tickets/${known.ticket}`, `N° ${known.number}`],
    [`/a/${known.code}`, 'Équipement'],
    ['/outbox', 'À envoyer'],
    ['/scan', 'Scanner'],
  ];
  for (const [path, title] of titles) {
    await phone.open(path);
    await expect(phone.title, path).toHaveText(title);
  }
}

async function scanned(phone: Phone): Promise<void> {
  const { page } = phone;
  await expect(page.getByText('Reconnu')).toBeVisible();
  await expect(page.getByText('Déjà signalé')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Prendre ce ticket' })).toBeVisible();
}

/** The same sticker read in the three ways of the screen. */
async function scansThreeWays(phone: Phone, house: House, code: string): Promise<void> {
  const { page } = phone;
  await phone.open('/scan');
  await scanned(phone);
  await page.getByRole('button', { name: 'Scanner le suivant' }).click();

  await page.getByRole('button', { name: 'Taper le code' }).click();
  await page.getByLabel('Code de l’autocollant').fill(formatCode(code as StickerCode).toLowerCase());
  await page.getByRole('button', { name: 'Chercher ce code' }).click();
  await scanned(phone);

  await phone.open('/scan');
  await scanned(phone);
  await page.getByRole('button', { name: 'Scanner le suivant' }).click();
  await page.locator('input[type=file]').setInputFiles(await photoOfSticker(house.url, code));
  await scanned(phone);
}

for (const database of ['sqlite', 'postgresql'] as const) {
  test(`réseau coupé, navigateur fermé puis rouvert : tout s’ouvre, deux gestes attendent, survivent et partent seuls (${database})`, async ({
    scene,
  }) => {
    const house = await scene.house({ database });
    const thing = await house.asset({ withTicket: true });
    const other = await house.row<{ number: string }>('SELECT "number" FROM "Ticket" WHERE "id" = ?', thing.ticket ?? '');
    const phone = scene.phone(house, { camera: await filmOfSticker(house.url, thing.code) });
    await phone.signIn('karim');
    const karim = await house.person('karim');

    await house.stop();
    await phone.close();
    await everythingOpens(phone, { ticket: thing.ticket ?? '', number: other.number, code: thing.code });
    if (database === 'sqlite') await scansThreeWays(phone, house, thing.code);

    // A new ticket on what was scanned, with a photo.
    await phone.open('/scan');
    await phone.page.getByRole('link', { name: 'Autre panne' }).click();
    await phone.page.locator('input[name=symptom] >> nth=0').check({ force: true });
    await phone.page.getByLabel('Précisions').fill('Le câble est arraché, voir la photo.');
    await phone.page.getByTestId('photo').setInputFiles(await photoOfFault());
    await expect(phone.page.getByRole('button', { name: 'Retirer la photo 1' })).toBeVisible();
    await phone.page.getByRole('button', { name: 'Ouvrir le ticket' }).click();
    await expect(phone.title).toHaveText(/^P-[0-9A-F]{6}$/);
    await expect(phone.page.locator('.mark.phone').first()).toHaveText('Sur ce téléphone');
    const mine = new URL(phone.page.url()).pathname.replace('/tickets/', '');

    // The other one is taken; the power goes the moment it is confirmed.
    await phone.open('/scan');
    await phone.page.getByRole('button', { name: 'Prendre ce ticket' }).click();
    await expect(phone.page).toHaveURL(`/tickets/${thing.ticket}`);
    await expect(phone.page.locator('.tl .mark.phone').first()).toHaveText('Sur ce téléphone');
    await outOfPower(phone, '/outbox');

    const waiting = phone.page.locator('.row', { hasText: 'Sur ce téléphone' });
    await expect(waiting).toHaveCount(2);
    await expect(waiting.filter({ hasText: /Nouveau ticket\s: .*1 photo/ })).toHaveCount(1);
    await expect(waiting.filter({ hasText: /Prendre en charge «\s/ })).toHaveCount(1);
    const before = await phone.page.getByText(/^Enregistré n°\s/).count();

    // Nobody taps anything from here on.
    await house.start();
    const saved = (ticket: string) => phone.page.locator(`a[href="/tickets/${ticket}"]`).getByText(/^Enregistré n°\s\d{4}-\d{5}$/);
    await expect(saved(mine)).toBeVisible({ timeout: 45_000 });
    await expect(saved(thing.ticket ?? '')).toBeVisible();
    await expect(phone.page.getByText(/^Enregistré n°\s/)).toHaveCount(before + 2);
    await expect(waiting).toHaveCount(0);

    const opened = await house.ticket(mine);
    expect(opened).toMatchObject({ status: 'new', assignee: null });
    expect(await house.ticket(thing.ticket ?? '')).toMatchObject({ status: 'taken', assignee: karim });
    expect(
      await house.count('SELECT COUNT(*) AS n FROM "Ticket" WHERE "assetId" = ? AND "requesterId" = ? AND "id" >= ?', thing.id, karim, mine),
    ).toBe(1);
    const story = (await house.events(mine)).map((e) => e.type);
    expect(story.filter((t) => t === 'TicketOpened')).toHaveLength(1);
    expect((await house.events(thing.ticket ?? '')).filter((e) => e.type === 'OwnershipTaken' && e.by === karim)).toHaveLength(1);

    // The photo's bytes are in the house, and a colleague sees them.
    const { hash } = await house.row<{ hash: string }>('SELECT "hash" FROM "TicketPhoto" WHERE "ticketId" = ?', mine);
    const file = join(house.dataDir, 'photos', hash.slice(0, 2), hash);
    await expect.poll(() => existsSync(file)).toBe(true);
    expect(readFileSync(file).toString('latin1')).not.toContain('SECRET');
    const colleague = scene.phone(house);
    await colleague.signIn('mina', { next: `/tickets/${mine}` });
    await expect(colleague.title).toHaveText(`N° ${opened.number}`);
    const photo = colleague.page.locator(`img[data-hash="${hash}"]`);
    await expect(photo).toBeVisible();
    await expect.poll(() => photo.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(800);
  });
}
