/**
 * `npm run build`: clients, icons, pages, their policies, the service worker. The last thing written is the stamp: no stamp, no build.
 * With `--if-changed`, does nothing where the stamp is that of the sources.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '#server/env.ts';
import { ensureKeys, keysAsSettings } from '#server/keys.ts';
import { StartFailure } from '#server/start-failure.ts';
import { sourceFingerprint } from './files.ts';
import { writePolicies } from './policy.ts';
import { buildPublicPage, buildScanner, buildServiceWorker } from './service-worker.ts';

function run(args: readonly string[], settings: Record<string, string> = {}): void {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...settings } });
  if (status !== 0) throw new StartFailure(`La construction a échoué (${args[0]}).`, `The build failed (${args[0]}).`);
}

const runTypeScript = (file: string) => run(['--import', 'tsx', file]);

async function build(): Promise<void> {
  const { buildDir, dataDir } = env();
  const stamp = join(buildDir, 'relais-build');
  const isBuilt = existsSync(stamp) && existsSync('public/sw.js') && readFileSync(stamp, 'utf8') === sourceFingerprint();
  if (process.argv.includes('--if-changed') && isBuilt) return;
  rmSync(stamp, { force: true });
  runTypeScript('scripts/generate.ts');
  if (existsSync('scripts/icons.ts')) runTypeScript('scripts/icons.ts');
  const id = sourceFingerprint();
  // The key of this installation: with it, the names of server actions stay the same from one build to the next.
  const keys = keysAsSettings(ensureKeys(dataDir));
  run(['node_modules/next/dist/bin/next', 'build'], { ...keys, NEXT_PUBLIC_BUILD: id, NEXT_TELEMETRY_DISABLED: '1' });
  const pages = writePolicies(buildDir);
  await buildScanner(id);
  await buildPublicPage(id);
  const { count, size } = await buildServiceWorker(buildDir, id);
  writeFileSync(stamp, id);
  console.log(`build ${id}: ${pages} pages with their policy, ${count} addresses offline (${Math.round(size / 1024)} kB)`);
}

try {
  await build();
} catch (error) {
  console.error(error instanceof StartFailure ? `${error.fr}\n${error.en}` : error);
  process.exit(1);
}
