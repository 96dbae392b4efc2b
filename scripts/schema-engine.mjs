#!/usr/bin/env node
// Prisma's command line wants a native `schema-engine` that it downloads. This file speaks the same JSON-RPC over stdio
// on top of @prisma/schema-engine-wasm, so that migrations can be written where nothing can be downloaded.
// Named to the command line by PRISMA_SCHEMA_ENGINE_BINARY (scripts/prisma.ts).
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { postgresFactory, sqliteFactory } from './schema-adapters.mjs';

const wasmFolder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true, short: 'd' },
    datasource: { type: 'string' },
    version: { type: 'boolean' },
  },
});

if (options.version) {
  console.log(`schema-engine-wasm ${JSON.parse(readFileSync(join(wasmFolder, 'package.json'), 'utf8')).version}`);
  process.exit(0);
}

const url = options.datasource ? JSON.parse(options.datasource).url : undefined;
const isPostgres = url !== undefined && /^postgres(ql)?:/.test(url);
const sqlitePath = isPostgres || !url ? undefined : resolve(url.replace(/^file:/, '').replace(/\?.*$/, ''));
const openAdapters = [];

/** The subcommands that are not JSON-RPC: can-connect-to-database, create-database, drop-database. */
async function runCommand(command) {
  if (!isPostgres) {
    if (command === 'can-connect-to-database' && !existsSync(sqlitePath)) {
      throw Object.assign(new Error(`Database \`${sqlitePath}\` does not exist`), { prismaCode: 'P1003' });
    }
    if (command === 'create-database') {
      mkdirSync(dirname(sqlitePath), { recursive: true });
      closeSync(openSync(sqlitePath, 'a'));
    }
    if (command === 'drop-database') rmSync(sqlitePath, { force: true });
    return;
  }
  const { default: pg } = await import('pg');
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1)).replaceAll('"', '""');
  if (command !== 'can-connect-to-database') target.pathname = '/postgres';
  const client = new pg.Client({ connectionString: target.href });
  await client.connect();
  if (command === 'create-database') await client.query(`CREATE DATABASE "${name}"`);
  if (command === 'drop-database') await client.query(`DROP DATABASE IF EXISTS "${name}"`);
  await client.end();
}

async function loadEngine() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => console.error(JSON.stringify({ level: 'ERROR', fields: { message } })),
  };
  const compiled = await WebAssembly.compile(readFileSync(join(wasmFolder, 'schema_engine_bg.wasm')));
  const instance = await WebAssembly.instantiate(compiled, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const datamodels = options.datamodels?.map((path) => [path, readFileSync(path, 'utf8')]);
  const factory = isPostgres ? await postgresFactory(url) : await sqliteFactory(sqlitePath, openAdapters);
  return glue.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
let engine;
let printed = 0;

async function answer(method, params) {
  if (method === 'createDatabase') return { databaseName: sqlitePath ?? '' };
  if (method === 'reset' && sqlitePath) {
    for (const adapter of openAdapters.splice(0)) await adapter.dispose();
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(sqlitePath + suffix, { force: true });
    engine = undefined;
    return {};
  }
  engine ??= await loadEngine();
  if (method === 'getDatabaseVersion') return engine.version(params ?? null);
  const result = (await engine[method](params)) ?? {};
  if (method !== 'diff' || result.stdout == null) return result;
  // The native engine prints a diff through a request of its own, not in its answer.
  printed += 1;
  send({ id: `print-${printed}`, method: 'print', params: { content: result.stdout } });
  return { exitCode: result.exitCode, stdout: null };
}

async function take({ id, method, params }) {
  try {
    send({ id, result: await answer(method, params) });
  } catch (error) {
    const data = { is_panic: error instanceof WebAssembly.RuntimeError, message: error.message, error_code: error.code, meta: error.meta };
    send({ id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } });
  }
}

if (positionals[0] === 'cli') {
  try {
    await runCommand(positionals[1]);
    process.exit(0);
  } catch (error) {
    const code = error.prismaCode ?? (error.code === '3D000' ? 'P1003' : 'P1001');
    console.error(`\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields: { message: error.message, error_code: code } })}`);
    process.exit(1);
  }
}

let pending = Promise.resolve();
const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
lines.on('line', (line) => {
  const message = JSON.parse(line);
  if (message.method !== undefined) pending = pending.then(() => take(message)); // without a method: the answer to a `print`
});
lines.on('close', () => pending.then(() => process.exit(0)));
