// `npm run demo`: from a fresh clone to a running demonstration; a second run keeps its data and takes seconds.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { requireNode } from './node-version.mjs';
import { start } from './start.mjs';

const packagesOf = (lockfile) => JSON.parse(readFileSync(lockfile, 'utf8')).packages;

/** Are the packages of package-lock.json the ones that are installed? (npm leaves out some of the optional ones.) */
function installed() {
  if (!existsSync('node_modules/.package-lock.json')) return false;
  const have = packagesOf('node_modules/.package-lock.json');
  return Object.entries(packagesOf('package-lock.json')).every(
    ([path, wanted]) => path === '' || wanted.optional || wanted.peer || have[path]?.version === wanted.version,
  );
}

function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env }, shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}

requireNode();
// Accounts whose passwords everybody knows never share a folder with a real installation.
process.env.DATA_DIR ||= 'data/demo';

if (!installed()) {
  console.log('Installation des bibliothèques, quelques minutes · installing the libraries, a few minutes');
  run('npm', ['ci', '--no-audit', '--no-fund', '--include=dev'], { NODE_ENV: 'development' });
}
run(process.execPath, ['--conditions=react-server', '--import', 'tsx', 'scripts/build.ts', '--if-changed']);
await start(['--demo']);
