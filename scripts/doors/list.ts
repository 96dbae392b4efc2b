/** Every way in, found in the code: nothing here is a list by hand but what the platform itself decides. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesUnder } from '#scripts/files.ts';
import { bytes, COLUMNS, type Column, collect, noFacts } from './facts.ts';
import { commentBefore, isFunction, lookUp, type Node, nameOf, nodesOf, read, type Source } from './source.ts';

export type Kind = 'route' | 'stream' | 'action' | 'page' | 'file' | 'message';
export interface Door {
  readonly kind: Kind;
  /** `POST /api/sync`, `app/admin/actions.ts createSite`. */
  readonly name: string;
  readonly file: string;
  /** The name under which the file exports it. */
  readonly handler: string;
  /** Said by hand in the comment of the door, where the code does not tell. */
  readonly said: ReadonlySet<Column>;
  readonly demands: Readonly<Record<Column, string>>;
}

const METHODS = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;
/** What Next itself lets an action bring (next.config.mjs), and Node a request without a body. */
const ACTION_BODY = `${bytes(1_000_000)} (Next), depth by schema`;
const NO_BODY = 'no body; 16 kB of address and headers (Node)';

/** `@who anyone`: what the comment of a door says in place of its code. */
function saidIn(comment: string): Map<Column, string> {
  const said = new Map<Column, string>();
  for (const column of COLUMNS) {
    const text = new RegExp(`@${column}\\s+([^@]+)`).exec(comment)?.[1];
    if (text !== undefined) said.set(column, text.replace(/\s*\n\s*\*?\s*/g, ' ').trim());
  }
  return said;
}

function doorOf(kind: Kind, name: string, source: Source, handler: string, plain: Partial<Record<Column, string>>): Door {
  const local = source.exported.get(handler) ?? handler;
  const found = lookUp(source, local);
  const facts = noFacts();
  if (found !== null && isFunction(found.node)) collect(found, facts);
  const at = source.tops.get(local)?.start ?? 0;
  const start = source.text.lastIndexOf('export', at);
  const said = saidIn(commentBefore(source, start >= 0 ? start : at));
  const demands = Object.fromEntries(
    COLUMNS.map((column) => [column, said.get(column) ?? (facts[column].size > 0 ? [...facts[column]].join(', ') : (plain[column] ?? ''))]),
  ) as Record<Column, string>;
  return { kind, name, file: source.file, handler, said: new Set(said.keys()), demands };
}

const addressOf = (file: string) => `/${dirname(file).replace(/^app\/?/, '')}`.replace(/\/\([^)]*\)/g, '').replace(/\/$/, '') || '/';

function routes(): Door[] {
  return filesUnder('app', /(^|\/)route\.tsx?$/).flatMap((file) => {
    const source = read(file);
    return [...source.exported.keys()]
      .filter((name) => METHODS.test(name))
      .map((method) => {
        const isStream = source.text.includes('text/event-stream');
        const plain = method === 'GET' ? { size: NO_BODY, takes: /\[/.test(file) || source.text.includes('searchParams') ? '' : 'nothing' } : {};
        return doorOf(isStream ? 'stream' : 'route', `${method} ${addressOf(file)}`, source, method, plain);
      });
  });
}

function actions(): Door[] {
  return filesUnder('app', /\.tsx?$/)
    .filter((file) => read(file).directives.has('use server'))
    .flatMap((file) => {
      const source = read(file);
      return [...source.exported.keys()].map((name) => {
        const node = source.tops.get(name);
        const takesNothing = node !== undefined && nodesOf(node['params']).length === 0;
        return doorOf('action', `${file.replace(/^app\/|\.tsx?$/g, '')} ${name}`, source, name, {
          size: ACTION_BODY,
          ...(takesNothing ? { takes: 'nothing' } : {}),
        });
      });
    });
}

/** Does what a page shows come from the server? Then somebody must have been asked who it is for. */
function reaches(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  const source = read(file);
  if (source.directives.has('use server') || source.directives.has('use client')) return false;
  return [...source.imports.values()].some(({ file: to }) => to.startsWith('server/') || (to.startsWith('app/') && reaches(to, seen)));
}

function isStatic(file: string): boolean {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const above = [file, join(folder, 'layout.tsx')].filter(existsSync);
    if (above.some((one) => /export const dynamic = 'force-static'/.test(read(one).text))) return true;
    if (folder === 'app' || folder === '.') return false;
  }
}

