import { describe, expect, test } from 'vitest';
import { hashPassword, passwordFault, verifyPassword } from './password.ts';

describe('a password that is chosen', () => {
  test.each([
    'motdepasse2026!',
    'M0tDeP@sse2026',
    'motdepassemotdepasse',
    'AzertyUiop123',
    'azertyuiopqs',
    'azerty123456',
    '123456789012',
    '098765432109',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'Password1234!',
    'administrateur',
    'Bienvenue2026',
    'iloveyou12345',
    'marseille13000',
    'soleil-soleil',
    'Liberté-Égalité',
  ])('%s is refused: it is among the first that are tried', (password) => {
    expect(passwordFault(password)).toBe('common');
  });

  test.each(['une rivière sous la lune', 'k7mp-2vxq-9rtn-4hsd', 'quatre chevaux mangent du trèfle', 'Xy7#pLq2!vRt', '82947155203791'])(
    '%s is taken',
    (password) => {
      expect(passwordFault(password)).toBeNull();
    },
  );

  test('twelve signs at least, counted as people see them; two hundred at most', () => {
    expect(passwordFault('rtpoéà#92zk')).toBe('short');
    expect(passwordFault('e\u0301'.repeat(8))).toBe('short');
    expect(passwordFault('xk '.repeat(80))).toBe('long');
  });

  test('is not what the person is called here', () => {
    expect(passwordFault('Jean.Dupont.2026', ['jean.dupont@exemple.fr'])).toBe('common');
    expect(passwordFault('Jean.Dupont.2026')).toBeNull();
  });
});

describe('a stored password', () => {
  test('is found again however the phone writes its accents, and with no other', async () => {
    const stored = await hashPassword('rivi\u00e8re sous la lune');
    expect(stored).toMatch(/^scrypt\$15\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(await verifyPassword('rivie\u0300re sous la lune', stored)).toBe(true);
    expect(await verifyPassword('riviere sous la lune', stored)).toBe(false);
    expect(await hashPassword('rivi\u00e8re sous la lune')).not.toBe(stored);
  });

  test('keeps the cost that it was made with', async () => {
    // RFC 7914 section 12, third vector, cut to 32 bytes.
    const salt = Buffer.from('SodiumChloride').toString('base64url');
    const key = Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex').toString('base64url');
    expect(await verifyPassword('pleaseletmein', `scrypt$14$8$1$${salt}$${key}`)).toBe(true);
    expect(await verifyPassword('pleaseletmeout', `scrypt$14$8$1$${salt}$${key}`)).toBe(false);
  });

  test('none, or one that cannot be read, fits nothing', async () => {
    expect(await verifyPassword('anything at all', null)).toBe(false);
    expect(await verifyPassword('', 'plain text')).toBe(false);
  });
});
