/** The organisation's account: a scanned sticker, the portal, and back on the thing; a week-end without a network; the portal's sign-out. */
import { startCas } from '#test/sso/cas.ts';
import { startIdp } from '#test/sso/idp.ts';
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

test('l’autocollant scanné survit au portail OpenID Connect ; hors ligne on lit ; la fin au portail ferme la session', async ({ scene }) => {
  const [idp, cas] = [await startIdp(), await startCas()];
  try {
    const settings = { OIDC_ISSUER: idp.issuer, OIDC_CLIENT_ID: idp.clientId, OIDC_CLIENT_SECRET: idp.clientSecret, CAS_URL: cas.url };
    const house = await scene.house({ settings });
    idp.serve(house.url);
    const { code, uai } = await house.row<{ code: string; uai: string }>(
      'SELECT t."code" AS code, s."uai" AS uai FROM "Sticker" t JOIN "Site" s ON s."id" = t."siteId" WHERE t."assetId" IS NOT NULL',
    );

    // The office sets the button and the rules.
    const admin = scene.phone(house, { viewport: { width: 1440, height: 900 }, isDesktop: true });
    await admin.signIn('admin');
    await admin.open('/admin/sign-in');
    const { page: desk } = admin;
    await desk.getByLabel('Bouton OpenID Connect').fill('Compte de la région');
    await desk.getByLabel('Bouton CAS').fill('Mon ENT');
    await desk.getByRole('checkbox', { name: /^Créer le compte/ }).check();
    await desk.getByLabel('Attribut', { exact: true }).fill('groups');
    await desk.getByLabel(/^Valeur/).fill('/correspondants');
    await desk.getByLabel(/^Attribut des codes UAI/).fill('ENTPersonStructRattachUAI');
    await desk.getByRole('button', { name: 'Ajouter cette règle' }).click();
    await desk.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await expect(desk.getByText('Enregistré.')).toBeVisible();
    const eye = new Eye();
    await eye.look(desk, 'how people sign in');
    await desk.screenshot({ path: 'test-results/desk-sign-in.png', fullPage: true });

    idp.account = {
      sub: 'f:1:nadia',
      claims: {
        ...{ preferred_username: 'nadia.k', given_name: 'Nadia', family_name: 'Kaci', groups: ['/correspondants'] },
        ENTPersonStructRattachUAI: [uai],
      },
    };
    const phone = scene.phone(house);
    await phone.open(`/signin?next=${encodeURIComponent(`/a/${code}`)}`);
    const { page } = phone;
    await expect(page.getByRole('link', { name: 'Mon ENT' })).toBeVisible();
    await eye.look(page, 'the door');
    await page.screenshot({ path: 'test-results/phone-portals.png' });
    await page.getByRole('link', { name: 'Compte de la région' }).click();
    await page.waitForURL((url) => url.pathname === `/a/${code}`, { timeout: 20_000 });
    await phone.isLoaded();
    await phone.isInstalled();
    expect(eye.found).toEqual([]);

    await phone.context.setOffline(true);
    await phone.open('/rooms');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await phone.context.setOffline(false);

    // At the portal, on the same browser: signed out there, and so here.
    await page.goto(`${idp.issuer}/session/end`);
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await expect.poll(async () => (await phone.context.request.get(`${house.url}/api/me`)).status(), { timeout: 15_000 }).toBe(401);

    // By CAS, somebody whom nobody gave a role: refused in words, and the password is still there.
    cas.user = { user: 'inconnu', attributes: { givenName: 'Ina' } };
    await phone.open('/signin');
    await page.getByRole('link', { name: 'Mon ENT' }).click();
    await expect(page.getByText('Ce compte n’est pas connu de Relais.')).toBeVisible();
    await phone.enter('mina');
    await expect(page).toHaveURL('/');
  } finally {
    await Promise.all([idp.close(), cas.close()]);
  }
});
