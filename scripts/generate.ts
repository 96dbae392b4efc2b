/** Makes both Prisma clients and Next's types; does nothing where the models and Prisma's version are those of the last time. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDERS, type Provider, placeholderUrl, prisma } from './prisma.ts';

function fingerprint(provider: Provider): string {
  const hash = createHash('sha256').update(readFileSync('node_modules/prisma/package.json'));
  hash.update(readFileSync(`prisma/${provider}/schema.prisma`));
  for (const name of readdirSync('prisma/models').sort()) hash.update(readFileSync(join('prisma/models', name)));
  return hash.digest('hex');
}

async function generate(provider: Provider): Promise<void> {
  const mark = `server/db/${provider}/fingerprint`;
  const wanted = fingerprint(provider);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  const { code, output, errors } = await prisma(['generate'], placeholderUrl(provider));
  if (code !== 0) throw new Error(`prisma generate (${provider}) failed:\n${output}${errors}`);
  writeFileSync(mark, wanted);
  console.log(`generated the ${provider} client`);
}

try {
  for (const provider of PROVIDERS) await generate(provider);
  // Next's types for pages and styles, which the compiler wants before any build has made them.
  if (!existsSync('next-env.d.ts')) execFileSync(process.execPath, ['node_modules/next/dist/bin/next', 'typegen'], { stdio: 'ignore' });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
