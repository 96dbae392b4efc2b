import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Below these versions the library has a published hole that reaches us. */
const FLOORS: Readonly<Record<string, readonly [number, number, number]>> = {
  next: [16, 4, 5],
  sharp: [0, 35, 5],
  nodemailer: [9, 0, 1],
  'next-auth': [4, 24, 12],
};

type Lock = { packages: Record<string, { version?: string; optional?: boolean }> };
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const own = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string>; devDependencies: Record<string, string> };

function isBelow(version: string, floor: readonly [number, number, number]): boolean {
  const [core = ''] = version.split('-');
  const parts = core.split('.').map(Number);
  const first = floor.findIndex((n, i) => (parts[i] ?? 0) !== n);
  return first === -1 ? version.includes('-') : (parts[first] ?? 0) < (floor[first] ?? 0);
}

test.each([
  ['16.4.5', false],
  ['16.4.4', true],
  ['16.4.5-canary.1', true],
  ['17.0.0', false],
  ['16.10.0', false],
  ['9.99.99', true],
])('%s is below 16.4.5: %s', (version, below) => {
  expect(isBelow(version, [16, 4, 5])).toBe(below);
});

test('every copy of a library with a floor is above it', () => {
  const copies = Object.entries(packages).flatMap(([path, { version }]) => {
    const name = path.split('node_modules/').at(-1) ?? '';
    const floor = FLOORS[name];
    return floor && version ? [{ path, version, below: isBelow(version, floor) }] : [];
  });
  expect(copies.map(({ path }) => path)).toContain('node_modules/next');
  expect(copies.filter(({ below }) => below)).toEqual([]);
});

test('every dependency is pinned, and the lockfile is of the same versions', () => {
  for (const [name, version] of Object.entries({ ...own.dependencies, ...own.devDependencies })) {
    // One under another name beside it: "npm:openid-client@6.8.9".
    const pinned = /^npm:.+@(.+)$/.exec(version)?.[1] ?? version;
    expect(pinned, name).toMatch(/^\d/);
    expect(packages[`node_modules/${name}`]?.version, name).toBe(pinned);
  }
});

test('Prisma is of one version everywhere', () => {
  const prisma = Object.entries({ ...own.dependencies, ...own.devDependencies }).filter(([name]) => /^(prisma$|@prisma\/)/.test(name));
  expect(new Set(prisma.map(([, version]) => version.split('-')[0]))).toEqual(new Set(['7.10.0']));
});
