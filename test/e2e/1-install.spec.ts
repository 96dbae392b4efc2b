/** The app installs on a phone, and every page carries its policy. */
import sharp from 'sharp';
import { expect, test } from './harness/scene.ts';

type Manifest = {
  name: string;
  display: string;
  icons: { src: string; sizes: string; purpose: string }[];
  shortcuts: { name: string; url: string; icons: { src: string; sizes: string }[] }[];
};

test('s’installe : manifeste, icônes, raccourcis, aucune raison de refuser', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  await phone.signIn('karim');
  const session = await phone.context.newCDPSession(phone.page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);

  const { errors, url } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = (await (await fetch(url)).json()) as Manifest;
  expect(manifest).toMatchObject({ name: 'Relais', display: 'standalone' });
  expect(manifest.shortcuts.map(({ name, url: address }) => [name, address])).toEqual([
    ['Scanner', '/scan'],
    ['Nouveau ticket', '/new'],
  ]);
  const icons = [...manifest.icons, ...manifest.shortcuts.flatMap((s) => s.icons)];
  expect(manifest.icons.filter((i) => i.purpose === 'maskable').map((i) => i.sizes)).toEqual(['192x192', '512x512']);
  for (const { src, sizes } of icons) {
    const answer = await fetch(new URL(src, house.url));
    const { format, width, height } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect([src, answer.headers.get('content-type'), format, `${width}x${height}`]).toEqual([src, 'image/png', 'png', sizes]);
  }

  // A maskable icon may lose everything outside the middle 80 %: its corners are background.
  const maskable = manifest.icons.find((i) => i.purpose === 'maskable' && i.sizes === '512x512');
  const pixels = await sharp(Buffer.from(await (await fetch(new URL(maskable?.src ?? '', house.url))).arrayBuffer()))
    .ensureAlpha()
    .raw()
    .toBuffer();
  const at = (x: number, y: number) => [...pixels.subarray((y * 512 + x) * 4, (y * 512 + x) * 4 + 4)];
  expect(at(2, 2)).toEqual(at(509, 509));
  expect(at(2, 2)[3]).toBe(255);
});

test('chaque page porte sa politique, et rien ne la viole', async ({ scene }) => {
  const house = await scene.house();
  const desk = scene.phone(house, { isDesktop: true, viewport: { width: 1280, height: 900 } });
  const thing = await house.asset({ withTicket: true });
  await desk.prepare(`addEventListener('securitypolicyviolation', (e) => console.error('violation: ' + e.violatedDirective + ' ' + e.blockedURI));`);
  await desk.signIn('admin');
  const pages = [
    '/',
    '/tickets',
    `/tickets/${thing.ticket}`,
    `/a/${thing.code}`,
    `/assets/${thing.id}`,
    '/new',
    '/scan',
    '/outbox',
    '/rooms',
    '/me',
    '/alerts',
    '/sites',
    '/how',
    '/down',
    '/trial',
    '/account',
    '/nowhere',
    '/signin',
    '/welcome',
    '/admin/people',
    '/admin/sites',
    '/admin/labels',
  ];
  for (const path of pages) {
    const answer = await desk.page.goto(path);
    const policy = answer?.headers()['content-security-policy'] ?? '';
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).not.toContain('unsafe-inline');
    await expect(desk.page.locator('h1').first(), path).toBeVisible();
    // The same address from the server, past the worker.
    const direct = await fetch(new URL(path, house.url), { redirect: 'manual' });
    expect(direct.headers.get('content-security-policy'), path).toContain("default-src 'none'");
  }
  expect(desk.faults).toEqual([]);
});
