/** A trouble told on a telephone: the letter with the number, its button, the answer that it asks for; and what the office sees of it. */
import type { Page } from '@playwright/test';
import { startSmtp } from '#test/mail/smtp.ts';
import { take } from './harness/acts.ts';
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

/** The verb at the thumb, until it is done. */
async function mend(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Commencer', exact: true }).click();
  await page.getByRole('button', { name: 'Résoudre', exact: true }).click();
  const sheet = page.locator('dialog[open]');
  await sheet.locator('textarea').fill(text);
  await sheet.locator('button[type=submit]').click();
  await expect(sheet).toHaveCount(0);
}

const CLAIRE = 'claire.roy@demo.example';

test('la confirmation part avec le numéro, une fois reçue par le serveur ; son bouton ouvre le ticket', async ({ scene }) => {
  const smtp = await startSmtp();
  try {
    const house = await scene.house({ settings: { SMTP_URL: `${smtp.url}?tls=any`, MAIL_FROM: 'Relais <relais@demo.example>' } });
    const phone = scene.phone(house);
    await phone.signIn('claire');
    const { page } = phone;
    await phone.context.setOffline(true);
    await phone.open('/new');
    await page.getByRole('radio', { name: /^Quelque chose ne marche plus/ }).check({ force: true });
    await page.getByRole('radio', { name: 'Affichage', exact: true }).check({ force: true });
    await page.getByLabel('Précisions').fill('Le vidéoprojecteur <b>clignote</b> depuis ce matin.');
    await page.getByRole('button', { name: 'Signaler', exact: true }).click();
    await expect(phone.title).toHaveText(/^P-[0-9A-F]{6}$/);
    const path = new URL(page.url()).pathname;
    expect(smtp.letters).toHaveLength(0);

    await phone.context.setOffline(false);
    await expect.poll(() => smtp.to(CLAIRE).length, { timeout: 30_000 }).toBe(1);
    const { number } = await house.row<{ number: string }>('SELECT "number" FROM "Ticket" WHERE "id" = ?', path.replace('/tickets/', ''));
    const [letter] = smtp.to(CLAIRE);
    expect(letter?.headers.get('subject')).toContain(`[${number}]`);
    expect(letter?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(letter?.text).toContain(number);
    const paper = await phone.context.newPage();
    await paper.setContent(letter?.html ?? '');
    await expect(paper.getByText('Le vidéoprojecteur <b>clignote</b> depuis ce matin.')).toBeVisible();
    const button = paper.getByRole('link', { name: 'Ouvrir le ticket' });
    const target = await button.getAttribute('href');
    expect(target).toBe(`${house.url}${path}`);
    const eye = new Eye();
    await eye.look(paper, 'the letter');
    expect(eye.found).toEqual([]);
    await paper.emulateMedia({ colorScheme: 'light' });
    await paper.screenshot({ path: 'test-results/phone-letter.png', fullPage: true });
    await paper.goto(target ?? '');
    await expect(paper.locator('h1').first()).toContainText(number);
    await paper.close();

    // Taken and mended: one letter, which asks.
    const karim = scene.phone(house);
    await karim.signIn('karim', { next: path });
    await take(karim.page);
    await mend(karim.page, 'Câble rebranché, image revenue.');
    await expect.poll(() => smtp.to(CLAIRE).at(-1)?.text ?? '', { timeout: 30_000 }).toContain('Oui, c’est réparé');
    const paper2 = await phone.context.newPage();
    await paper2.setContent(smtp.to(CLAIRE).at(-1)?.html ?? '');
    await expect(paper2.getByRole('link', { name: 'Non, ça ne marche toujours pas' })).toBeVisible();
    await paper2.screenshot({ path: 'test-results/phone-letter-resolved.png', fullPage: true });
    await paper2.emulateMedia({ colorScheme: 'dark' });
    await paper2.screenshot({ path: 'test-results/phone-letter-dark.png', fullPage: true });
    // "No" opens its form, in whose words it was asked, and does nothing by itself.
    await paper2.goto((await paper2.getByRole('link', { name: 'Non, ça ne marche toujours pas' }).getAttribute('href')) ?? '');
    await expect(paper2.locator('dialog[open] textarea')).toBeVisible();
    await expect(paper2).toHaveURL(`${house.url}${path}`);
    expect(await house.count(`SELECT COUNT(*) AS n FROM "Event" WHERE type = 'TicketReopened'`)).toBe(0);
    await paper2.screenshot({ path: 'test-results/phone-letter-no.png' });
  } finally {
    await smtp.close();
  }
});

test('le bureau voit chaque mail : l’adresse refusée, la réponse du serveur, et l’envoie de nouveau', async ({ scene }) => {
  const smtp = await startSmtp();
  smtp.manner = (to) => (to === CLAIRE ? { rcpt: '550 5.1.1 no such user' } : 'take');
  try {
    const house = await scene.house({ settings: { SMTP_URL: `${smtp.url}?tls=any` } });
    const phone = scene.phone(house);
    await phone.signIn('claire');
    await phone.open('/new');
    await phone.page.getByRole('radio', { name: /^Quelque chose ne marche plus/ }).check({ force: true });
    await phone.page.getByRole('radio', { name: 'Affichage', exact: true }).check({ force: true });
    await phone.page.getByLabel('Précisions').fill('Écran noir.');
    await phone.page.getByRole('button', { name: 'Signaler', exact: true }).click();
    await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Mail" WHERE "state" = \'refused\''), { timeout: 30_000 }).toBe(1);

    const office = scene.phone(house);
    await office.signIn('admin');
    const { page } = office;
    await office.open('/admin/people');
    await expect(page.getByText(/^adresse refusée/)).toBeVisible();
    await page.getByRole('button', { name: 'Adresse mail, Claire Roy' }).click();
    await page.getByRole('textbox', { name: 'Adresse mail' }).first().fill('claire.neuve@demo.example');
    await page.getByRole('button', { name: 'Garder cette adresse' }).click();
    await expect(page.getByText('claire.neuve@demo.example')).toBeVisible();

    await office.open('/admin/mail');
    const line = page.getByRole('listitem').filter({ hasText: CLAIRE });
    await expect(line.getByText('Adresse refusée')).toBeVisible();
    await expect(line.getByText(/550 5\.1\.1 no such user/)).toBeVisible();
    await line.getByRole('button', { name: /^Lire/ }).click();
    await expect(line.getByText('Écran noir.')).toBeVisible();
    const eye = new Eye('fr', ['Relais']);
    await eye.look(page, '/admin/mail');
    await page.screenshot({ path: 'test-results/phone-admin-mail.png', fullPage: true });
    await page.setViewportSize({ width: 1440, height: 900 });
    await eye.judgeAsItStands(page, '/admin/mail at 1440 px');
    await page.screenshot({ path: 'test-results/desk-admin-mail.png' });
    expect(eye.found).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await line.getByRole('button', { name: /^Envoyer de nouveau/ }).click();
    await expect.poll(() => smtp.to('claire.neuve@demo.example').length, { timeout: 15_000 }).toBe(1);
  } finally {
    await smtp.close();
  }
});