function pages(): Door[] {
  return filesUnder('app', /(^|\/)page\.tsx$/).map((file) => {
    const isEmpty = isStatic(file) || !reaches(file);
    return doorOf('page', addressOf(file), read(file), 'default', {
      size: NO_BODY,
      ...(isEmpty
        ? { who: 'anyone: made at build, the same for all', may: 'it holds nobody’s data', takes: 'nothing', rate: 'a file of the build' }
        : {}),
    });
  });
}

const BUILT: Omit<Door['demands'], 'who'> = { may: 'it holds nobody’s data', takes: 'nothing', size: NO_BODY, rate: 'a file of the build' };

function files(): Door[] {
  const built = (name: string, file: string): Door => ({
    kind: 'file',
    name,
    file,
    handler: '',
    said: new Set(),
    demands: { who: 'anyone: made at build, the same for all', ...BUILT },
  });
  const folders = [...new Set(filesUnder('public', /./).map((file) => dirname(file).replace(/^public/, '')))].filter(
    (f) => f !== '' && f !== '/zxing' && f !== '/sticker',
  );
  const made = filesUnder('app', /(^|\/)(manifest|robots|sitemap|icon|opengraph-image)\.tsx?$/).map(
    (file) => `/${file.replace(/^app\//, '').replace(/\.tsx?$/, '.webmanifest')}`,
  );
  return [...folders.map((f) => `${f}/*`), ...made, '/_next/static/*', '/sticker/*', '/sw.js', '/zxing/*']
    .sort()
    .map((name) => built(name, 'public'));
}

/** Whom the platform lets through to each event of a worker or a page. */
const EVENTS: Readonly<Record<string, Readonly<Record<Exclude<Column, 'takes'>, string>>>> = {
  message: {
    who: 'pages and workers of this origin (the platform)',
    may: 'what a page may do by itself',
    size: 'structured clone',
    rate: 'the page’s own',
  },
  push: {
    who: 'the push service, signed by this installation’s key, encrypted to this device',
    may: 'shows an alert; data comes by the session',
    size: '4 kB (RFC 8030)',
    rate: 'one alert a push',
  },
  sync: { who: 'the browser', may: 'sends the outbox of who is signed in', size: 'a tag', rate: 'the browser’s own' },
  notificationclick: { who: 'a touch on our own alert', may: 'opens a page of this origin, or says a command', size: '4 kB', rate: 'one a touch' },
  pushsubscriptionchange: { who: 'the browser', may: 'subscribes the device again', size: 'two subscriptions', rate: 'as `/api/push/subscribe`' },
};

function heard(source: Source): Door[] {
  const found: Door[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    const callee = node.type === 'CallExpression' ? (node['callee'] as Node) : null;
    const args = nodesOf(node['arguments']);
    const assigned = node.type === 'AssignmentExpression' ? (node['left'] as Node) : null;
    const event =
      callee !== null && nameOf(callee['property']) === 'addEventListener'
        ? nameOf(args[0])
        : assigned !== null && nameOf(assigned['property']) === 'onmessage'
          ? 'message'
          : null;
    const kinds = event === null ? null : EVENTS[event];
    if (event !== null && kinds != null) {
      // The types that it knows stand in the whole file: a handler may be a function of its own.
      const handler = source.text.slice(node.start, node.end);
      const text = /===\s*'/.test(handler) || event !== 'message' ? handler : source.text;
      const types = [...text.matchAll(/(?:type|kind|tag)\s*===\s*'([\w-]+)'/g)].map(([, type]) => `\`${type}\``);
      const takes = types.length > 0 ? [...new Set(types)].join(', ') : event === 'message' ? 'typed by the compiler' : 'checked by shape';
      found.push({
        kind: 'message',
        name: `${source.file} ${event}`,
        file: source.file,
        handler: event,
        said: new Set(),
        demands: { ...kinds, takes },
      });
    }
    for (const inner of Object.values(node)) if (typeof inner === 'object') visit(inner);
  };
  visit(source.body);
  return found;
}

function messages(): Door[] {
  const all = [...filesUnder('sync', /\.tsx?$/), ...filesUnder('app', /\.tsx?$/)].filter((file) => !/\.test\.tsx?$/.test(file));
  const listens = (file: string) =>
    /addEventListener\(\s*'(message|push|sync|notificationclick|pushsubscriptionchange)'|onmessage\s*=/.test(read(file).text);
  return all.filter(listens).flatMap((file) => heard(read(file)));
}

/** All of them, in the order of the table. */
export function allDoors(): Door[] {
  return [...routes(), ...actions(), ...pages(), ...files(), ...messages()];
}

/** The columns that a door leaves empty: nobody knows what it demands. */
export function missing({ demands }: Door): Column[] {
  return COLUMNS.filter((column) => demands[column] === '');
}
