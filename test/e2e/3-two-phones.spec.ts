/** Two people take the same ticket without a network: the first to reach the server has it, the other helps, and nobody loses a word. */
import { note, photo, take } from './harness/acts.ts';
import { photoOfFault } from './harness/pictures.ts';
import { expect, test } from './harness/scene.ts';

for (const database of ['sqlite', 'postgresql'] as const) {
  test(`deux téléphones prennent le même ticket hors ligne : l’un l’a, l’autre aide et sait pourquoi (${database})`, async ({ scene }) => {
    const house = await scene.house({ database });
    const [free] = await house.freeTickets();
    const id = free?.id ?? '';
    const [karim, mina] = [scene.phone(house), scene.phone(house)];
    for (const [phone, login] of [
      [karim, 'karim'],
      [mina, 'mina'],
    ] as const) {
      await phone.signIn(login, { next: `/tickets/${id}` });
      await phone.context.setOffline(true);
      await take(phone.page);
      await note(phone.page, `Mot de ${login}`);
      await photo(phone.page, await photoOfFault(login === 'karim' ? '#336655' : '#884422'));
      await expect(phone.page.locator('.tl .mark.phone')).toHaveCount(3);
    }
    expect(await house.ticket(id)).toMatchObject({ assignee: null });

    await karim.context.setOffline(false);
    await expect(karim.page.locator('.tl .mark.phone')).toHaveCount(0);
    await expect.poll(async () => (await house.ticket(id)).assignee).toBe(await house.person('karim'));

    await mina.context.setOffline(false);
    await expect(mina.page.getByRole('heading', { name: 'Karim Benali l’a pris avant vous' })).toBeVisible();
    await expect(mina.page.getByText(/^Déjà pris par Karim Benali à \d+\sh\s\d\d, pendant que vous étiez hors ligne\./)).toBeVisible();
    await expect(mina.page.getByText('Vous êtes en renfort : Karim voit ce que vous écrivez.')).toBeVisible();
    await expect(mina.page.getByText('Enregistré, Karim le voit')).toHaveCount(2);
    await mina.page.getByRole('button', { name: 'Rester en renfort' }).click();
    await expect(mina.title).toHaveText(`N° ${free?.number}`);

    // Both see what both wrote, and both photos.
    const stored = 'SELECT COUNT(*) AS n FROM "TicketPhoto" p JOIN "Photo" f ON f."hash" = p."hash" WHERE p."ticketId" = ?';
    await expect.poll(() => house.count(stored, id)).toBe(2);
    for (const { page } of [karim, mina]) {
      await page.reload();
      await expect(page.getByText('Mot de karim')).toBeVisible();
      await expect(page.getByText('Mot de mina')).toBeVisible();
      const photos = page.locator('.thumbs img');
      await expect(photos).toHaveCount(2);
      await expect.poll(() => photos.evaluateAll((all) => all.filter((img) => (img as HTMLImageElement).naturalWidth > 0).length)).toBe(2);
    }
    await expect(karim.page.getByText(/Mina Diallo l’a pris après vous\s: reste en renfort/)).toBeVisible();

    const minaId = await house.person('mina');
    expect((await house.events(id)).filter((e) => e.type === 'OwnershipTaken')).toEqual([
      { type: 'OwnershipTaken', by: await house.person('karim') },
    ]);
    expect((await house.events(id)).filter((e) => e.type === 'HelperJoined')).toEqual([{ type: 'HelperJoined', by: minaId }]);
    expect((await house.events(id)).filter((e) => e.type === 'NoteAdded')).toHaveLength(2);
  });
}
