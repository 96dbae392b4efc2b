/**
 * The figures of docs/benchmarks.md: `npm run bench`, or a part: `npm run bench -- rules`, `sla`, `engine`, `pull`, `search`, `register`, `import`, `sweep`, `load`, `push`, `streams`, `http`, `page`, `phone`; the scanner: `npm run bench:scan`.
 * Needs a build (`npm run build`). Run it on a machine that does nothing else.
 */

import { startServer } from '#test/server.ts';
import { benchEngine } from './bench/engine.ts';
import { benchHttp } from './bench/http.ts';
import { benchImports } from './bench/imports.ts';
import { benchLoad } from './bench/load.ts';
import { machine } from './bench/measure.ts';
import { benchPage } from './bench/page.ts';
import { benchPhone } from './bench/phone.ts';
import { benchPull } from './bench/pull.ts';
import { benchPush } from './bench/push.ts';
import { benchRegister } from './bench/register.ts';
import { benchRules } from './bench/rules.ts';
import { benchSearch } from './bench/search.ts';
import { benchSla } from './bench/sla.ts';
import { benchStreams } from './bench/streams.ts';
import { benchSweep } from './bench/sweep.ts';

const asked = process.argv.slice(2);
const wants = (part: string) => asked.length === 0 || asked.includes(part);

console.log(machine());
if (wants('rules')) benchRules();
if (wants('sla')) benchSla();
if (wants('engine')) await benchEngine();
if (wants('pull')) await benchPull();
if (wants('search')) await benchSearch();
if (wants('register')) await benchRegister();
if (wants('import')) await benchImports();
if (wants('sweep')) await benchSweep();
if (wants('load')) await benchLoad();
if (wants('push')) await benchPush();
if (wants('streams')) await benchStreams();
if (wants('http') || wants('page')) {
  const server = await startServer({ flags: ['--demo'] });
  if (wants('http')) await benchHttp(server);
  if (wants('page')) await benchPage(server);
  await server.kill();
}
if (wants('phone')) await benchPhone();
process.exit(0);
