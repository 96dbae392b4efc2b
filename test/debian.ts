/** Programs that the tests need beside Node. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Waits for whoever else installs something. */
const PATIENT = ['-o', 'DPkg::Lock::Timeout=300'];

/** As root on Debian, installs a package; elsewhere, or where that fails, does nothing. */
export function installDebian(name: string): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const apt = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  try {
    execFileSync('apt-get', ['update', '-qq', ...PATIENT], apt);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PATIENT, name], apt);
  } catch {
    // a distribution without that package: whoever asked says what is missing
  }
}

/**
 * Where a program is; installed where it is missing.
 * @param find where it is now
 * @param name of its Debian package
 * @throws where it is not there afterwards either
 */
export function programOf(find: () => string | undefined, name: string): string {
  const found = find();
  if (found !== undefined) return found;
  installDebian(name);
  const installed = find();
  if (installed === undefined) throw new Error(`A program of the tests is missing: on Debian it is the package ${name}.`);
  return installed;
}
