/** A hotel's Wi-Fi answers in the server's place: that is no network, whatever its status says. */
import { note } from './harness/acts.ts';
import { expect, test } from './harness/scene.ts';

for (const [name, weather] of [
  ['une page en 200', 'portal'],
  ['une redirection en 302', 'redirect'],
] as const) {
  test(`portail captif, ${name} : rien n’est cru, rien n’est perdu, et la phrase le dit`, async ({ scene }) => {
    const house = await scene.house({ proxied: true });
    const { proxy } = house;
    if (proxy === null) throw new Error('no proxy');
    const [free] = await house.freeTickets();
    const phone = scene.phone(house);
    await phone.signIn('karim', { next: `/tickets/${free?.id}` });

    // The browser itself: the portal's page is no manifest, and its address is not ours to call.
    phone.forgive(/^Manifest: |portail\.exemple/);
    proxy.weather = () => weather;
    await note(phone.page, 'Derrière le portail');
    await phone.open('/');
    await expect(phone.page.getByText('Wi-Fi connecté mais fermé.')).toBeVisible();
    await expect(phone.page.getByText('Ouvrez sa page de connexion.')).toBeVisible();
    await expect(phone.page.getByText('1 à envoyer')).toBeVisible();
    await phone.open('/outbox');
    await expect(phone.page.locator('.row', { hasText: 'Sur ce téléphone' })).toHaveCount(1);
    await expect(phone.page.locator('main').getByText('Wi-Fi connecté mais fermé.')).toBeVisible();

    // Somebody accepted its conditions.
    proxy.weather = () => 'clear';
    await phone.page.getByRole('button', { name: 'Réessayer maintenant' }).click();
    await expect(phone.page.locator('.row', { hasText: 'Sur ce téléphone' })).toHaveCount(0);
    await expect(phone.page.locator(`a[href="/tickets/${free?.id}"]`).getByText(/^Enregistré n°/)).toBeVisible();
  });
}
