/** The browser's side of the house: what the policy forbids is never tried in normal use, and what people type is text, wherever it is shown. */
import { HOSTILE } from '#test/hostile.ts';
import { freePort } from '#test/postgres.ts';
import { note } from './harness/acts.ts';
import type { Phone } from './harness/phone.ts';
import { expect, test } from './harness/scene.ts';
import { startSecure } from './harness/secure.ts';
import { change } from './harness/tables.ts';

test.setTimeout(150_000);

const WATCH = `{
  window.violated = [];
  window.ran = 0;
  addEventListener('securitypolicyviolation', (event) => window.violated.push(event.effectiveDirective + ' ' + event.blockedURI));
  window.alert = window.confirm = window.prompt = () => { window.ran += 1; };
}`;
type Watched = { violated: string[]; ran: number };
const watched = (phone: Phone) =>
  phone.page.evaluate(() => ({ violated: (window as unknown as Watched).violated, ran: (window as unknown as Watched).ran }));

test('en usage normal, aucune page ne tente ce que sa règle interdit', async ({ scene }) => {
  const house = await scene.house();
  const reports = () => house.count(`SELECT COUNT(*) AS n FROM "SecurityEvent" WHERE kind = 'csp'`);
  const [free] = await house.freeTickets();
  const phone = scene.phone(house);
  await phone.prepare(WATCH);
  await phone.signIn('karim');
  for (const path of ['/', '/tickets', `/tickets/${free?.id}`, '/new', '/scan', '/rooms', '/outbox', '/me', '/alerts', '/how']) {
    await phone.open(path);
    await expect(phone.title, path).toBeVisible();
    expect([path, await watched(phone)]).toEqual([path, { violated: [], ran: 0 }]);
  }
  const desk = scene.phone(house, { isDesktop: true, viewport: { width: 1440, height: 900 } });
  await desk.prepare(WATCH);
  await desk.signIn('admin');
  for (const path of [
    '/admin/sites',
    '/admin/people',
    '/admin/service',
    '/admin/labels',
    '/admin/mail',
    '/admin/oncall',
    '/admin/announcements',
    '/admin/register',
    '/tickets',
  ]) {
    await desk.open(path);
    await expect(desk.page.locator('h1, h2').first(), path).toBeVisible();
    expect([path, await watched(desk)]).toEqual([path, { violated: [], ran: 0 }]);
  }
  expect(await reports()).toBe(0);
});

test('un script étranger ne part pas, et le serveur l’apprend', async ({ scene }) => {
  const port = await freePort();
  const house = await scene.house({ settings: { PUBLIC_URL: `https://localhost:${port}` } });
  const end = await startSecure(port, Number(house.settings['PORT']));
  const reports = () => house.count(`SELECT COUNT(*) AS n FROM "SecurityEvent" WHERE kind = 'csp'`);
  const [free] = await house.freeTickets();
  // Chromium sends reports where background sync is permitted, as it is unless somebody forbids it; Playwright forbids what is not named.
  const phone = scene.phone(
    { url: `https://localhost:${port}` },
    { args: ['--ignore-certificate-errors', '--short-reporting-delay'], permissions: ['background-sync'] },
  );
  await phone.prepare(WATCH);
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  await expect(phone.title).toBeVisible();

  // What somebody would smuggle in does not run.
  phone.forgive(/Content Security Policy|Content-Security-Policy/);
  await phone.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran += 1';
    document.body.append(script);
    const image = document.createElement('img');
    image.setAttribute('onerror', 'window.ran += 1');
    image.src = '/nothing.png';
    document.body.append(image);
    const frame = document.createElement('iframe');
    frame.src = 'https://evil.example/';
    document.body.append(frame);
  });
  await expect.poll(async () => (await watched(phone)).violated.length).toBeGreaterThanOrEqual(2);
  expect((await watched(phone)).ran).toBe(0);
  // The browser tells by itself, over https only (Reporting API).
  await expect.poll(reports, { timeout: 30_000 }).toBeGreaterThan(0);
  const [told] = await house.rows<{ data: unknown }>(`SELECT CAST(data AS TEXT) AS data FROM "SecurityEvent" WHERE kind = 'csp' ORDER BY at, id`);
  expect(String(told?.data)).toMatch(/"page":"\/tickets\/:id"/);
  await end();
});

