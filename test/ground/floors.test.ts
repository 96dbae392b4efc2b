import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Below these versions the library has a published hole that reaches us. */
const FLOORS: Readonly<Record<string, readonly [number, number, number]>> = {
  next: [16, 4, 5],
  sharp: [0, 35, 5],
  nodemailer: [9, 0, 1],
  'next-auth': [4, 24, 12],
};

/** What runs a program of its own while it is installed, and why that is needed. Another one is a decision, not an accident. */
const INSTALL_SCRIPTS: Readonly<Record<string, string>> = {
  '@prisma/engines': 'fetches the engine of migrations',
  'better-sqlite3': 'fetches or compiles SQLite for this machine',
  esbuild: 'checks that its program is of this machine',
  prisma: 'says that this Node is too old',
};

type Package = { version?: string; optional?: boolean; integrity?: string; hasInstallScript?: boolean };
type Lock = { packages: Record<string, Package> };
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

test('nothing runs while it is installed but what is listed', () => {
  const running = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = running.map(([path]) => path.split('node_modules/').at(-1));
  expect([...new Set(names)].sort()).toEqual(Object.keys(INSTALL_SCRIPTS).sort());
});

test('what is installed here is compared with what was locked, byte by byte', () => {
  // A program for another machine has its hash where the registry of that day told it.
  const without = Object.entries(packages).filter(([path, { integrity, optional }]) => path !== '' && integrity === undefined && optional !== true);
  expect(without.map(([path]) => path)).toEqual([]);
});

test('a release says what it is made of: each library that is served, and which are the tests’ alone', () => {
  type Part = { purl: string; properties?: readonly { name: string; value: string }[] };
  type Bill = { bomFormat: string; components: readonly Part[] };
  const { bomFormat, components } = JSON.parse(execFileSync('npm', ['--silent', 'run', 'sbom'], { encoding: 'utf8', maxBuffer: 1 << 26 })) as Bill;
  expect(bomFormat).toBe('CycloneDX');
  const isOfTests = ({ properties }: Part) => properties?.some(({ name }) => name === 'cdx:npm:package:development') === true;
  const nameOf = ({ purl }: Part) => decodeURIComponent(purl.slice('pkg:npm/'.length));
  // With `--omit dev` npm leaves out what the tests use as well, React among it.
  const served = new Set(components.filter((part) => !isOfTests(part)).map(nameOf));
  for (const [name, version] of Object.entries(own.dependencies)) {
    const [, real = name, pinned = version] = /^npm:(.+)@(.+)$/.exec(version) ?? [];
    expect(served).toContain(`${real}@${pinned}`);
  }
  expect([...served].filter((one) => /^(vitest|fake-indexeddb|knip)@/.test(one))).toEqual([]);
}, 60_000);

test('Prisma is of one version everywhere', () => {
  const prisma = Object.entries({ ...own.dependencies, ...own.devDependencies }).filter(([name]) => /^(prisma$|@prisma\/)/.test(name));
  expect(new Set(prisma.map(([, version]) => version.split('-')[0]))).toEqual(new Set(['7.10.0']));
});
