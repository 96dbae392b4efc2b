/** The browser of the tests: Debian's Chromium where it is installed, Playwright's own elsewhere. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { installDebian } from './debian.ts';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What to launch with; pass it to `chromium.launch` or `launchPersistentContext`. */
export function chromiumLaunch(): { executablePath?: string; args: string[] } {
  const executablePath = SYSTEM.find((path) => existsSync(path));
  return executablePath ? { executablePath, args: [...ARGS] } : { args: [...ARGS] };
}

/** Installs a browser where there is none: Debian's package as root, else Playwright's into the home folder. */
export function installChromium(): void {
  const isInstalled = () => existsSync(chromiumLaunch().executablePath ?? chromium.executablePath());
  if (isInstalled()) return;
  installDebian('chromium');
  if (isInstalled()) return;
  const withSystemLibraries = process.getuid?.() === 0 ? ['--with-deps'] : [];
  execFileSync(process.execPath, ['node_modules/playwright/cli.js', 'install', ...withSystemLibraries, 'chromium'], { stdio: 'inherit' });
}
