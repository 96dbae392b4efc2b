/**
 * `npm run doors`: writes docs/doors.md, every way in and what each demands, read from the code. With `--check` it writes nothing and fails
 * where a door does not show a demand or the file is stale. What the code does not tell, the door says in its own comment (`@who`, `@may`,
 * `@takes`, `@size`, `@rate`), and stands in italics.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { COLUMNS } from './doors/facts.ts';
import { allDoors, type Door, type Kind, missing } from './doors/list.ts';

const TABLE = 'docs/doors.md';
const TITLES: Readonly<Record<Kind, string>> = {
  route: 'Routes',
  stream: 'Streams',
  action: 'Server actions',
  page: 'Pages',
  file: 'Files',
  message: 'Messages and events of workers',
};

const cell = (text: string) => text.replaceAll('|', '\\|');
function row({ name, demands, said }: Door): string {
  const cells = COLUMNS.map((column) => (said.has(column) ? `*${cell(demands[column])}*` : cell(demands[column])));
  return `| \`${name}\` | ${cells.join(' | ')} |`;
}

const all = allDoors();
const text = `${[
  '# Every door',
  '',
  'Written by `npm run doors` from the code; `npm run check` fails where a door is without a demand or this file is stale. In italics: said in',
  'the door’s own comment; the rest is read from what it calls. `test/contract/doors.test.ts` knocks at each without a session, and',
  '`crawl.test.ts` asks each for what belongs to another school.',
  ...(Object.keys(TITLES) as Kind[]).flatMap((kind) => [
    '',
    `## ${TITLES[kind]}`,
    '',
    '| door | who | may | takes | size | rate |',
    '|---|---|---|---|---|---|',
    ...all.filter((door) => door.kind === kind).map(row),
  ]),
].join('\n')}\n`;

for (const door of all)
  for (const column of missing(door)) {
    console.log(`${door.name} (${door.file}) does not show: ${column}`);
    process.exitCode = 1;
  }
if (!process.argv.includes('--check')) {
  writeFileSync(TABLE, text);
  console.log(text);
} else if (!existsSync(TABLE) || readFileSync(TABLE, 'utf8') !== text) {
  console.log(`${TABLE} is stale: run npm run doors`);
  process.exitCode = 1;
}
console.log(`${all.length} doors`);
