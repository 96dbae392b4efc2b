/** What people do on the screens of a ticket, by the words they read. */
import type { Page } from '@playwright/test';
import type { Phone } from './phone.ts';
import { expect } from './scene.ts';

/** What does not work, by its first symptom. @returns the ticket's id */
export async function report(phone: Phone, asset: string): Promise<string> {
  await phone.open(`/new?asset=${asset}`);
  await phone.page.locator('input[name=symptom] >> nth=0').check({ force: true });
  await phone.page.locator('button[form=new-ticket]').click();
  await expect(phone.title).toHaveText(/^N°/);
  return new URL(phone.page.url()).pathname.replace('/tickets/', '');
}

/** The verb at the thumb. */
export async function take(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Prendre', exact: true }).click();
  await expect(page.getByText('C’est à vous')).toBeVisible();
}

export async function note(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  const sheet = page.locator('dialog[open]');
  await sheet.getByLabel('Votre note').fill(text);
  await sheet.locator('button[type=submit]').click();
  await expect(sheet).toHaveCount(0);
}

export async function photo(page: Page, file: string): Promise<void> {
  const sheet = await other(page, 'Ajouter une photo');
  await sheet.locator('input[type=file]').setInputFiles(file);
  await expect(sheet).toHaveCount(0);
}

/** "Autres", then one of its verbs: the sheet of that verb. */
export async function other(page: Page, verb: string): Promise<ReturnType<Page['locator']>> {
  await page.getByRole('button', { name: 'Autres' }).click();
  const sheet = page.locator('dialog[open]');
  await sheet.getByRole('button', { name: verb }).click();
  return sheet;
}

/** Passes the baton on, for the first reason offered. */
export async function pass(page: Page, verb: string, text: string): Promise<void> {
  const sheet = await other(page, verb);
  await sheet.locator('input[name=reason]').first().check({ force: true });
  await sheet.getByLabel('Précisions').fill(text);
  await sheet.locator('button[type=submit]').click();
  await expect(sheet).toHaveCount(0);
}
