import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countSigns, formatCode, makeCode, parseCode, qrSegments, readLabel, stickerUrl } from './sticker.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const OURS = ['https://relais.example', 'https://old.example:8443/relais/'];
const code = fc.uint8Array({ minLength: 7, maxLength: 7 }).map(makeCode);
const example = makeCode(Uint8Array.from([...'7K3MQ9P'].map((sign) => ALPHABET.indexOf(sign))));

/** The code with other signs at two places. */
function put(text: string, i: number, a: string, j = i, b = a): string {
  const signs = [...text];
  signs[i] = a;
  signs[j] = b;
  return signs.join('');
}

test('the example printed in the documents is a code, eight zeros are not', () => {
  expect(example).toBe('7K3MQ9PX');
  expect(formatCode(example)).toBe('7K3M-Q9PX');
  expect(parseCode('0000 0000')).toBeNull();
});

test('a code needs seven random bytes and uses five bits of each', () => {
  expect(() => makeCode(new Uint8Array(6))).toThrow(RangeError);
  expect(makeCode(new Uint8Array(7).fill(32))).toBe(makeCode(new Uint8Array(7)));
});

test('every code is read back, however it is typed', () => {
  const typings = [
    (c: string) => c.toLowerCase(),
    (c: string) => c.replaceAll('0', 'O').replaceAll('1', 'l'),
    (c: string) => c.replaceAll('0', 'o').replaceAll('1', 'I'),
    (c: string) => `  ${c.slice(0, 4)} – ${c.slice(4)} `,
    (c: string) => [...c].join('\u00a0'),
  ];
  fc.assert(
    fc.property(code, fc.constantFrom(...typings), (c, type) => {
      expect(parseCode(type(c))).toBe(c);
      expect(parseCode(formatCode(c))).toBe(c);
    }),
  );
});

