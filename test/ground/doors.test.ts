import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** What the list says of a house with one more door. */
function listed(file: string, source: string): { code: number; said: string } {
  const house = mkdtempSync(join(tmpdir(), 'relais-doors-'));
  try {
    for (const room of ['app', 'server', 'scripts', 'sync', 'domain', 'public', 'docs', 'package.json', 'tsconfig.json'])
      cpSync(room, join(house, room), { recursive: true });
    symlinkSync(resolve('node_modules'), join(house, 'node_modules'));
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), source);
    const args = ['--import', 'tsx', 'scripts/doors.ts', '--check'];
    return { code: 0, said: execFileSync(process.execPath, args, { cwd: house, stdio: ['ignore', 'pipe', 'pipe'] }).toString() };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: Buffer };
    return { code: status, said: stdout.toString() };
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
}

const ROUTE = 'app/api/planted/route.ts';

test('a door that asks nobody who they are is found, column by column', () => {
  const { code, said } = listed(ROUTE, 'export async function POST(request: Request) {\n  return Response.json(await request.json());\n}\n');
  expect(code).toBe(1);
  for (const column of ['who', 'may', 'takes', 'size', 'rate']) expect(said).toContain(`POST /api/planted (${ROUTE}) does not show: ${column}`);
});

test('one whose wrapper asks is read through it; the file is stale all the same', () => {
  const source = `import { hear } from '#server/push/door.ts';
import { AckSchema } from '#server/push/ack.ts';
/** @may one's own */
export async function POST(request: Request) {
  const heard = await hear(request, AckSchema, 'planted', { limit: 3, windowMs: 60_000 });
  return Response.json(heard.refused);
}
`;
  const { code, said } = listed(ROUTE, source);
  expect([code, said.split('\n').filter((line) => line.includes('planted') || line.includes('stale'))]).toEqual([
    1,
    ['docs/doors.md is stale: run npm run doors'],
  ]);
});

test('an act, and a page that shows what the server knows, are doors too', () => {
  const act = listed('app/admin/planted.ts', "'use server';\nexport async function planted(input: unknown) {\n  return input;\n}\n");
  expect(act.said).toContain('admin/planted planted (app/admin/planted.ts) does not show: who');
  const page = listed(
    'app/planted/page.tsx',
    "import { env } from '#server/env.ts';\nexport default function Page() {\n  return <p>{env().dataDir}</p>;\n}\n",
  );
  expect(page.said).toContain('/planted (app/planted/page.tsx) does not show: who');
});