test('trente textes hostiles, partout où l’on écrit, sont du texte partout où on lit', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const all = await house.freeTickets();
  const phone = scene.phone(house);
  await phone.prepare(WATCH);
  // What the office wrote: sites, rooms, things, people, announcements.
  const ids = async (sql: string) => (await house.rows<{ id: string }>(sql)).map(({ id }) => id);
  const text = (i: number) => HOSTILE[i % HOSTILE.length]?.replace(/[\r\n]/g, ' ') ?? '';
  const rooms = await ids('SELECT id FROM "Room" ORDER BY id');
  const assets = await ids('SELECT id FROM "Asset" ORDER BY id LIMIT 90');
  await change(house.databaseUrl, [
    ...rooms.map((id, i) => ['UPDATE "Room" SET name = ?, version = version WHERE id = ?', text(i), id] as const),
    ...assets.map((id, i) => ['UPDATE "Asset" SET maker = ?, model = ?, serial = ? WHERE id = ?', text(i), text(i + 7), text(i + 13), id] as const),
    ['UPDATE "Person" SET "familyName" = ? WHERE login = ?', text(1), 'mina'],
    ['UPDATE "Site" SET city = ?', text(3)],
  ]);
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  // What colleagues write: all of them in one ticket, and one through the form.
  await note(phone.page, HOSTILE[1] ?? '');
  expect(HOSTILE).toHaveLength(30);
  for (const one of HOSTILE.slice(2, 8)) await note(phone.page, one);
  await expect
    .poll(() => house.count(`SELECT COUNT(*) AS n FROM "Event" WHERE "ticketId" = ? AND type = 'NoteAdded'`, free?.id ?? ''))
    .toBeGreaterThanOrEqual(7);
  for (const path of [
    `/tickets/${free?.id}`,
    '/tickets',
    '/rooms',
    `/rooms/${rooms[0]}`,
    `/assets/${assets[0]}`,
    '/',
    '/me',
    ...all.slice(0, 4).map(({ id }) => `/tickets/${id}`),
  ]) {
    await phone.open(path);
    await expect(phone.title, path).toBeVisible();
    await phone.page.waitForTimeout(150);
    expect([path, await watched(phone)]).toEqual([path, { violated: [], ran: 0 }]);
    const strange = await phone.page.evaluate(() =>
      [...document.querySelectorAll('a[href], img[src], iframe, script[src], base, meta[http-equiv], form[action]')]
        .map((one) => one.getAttribute('href') ?? one.getAttribute('src') ?? one.getAttribute('action') ?? one.outerHTML)
        .filter((to) => !/^(?:\/(?!\/)|#|tel:|mailto:|blob:|data:image\/)/.test(to)),
    );
    expect([path, strange]).toEqual([path, []]);
  }
  await phone.open(`/tickets/${free?.id}`);
  for (const one of HOSTILE.slice(1, 8)) await expect(phone.page.getByText(one, { exact: false }).first()).toBeAttached();
  const desk = scene.phone(house, { isDesktop: true, viewport: { width: 1440, height: 900 } });
  await desk.prepare(WATCH);
  await desk.signIn('admin');
  for (const path of ['/tickets', `/tickets/${free?.id}`, '/admin/sites', '/admin/people', '/admin/labels', '/admin/register', '/admin/mail']) {
    await desk.open(path);
    await expect(desk.page.locator('h1, h2').first(), path).toBeVisible();
    await desk.page.waitForTimeout(250);
    expect([path, await watched(desk)]).toEqual([path, { violated: [], ran: 0 }]);
  }
});

test('aucune adresse ne mène ailleurs après la connexion', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  await phone.signIn('karim');
  for (const next of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'intent://x',
    '/%09/evil.example',
    '\t//evil.example',
    'https:evil.example',
  ]) {
    await phone.open(`/signin?next=${encodeURIComponent(next)}`);
    await phone.enter('karim');
    await phone.page.waitForURL((url) => url.pathname !== '/signin');
    expect([next, new URL(phone.page.url()).origin]).toEqual([next, new URL(house.url).origin]);
  }
});
