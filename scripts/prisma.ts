/** The Prisma command line, run with our schema engine: see schema-engine.mjs. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export type Provider = 'sqlite' | 'postgresql';
export const PROVIDERS: readonly Provider[] = ['sqlite', 'postgresql'];

/** A URL that only names the provider, for commands that open no database. */
export function placeholderUrl(provider: Provider): string {
  return provider === 'sqlite' ? 'file:./data/none.db' : 'postgresql://none@127.0.0.1:1/none';
}

/** What a command printed: its answer, and what it said beside it. */
export type Printed = { code: number; output: string; errors: string };

/** Runs `prisma <args>`. */
export function prisma(args: readonly string[], databaseUrl: string): Promise<Printed> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [resolve('node_modules/prisma/build/index.js'), ...args], {
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        PRISMA_SCHEMA_ENGINE_BINARY: resolve('scripts/schema-engine.mjs'),
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 1, output, errors }));
  });
}
