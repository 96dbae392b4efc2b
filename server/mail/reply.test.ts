import { describe, expect, test } from 'vitest';
import { readReply, typedIn } from './reply.ts';

const raw = (headers: string, body: string) => Buffer.from(`${headers.trim()}\n\n${body}`.replace(/\n/g, '\r\n'));
const plain = (more = '') => `From: Rose <Rose@ecole.example>\nMessage-ID: <a@ecole.example>\nContent-Type: text/plain; charset=utf-8\n${more}`;

describe('what somebody typed', () => {
  test.each([
    ['Gmail', 'Oui, demain.\n\nLe lun. 23 nov. 2026 à 10:12, Relais <relais@example.org> a écrit :\n\n> Répondez', 'Oui, demain.'],
    ['over two lines', 'Oui.\n\nLe lun. 23 nov. 2026 à 10:12, Relais\n<relais@example.org> a écrit :\n\n> Bonjour', 'Oui.'],
    ['in English', 'Yes.\n\nOn Mon, Nov 23, 2026 at 10:12 AM Relais <relais@example.org> wrote:\n> Hello', 'Yes.'],
    ['Outlook', 'Merci\n\n________________________________\nDe : Relais <relais@example.org>\nEnvoyé : lundi\nÀ : Rose\nObjet : x', 'Merci'],
    ['Outlook without a line', 'Merci\n\nDe : Relais <relais@example.org>\nEnvoyé : lundi 23 novembre 2026 10:12\nÀ : Rose\n', 'Merci'],
    ['Zimbra', 'Salle 203\n\n----- Message d’origine -----\n> De: "Relais"', 'Salle 203'],
    ['our own line', 'Vu.\n\n> Répondez au-dessus de cette ligne\n> On vous a répondu', 'Vu.'],
    ['a telephone', 'C’est bon\n\nEnvoyé de mon iPhone', 'C’est bon'],
    ['a signature', 'C’est bon\n-- \nRose Martin\nLycée', 'C’est bon'],
    ['nothing above', '\n\n> Bonjour\n> tout', ''],
    [
      'an answer between the lines stays',
      '> Est-il allumé ?\nOui.\n> Depuis quand ?\nDepuis hier.',
      '> Est-il allumé ?\nOui.\n> Depuis quand ?\nDepuis hier.',
    ],
    ['a sentence that begins like a quotation stays', 'Le directeur a écrit au tableau.\nEt voilà.', 'Le directeur a écrit au tableau.\nEt voilà.'],
    ['words with a colon stay', 'De : la salle 12\nje reviens demain', 'De : la salle 12\nje reviens demain'],
  ])('%s', (_, body, typed) => {
    expect(typedIn(body)).toBe(typed);
  });

  test('of a mail with parts, of one with HTML alone, in old encodings', async () => {
    const both = raw(
      'From: rose@ecole.example\nContent-Type: multipart/alternative; boundary=x',
      '--x\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nIl est l=E0, tr=E8s bien.\n--x\nContent-Type: text/html\n\n<p>autre</p>\n--x--\n',
    );
    expect((await readReply(both)).text).toBe('Il est là, très bien.');
    const html = raw(
      'From: rose@ecole.example\nContent-Type: text/html; charset=utf-8',
      '<html><head><style>p{}</style></head><body><p>Ça&nbsp;marche &lt;enfin&gt;</p><div>Merci &#233;</div><script>alert(1)</script><blockquote>Bonjour</blockquote></body></html>',
    );
    expect((await readReply(html)).text).toBe('Ça marche <enfin>\nMerci é');
  });

  test('what it answers, from whom, and how many files came along', async () => {
    const reply = await readReply(
      raw(
        'Authentication-Results: mx.example.org;\n dkim=pass header.d=ecole.example\nAuthentication-Results: mx.elsewhere.example; dkim=none\nFrom: "Rose" <ROSE@ecole.example>\nSubject: =?utf-8?q?=C3=89cran?=\n noir\nIn-Reply-To: <b@example.org>\nReferences: <root@example.org>\n <b@example.org>\nMessage-ID: <c@ecole.example>\nContent-Type: multipart/mixed; boundary=x',
        '--x\nContent-Type: text/plain\n\nVoir photo\n--x\nContent-Type: image/jpeg\nContent-Disposition: attachment; filename="a.jpg"\nContent-Transfer-Encoding: base64\n\n/9j/\n--x--\n',
      ),
    );
    expect(reply).toEqual({
      messageId: '<c@ecole.example>',
      from: 'rose@ecole.example',
      subject: 'Écran noir',
      // The one on top is the last server's.
      authentication: 'mx.example.org; dkim=pass header.d=ecole.example',
      answers: ['<b@example.org>', '<root@example.org>'],
      isAutomatic: false,
      text: 'Voir photo',
      attached: 1,
    });
  });

  test.each([
    'Auto-Submitted: auto-replied',
    'Auto-Submitted: auto-generated; owner-email="x"',
    'Precedence: bulk',
    'List-Id: <profs.ecole.example>',
    'X-Autoreply: yes',
    'X-Auto-Response-Suppress: All',
    'Return-Path: <>',
    'Subject: Réponse automatique : [2026-00012] Ordinateur',
    'Subject: Out of Office: Re: x',
  ])('a program wrote it: %s', async (header) => {
    expect((await readReply(raw(plain(header), 'Je suis absente.'))).isAutomatic).toBe(true);
  });
  test('a person wrote it', async () => {
    for (const header of ['Auto-Submitted: no', 'Subject: Re: absence de réseau', 'Return-Path: <rose@ecole.example>'])
      expect((await readReply(raw(plain(header), 'Oui'))).isAutomatic, header).toBe(false);
  });
  test('two senders are none; a mail of nothing is read too', async () => {
    expect((await readReply(raw(plain('From: mina@ecole.example'), 'x'))).from).toBeNull();
    expect(await readReply(Buffer.from(''))).toMatchObject({ from: null, messageId: null, text: '' });
    expect((await readReply(Buffer.from('\0\u202eabc'))).text).not.toContain('\u202e');
  });
});
