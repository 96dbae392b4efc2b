/**
 * The French guide of the first day, followed word by word on an empty installation: what it prints in bold is what is pressed, filled or read
 * here, and nothing else is.
 */
import { readFileSync } from 'node:fs';
import type { StickerCode } from '#domain/ids.ts';
import { formatCode } from '#domain/sticker.ts';
import { freePort } from '#test/postgres.ts';
import { startServer } from '#test/server.ts';
import { builtProject } from './harness/project.ts';
import { expect, test } from './harness/scene.ts';
import { select } from './harness/tables.ts';

const DESK = { isDesktop: true, viewport: { width: 1440, height: 900 } } as const;
const PASSWORD = 'tilleul lac gare cartable';

/** A step of the guide: its words in bold, each of which has to be met. */
class Step {
  readonly #left: Set<string>;
  readonly #all: ReadonlySet<string>;

  constructor(text: string) {
    // A line of the file may end within a word of the screen.
    this.#all = new Set([...text.replace(/\s+/g, ' ').matchAll(/\*\*(.+?)\*\*/g)].map((m) => m[1] ?? ''));
    this.#left = new Set(this.#all);
  }

  /** @returns the same word, which the guide has told at this step */
  says(word: string): string {
    expect([...this.#all]).toContain(word);
    this.#left.delete(word);
    return word;
  }

  isDone(): void {
    expect([...this.#left], 'told by the guide, and not met on the way').toEqual([]);
  }
}

const guide = readFileSync('docs/guide-premier-jour.md', 'utf8');
const steps = guide.split(/^## \d+\. .*$/m).map((text) => new Step(text));

test('d’une installation vide au premier scan, par le guide seul', async ({ scene }) => {
  test.setTimeout(180_000);
  const port = String(await freePort());
  const server = await startServer({ project: builtProject(), settings: { PUBLIC_URL: 'https://relais.example.fr', PORT: port } });
  // The proxy's address is printed; here one speaks to the server itself.
  const url = `http://localhost:${port}`;
  const link = /\/welcome\S+/.exec(server.output())?.[0] ?? '';
  try {
    const desk = scene.phone({ url }, DESK);
    const [, , welcome, schools, fleet, stickers, people, scan] = steps;
    if (!welcome || !schools || !fleet || !stickers || !people || !scan) throw new Error('the guide has lost a step');

    await desk.open(link);
    const { page } = desk;
    await expect(page.getByRole('heading', { name: welcome.says('Bienvenue') })).toBeVisible();
    await page.getByLabel(welcome.says('Nom de votre organisation')).fill('Groupement du Lac');
    await page.getByLabel(welcome.says('Prénom')).fill('Anne');
    await page.getByLabel(welcome.says('Nom'), { exact: true }).fill('Berger');
    await page.getByLabel(welcome.says('Identifiant ou adresse mail')).fill('anne');
    await page.getByLabel(welcome.says('Choisissez un mot de passe')).fill(PASSWORD);
    await page.getByRole('button', { name: welcome.says('Créer le compte') }).click();
    await page.waitForURL('**/admin/sites');
    welcome.isDone();

    await page.getByRole('link', { name: schools.says('Imports') }).click();
    await expect(page.getByText(schools.says('Choisir des fichiers'))).toBeVisible();
    await page.locator('input[type=file]').setInputFiles('test/fixtures/imports/annuaire.csv');
    await expect(page.getByText(schools.says('Annuaire des établissements')).first()).toBeVisible();
    await expect(page.getByText(schools.says('Rien n’est encore écrit.'))).toBeVisible();
    await page.getByRole('button', { name: schools.says('Écrire 3 lignes') }).click();
    await expect(page.getByText(/^3 créations/)).toBeVisible();
    schools.isDone();

    await page.getByRole('button', { name: fleet.says('Tous les imports') }).click();
    await page.getByLabel(fleet.says('Établissement des lignes qui n’en nomment pas')).selectOption({ label: 'Collège Simone Veil, Valmont' });
    await expect(page.getByText(fleet.says('Choisir des fichiers'))).toBeVisible();
    await page.locator('input[type=file]').setInputFiles('test/fixtures/imports/glpi-fr-bom.csv');
    for (const word of ['À corriger', 'À savoir']) await expect(page.getByText(fleet.says(word)).first()).toBeVisible();
    await page.getByRole('button', { name: fleet.says('Écrire 5 lignes, laisser 2') }).click();
    await expect(page.getByText(/^5 créations/)).toBeVisible();
    fleet.isDone();

    await page.getByRole('link', { name: stickers.says('Autocollants') }).click();
    await page.getByLabel(stickers.says('Établissement'), { exact: true }).first().selectOption({ label: 'Collège Simone Veil' });
    await page.getByRole('button', { name: stickers.says('Créer 4 étiquettes') }).click();
    await expect(page.getByLabel(stickers.says('Planche ou rouleau'))).toBeVisible();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: stickers.says('Fichier PDF') }).click()]);
    expect(
      readFileSync(await file.path())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    stickers.isDone();

    await page.getByRole('link', { name: people.says('Personnes') }).click();
    let password = '';
    for (let i = 1; i <= 10; i += 1) {
      await page.getByLabel(people.says('Prénom')).fill(`Camille ${i}`);
      await page.getByLabel(people.says('Nom'), { exact: true }).fill('Petit');
      await page.getByLabel(people.says('Identifiant'), { exact: true }).fill(`camille${i}`);
      await page
        .getByLabel(people.says('Rôle'), { exact: true })
        .selectOption({ label: i <= 2 ? 'Correspondant informatique, niveau 1' : 'Demandeur' });
      await page.getByLabel(people.says('Où ?')).selectOption({ label: 'Collège Simone Veil' });
      await page.getByRole('button', { name: people.says('Créer le compte') }).click();
      await expect(page.getByText(`Mot de passe de Camille ${i} Petit`)).toBeVisible();
      if (i === 1) password = (await page.locator('.officepassword').first().textContent()) ?? '';
    }
    people.isDone();

    const phone = scene.phone({ url });
    await phone.open('/signin');
    await phone.page.getByLabel(scan.says('Identifiant ou adresse mail')).fill('camille1');
    await phone.page.getByLabel(scan.says('Mot de passe'), { exact: true }).fill(password);
    await phone.page.getByRole('button', { name: scan.says('Se connecter'), exact: true }).click();
    const [sticker] = await select<{ code: string }>(`file:${server.dataDir}/relais.db`, 'SELECT code FROM "Sticker" ORDER BY code LIMIT 1', []);
    await phone.page
      .getByRole('link', { name: scan.says('Scanner') })
      .first()
      .click();
    await phone.page.getByLabel(scan.says('Code de l’autocollant')).fill(formatCode(sticker?.code as StickerCode));
    await phone.page.getByRole('button', { name: scan.says('Chercher ce code') }).click();
    await expect(phone.page.getByText(scan.says('Reconnu'))).toBeVisible();
    await expect(phone.page.getByRole('link', { name: scan.says('Ouvrir un ticket') })).toBeVisible();
    scan.isDone();
    // What it would still fetch is not to be missed from a server that has stopped.
    await phone.page.close();
  } finally {
    await server.stop();
  }
});
