/** A teacher who lives in her mailbox answers a letter: it is in the ticket, on the phone of who has it, and the office sees where it went. */
import { startImap } from '#test/mail/dovecot.ts';
import { replyTo } from '#test/mail/reply-to.ts';
import { type Letter, startSmtp } from '#test/mail/smtp.ts';
import { note, take } from './harness/acts.ts';
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

const CLAIRE = 'claire.roy@demo.example';

test('ce qu’on répond à un mail de Relais est dans le ticket, et le bureau voit ce qui est revenu', async ({ scene }) => {
  const [smtp, imap] = [await startSmtp(), await startImap()];
  try {
    const { host, port, user, pass } = imap.settings;
    const house = await scene.house({
      settings: {
        SMTP_URL: `${smtp.url}?tls=any`,
        MAIL_FROM: 'Relais <relais@demo.example>',
        IMAP_URL: `imaps://${user}:${pass}@${host}:${port}?tls=any`,
      },
    });
    // The first look only learns where the mailbox ends.
    await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Inbox" WHERE "uidValidity" <> \'\''), { timeout: 30_000 }).toBe(1);
    const claire = scene.phone(house);
    await claire.signIn('claire');
    await claire.open('/new');
    await claire.page.getByRole('radio', { name: /^Quelque chose ne marche plus/ }).check({ force: true });
    await claire.page.getByRole('radio', { name: 'Affichage', exact: true }).check({ force: true });
    await claire.page.getByLabel('Précisions').fill('L’écran clignote.');
    await claire.page.getByRole('button', { name: 'Signaler', exact: true }).click();
    await expect(claire.title).toContainText('2026-');
    const path = new URL(claire.page.url()).pathname;
    const karim = scene.phone(house);
    await karim.signIn('karim', { next: path });
    await take(karim.page);
    await note(karim.page, 'Dans quelle salle ?');
    await expect.poll(() => smtp.to(CLAIRE).at(-1)?.text ?? '', { timeout: 30_000 }).toContain('Dans quelle salle ?');
    const letter = smtp.to(CLAIRE).at(-1) as Letter;
    expect(letter.text).toMatch(/^Répondez au-dessus de cette ligne\n/);

    imap.deliver(replyTo(letter, CLAIRE, 'En 203, <b>au fond</b>.'));
    imap.deliver(replyTo(letter, 'quelquun@ailleurs.example', 'Je suis Claire'));
    await expect(karim.page.getByText('En 203, <b>au fond</b>.')).toBeVisible({ timeout: 45_000 });
    await expect(karim.page.getByText('Reçu par mail')).toBeVisible();
    await karim.page.screenshot({ path: 'test-results/phone-answer.png' });

    const desk = scene.phone(house, { isDesktop: true, viewport: { width: 1440, height: 900 } });
    await desk.signIn('admin');
    await desk.open('/admin/mail');
    await expect(desk.page.getByText('Ajoutée au ticket')).toBeVisible();
    await expect(desk.page.getByText('Venue d’une autre adresse que celle du mail')).toBeVisible();
    expect(await house.count(`SELECT COUNT(*) AS n FROM "Event" WHERE CAST(data AS TEXT) LIKE '%Je suis Claire%'`)).toBe(0);
    const eye = new Eye();
    await eye.look(desk.page, '/admin/mail');
    expect(eye.found).toEqual([]);
  } finally {
    await smtp.close();
    await imap.close();
  }
});