test('the check catches every wrong sign, every swap and every pair of twins', () => {
  fc.assert(
    fc.property(code, (c) => {
      for (let i = 0; i < 8; i += 1) {
        for (const sign of ALPHABET) if (sign !== c[i]) expect(parseCode(put(c, i, sign))).toBeNull();
        for (let j = i + 1; j < 8; j += 1) {
          const [a = '', b = ''] = [c[i], c[j]];
          if (a !== b) expect(parseCode(put(c, i, b, j, a))).toBeNull();
          if (a === b) for (const sign of ALPHABET) if (sign !== a) expect(parseCode(put(c, i, sign, j, sign))).toBeNull();
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('the same, for every pair of signs at every pair of places (a slip is judged by the difference of two codes)', () => {
  let tried = 0;
  for (let i = 0; i < 8; i += 1) {
    for (let j = i + 1; j < 8; j += 1) {
      for (const a of ALPHABET) {
        for (const b of ALPHABET) {
          if (a === b) continue;
          const swapped = put('00000000', i, a, j, b);
          const valid = [...ALPHABET].map((sign) => put(swapped, j === 7 ? (i === 6 ? 5 : 6) : 7, sign)).find((text) => parseCode(text));
          if (!valid) throw new Error(`no code like ${swapped}`);
          expect(parseCode(put(valid, i, b, j, a))).toBeNull();
          tried += 1;
        }
      }
    }
  }
  expect(tried).toBe(28 * 32 * 31);
});

test('seven signs, nine signs and letters outside the alphabet are no code', () => {
  for (const typed of ['7K3M-Q9P', '7K3M-Q9PXX', '7K3M-Q9PU', '', 'é']) expect(parseCode(typed)).toBeNull();
  expect(countSigns(' 7k3m q9p')).toBe(7);
});

test('the text of a sticker reads back as its code, in any case, for any of our addresses', () => {
  expect(stickerUrl('https://relais.example', example)).toBe('https://RELAIS.EXAMPLE/A/7K3MQ9PX');
  expect(stickerUrl('https://old.example:8443/relais/', example)).toBe('https://OLD.EXAMPLE:8443/relais/A/7K3MQ9PX');
  expect(() => stickerUrl('relais', example)).toThrow(RangeError);
  fc.assert(
    fc.property(code, fc.constantFrom(...OURS), fc.boolean(), (c, base, lower) => {
      const text = stickerUrl(base, c);
      expect(readLabel(lower ? text.toLowerCase() : text, OURS)).toEqual({ kind: 'code', code: c });
    }),
  );
});

test('the text of a sticker is split so that a short host fits 29 modules at level H', () => {
  expect(qrSegments('https://RELAIS.EXAMPLE/A/7K3MQ9PX')).toEqual([
    { mode: 'Byte', text: 'https' },
    { mode: 'Alphanumeric', text: '://RELAIS.EXAMPLE/A/7K3MQ9PX' },
  ]);
  expect(qrSegments('https://H/relais/A/7K3MQ9PX')).toEqual([{ mode: 'Byte', text: 'https://H/relais/A/7K3MQ9PX' }]);
});

test.each([
  ['https://relais.example/a/7k3m-q9px', { kind: 'code', code: example }],
  ['HTTPS://RELAIS.EXAMPLE/A/7K3MQ9PX/?utm_source=x#y', { kind: 'code', code: example }],
  ['http://relais.example:80/a/7K3MQ9PX', { kind: 'code', code: example }],
  ['relais.example/a/7K3MQ9PX', { kind: 'code', code: example }],
  ['\ufeff7k3m-q9px\r', { kind: 'code', code: example, typed: '7k3m-q9px' }],
  ['7K3M-Q9PY', { kind: 'bad-code', typed: '7K3M-Q9PY' }],
  ['https://relais.example/a/7K3MQ9PY', { kind: 'bad-code', typed: '7K3MQ9PY' }],
  ['https://relais.example/A/', { kind: 'bad-code', typed: '' }],
  ['https://relais.example/tickets', { kind: 'label', text: 'https://relais.example/tickets' }],
  ['https://old.example:8443/a/7K3MQ9PX', { kind: 'label', text: 'https://old.example:8443/a/7K3MQ9PX' }],
  ['', { kind: 'empty' }],
  [' \r\n\u0000', { kind: 'empty' }],
])('reads %j', (text, label) => {
  expect(readLabel(text, OURS)).toEqual(label);
});

test.each([
  ['https://exemple.com/a/7K3MQ9PX', 'exemple.com'],
  ['https://relais.example.exemple.com/a/7K3MQ9PX', 'relais.example.exemple.com'],
  ['https://relais.example@exemple.com/a/7K3MQ9PX', 'exemple.com'],
  ['https://exemple.com\\@relais.example/a/7K3MQ9PX', 'exemple.com'],
  ['https://relais.example:8443/a/7K3MQ9PX', 'relais.example:8443'],
  ['https:\\\\exemple.com/a/7K3MQ9PX', 'exemple.com'],
  ['www.exemple.com', 'www.exemple.com'],
  ['exemple.com/a/7K3MQ9PX', 'exemple.com'],
  ['market://exemple.com/x', 'exemple.com'],
])('an address elsewhere is foreign: %s', (text, host) => {
  expect(readLabel(text, OURS)).toEqual({ kind: 'foreign', host, url: text });
});

test.each([
  ['https://glpi.example/front/checkItemByInv.php?inventoryNumber=INV%2004412&itemtype=Computer', 'INV 04412'],
  ['https://snipe.example/ht/PC-0412', 'PC-0412'],
  ['https://snipe.example/hardware/bytag/PC-0412', 'PC-0412'],
  ['https://snipe.example/ht/%E0%A4%A', '%E0%A4%A'],
])('the address of another register names its number, to look up: %s', (url, inventory) => {
  expect(readLabel(url, OURS)).toMatchObject({ kind: 'foreign', url, inventory });
});

test.each([
  ['Serial number = 5CG1234XYZ\nInventory number = 04412\nID = 42\nURL = https://glpi.example/front/computer.form.php?id=42', '5CG1234XYZ', '04412'],
  ["Numéro de série = 5CG1234XYZ\r\nNuméro d'inventaire = 04412\r\nQRcode date = 2024-01-01", '5CG1234XYZ', '04412'],
  ['ID = 42\nURL = https://glpi.example/front/checkItemByInv.php?inventoryNumber=04412&itemtype=Computer', undefined, '04412'],
  ['Serial number = \nItem Name = PC-CDI-1', undefined, undefined],
  ['S/N: 5CG1234XYZ', '5CG1234XYZ', undefined],
  ['Seriennummer: 5CG1234XYZ', '5CG1234XYZ', undefined],
])('reads the label of another tool: %j', (text, serial, inventory) => {
  const label = readLabel(text, OURS);
  expect(label).toEqual({
    kind: 'label',
    text: text.replaceAll('\r', '\n').trim(),
    ...(serial ? { serial } : {}),
    ...(inventory ? { inventory } : {}),
    ...(text.includes('computer.form.php?id=42') ? { source: { tool: 'glpi', id: 'computer 42' } } : {}),
  });
});

test.each(['5CG1234XYZ', '04412', 'PC CDI 3', 'WIFI:S:Invites;T:WPA;P:secret;;', 'javascript:alert(1)'])(
  'bare text is a label to look up: %s',
  (text) => {
    expect(readLabel(text, OURS)).toEqual({ kind: 'label', text });
  },
);

test('any text at all gets an answer', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof readLabel(text, OURS).kind === 'string'));
});
