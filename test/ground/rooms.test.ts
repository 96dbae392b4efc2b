import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** What is planted in an empty copy of the house, and the rule that must see it; null: nothing to say. */
const PLANTED: readonly [file: string, source: string, rule: string | null][] = [
  ['domain/a.ts', "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n", 'noRestrictedImports'],
  ['domain/b.ts', "import { b } from '#server/db.ts';\nexport const c = b;\n", 'noRestrictedImports'],
  ['domain/c.ts', "import { b } from '#sync/store.ts';\nexport const c = b;\n", 'noRestrictedImports'],
  ['domain/d.ts', "import * as z from 'zod';\nexport const c = z;\n", 'noRestrictedImports'],
  ['domain/e.ts', "import * as z from 'zod/mini';\nexport const c = z;\n", null],
  ['domain/f.ts', 'export const now = Date.now();\n', 'plugin'],
  ['domain/g.ts', 'export const now = new Date();\n', 'plugin'],
  ['domain/h.ts', 'export const id = crypto.randomUUID();\n', 'plugin'],
  ['domain/h.test.ts', "import { test } from 'vitest';\ntest('now', () => void Date.now());\n", null],
  ['domain/i/i.ts', "import { a } from '../a.ts';\nexport const b = a;\n", 'noRestrictedImports'],
  ['sync/a.ts', "import { useState } from 'react';\nexport const c = useState;\n", 'noRestrictedImports'],
  ['sync/b.ts', "import { env } from '#server/env.ts';\nexport const c = env;\n", 'noRestrictedImports'],
  ['sync/c.ts', "import { openDB } from 'idb';\nimport { d } from '#domain/e.ts';\nexport const c = [openDB, d];\n", null],
  ['server/a.ts', "import { Page } from '#app/page.tsx';\nexport const c = Page;\n", 'noRestrictedImports'],
  ['server/b.ts', "import { headers } from 'next/headers';\nexport const c = headers;\n", 'noRestrictedImports'],
  ['server/c.ts', "import { store } from '#sync/store.ts';\nexport const c = store;\n", 'noRestrictedImports'],
  ['server/d.ts', "import { join } from 'node:path';\nexport const c = join;\n", null],
  ['app/a.tsx', "import { db } from '#server/db.ts';\nexport const c = db;\n", 'noRestrictedImports'],
  ['app/b.tsx', "import { PrismaClient } from '#server/db/sqlite/client.ts';\nexport const c = PrismaClient;\n", 'noRestrictedImports'],
  ['app/c.tsx', "import { openDB } from 'idb';\nexport const c = openDB;\n", 'noRestrictedImports'],
  ['app/d/d.tsx', "import { c } from '../a.tsx';\nexport const d = c;\n", 'noRestrictedImports'],
  ['app/e.ts', "import { f } from './f.ts';\nexport const e = () => f;\n", 'noImportCycles'],
  ['app/f.ts', "import { e } from './e.ts';\nexport const f = () => e;\n", 'noImportCycles'],
  ['app/g.ts', 'const wait = async () => 1;\nexport function go() {\n  wait();\n}\n', 'noFloatingPromises'],
  ['test/a.ts', "import { b } from '../b.ts';\nexport const c = b;\n", 'noRestrictedImports'],
];

describe('each room is kept by the lint', () => {
  let folder: string;
  const rules = new Map<string, string[]>();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'relais-lint-'));
    for (const file of ['biome.json', 'no-clock.grit', 'package.json']) cpSync(file, join(folder, file));
    for (const [file, source] of PLANTED) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), source);
    }
    const args = [resolve('node_modules/@biomejs/biome/bin/biome'), 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
    let report = '';
    try {
      report = execFileSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    } catch (error) {
      report = String((error as { stdout: Buffer }).stdout);
    }
    type Report = { diagnostics: { category: string; location: { path: string } }[] };
    for (const { category, location } of (JSON.parse(report) as Report).diagnostics) {
      const seen = rules.get(location.path) ?? [];
      rules.set(location.path, [...seen, category]);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(PLANTED)('%s', (file, source, rule) => {
    const seen = rules.get(file) ?? [];
    const matching = seen.filter((category) => category.includes(rule ?? ''));
    if (rule === null) expect(seen, source).toEqual([]);
    else expect(matching, `${source} → ${seen.join(', ')}`).not.toEqual([]);
  });
});
