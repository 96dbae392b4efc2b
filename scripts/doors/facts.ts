/** What a handler demands, read from what it calls: who asks, what they may, the shape, the size, how often. */
import { type Found, isFunction, isNode, lookUp, type Node, nameOf, nodesOf, type Source } from './source.ts';

export const COLUMNS = ['who', 'may', 'takes', 'size', 'rate'] as const;
export type Column = (typeof COLUMNS)[number];
export type Facts = Record<Column, Set<string>>;
export const noFacts = (): Facts => ({ who: new Set(), may: new Set(), takes: new Set(), size: new Set(), rate: new Set() });

/** Calls that are a demand by their name alone. */
const WHO: ReadonlyMap<string, string> = new Map([
  ['server/session/session.ts whoAsks', 'a session'],
  ['server/session/session.ts claimsAsked', 'a session'],
  ['server/session/credentials.ts signIn', 'login and password'],
  ['server/session/first-admin.ts take', 'a one-time link'],
]);
const MAY: ReadonlyMap<string, string> = new Map([
  ['server/office/desk.ts deskOf', 'administrators of the organisation'],
  ['server/office/post.ts postOf', 'supervisors of their sites, administrators'],
  ['server/office/reading.ts readingOf', 'those whose work it is, on their sites'],
  ['server/office/imports.ts importerOf', 'technicians, engineers and supervisors of their sites, administrators'],
]);
/** The rules of the house; a door that asks one of them is named with it. */
const RULES = 'domain/permission.ts';
/** How far a handler is followed into what it calls. */
const DEEPEST = 5;

type Bound = ReadonlyMap<string, { readonly node: Node; readonly at: Scope }>;
interface Scope {
  readonly source: Source;
  readonly bound: Bound;
}

/** The value of an expression as far as it is written down: numbers, their products, names of constants. */
function numberOf(node: unknown, at: Scope): number | null {
  if (!isNode(node)) return null;
  if (node.type === 'Literal' && typeof node['value'] === 'number') return node['value'];
  if (node.type === 'BinaryExpression') {
    const [a, b] = [numberOf(node['left'], at), numberOf(node['right'], at)];
    if (a === null || b === null) return null;
    return node['operator'] === '*' ? a * b : node['operator'] === '+' ? a + b : node['operator'] === '/' ? a / b : null;
  }
  const there = resolve(node, at);
  return there === null ? null : numberOf(there.node, there.at);
}

function resolve(node: Node, at: Scope): { node: Node; at: Scope } | null {
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression') return { node: node['expression'] as Node, at };
  if (node.type !== 'Identifier') return null;
  const bound = at.bound.get(nameOf(node));
  if (bound !== undefined) return bound;
  const found = lookUp(at.source, nameOf(node));
  return found === null ? null : { node: found.node, at: { source: found.source, bound: new Map() } };
}

/** `{limit, windowMs}`, as a person reads it. */
function limitOf(node: unknown, at: Scope): string | null {
  if (!isNode(node)) return null;
  if (node.type === 'ObjectExpression') {
    const field = (name: string) => nodesOf(node['properties']).find((one) => nameOf(one['key']) === name)?.['value'];
    const [limit, windowMs] = [numberOf(field('limit'), at), numberOf(field('windowMs'), at)];
    return limit === null || windowMs === null ? null : `${limit} in ${spanOf(windowMs)}`;
  }
  const there = resolve(node, at);
  return there === null || there.node === node ? null : limitOf(there.node, there.at);
}

function spanOf(ms: number): string {
  if (ms % 86_400_000 === 0) return `${ms / 86_400_000} d`;
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}

/** Whom a throttle's key counts: `person`, `address`, or everybody. */
function countedBy(node: unknown, source: Source): string {
  if (!isNode(node)) return '';
  const text = source.text.slice(node.start, node.end);
  if (/person|actor/.test(text)) return ' a person';
  if (/address|from/.test(text)) return ' an address';
  return /login|account/.test(text) ? ' an account' : '';
}

export const bytes = (n: number) => (n >= 1_000_000 ? `${n / 1_000_000} MB` : n >= 1000 ? `${Math.round(n / 100) / 10} kB` : `${n} B`);

/** Adds what this function and those that it calls demand. */
export function collect(found: Found, facts: Facts): void {
  walkFunction(found.node, { source: found.source, bound: new Map() }, facts, 0, new Set());
}

function walkFunction(node: Node, at: Scope, facts: Facts, depth: number, seen: Set<string>): void {
  const key = `${at.source.file}:${node.start}`;
  if (depth > DEEPEST || seen.has(key)) return;
  seen.add(key);
  walk(node['body'], at, facts, depth, seen);
  seen.delete(key);
}

function walk(value: unknown, at: Scope, facts: Facts, depth: number, seen: Set<string>): void {
  if (Array.isArray(value)) {
    for (const one of value) walk(one, at, facts, depth, seen);
    return;
  }
  if (!isNode(value)) return;
  if (value.type === 'CallExpression') call(value, at, facts, depth, seen);
  for (const [field, inner] of Object.entries(value))
    if (field !== 'typeArguments' && field !== 'typeAnnotation') walk(inner, at, facts, depth, seen);
}

function call(node: Node, at: Scope, facts: Facts, depth: number, seen: Set<string>): void {
  const callee = node['callee'] as Node;
  const args = nodesOf(node['arguments']);
  const name = callee.type === 'MemberExpression' ? nameOf(callee['property']) : nameOf(callee);
  note(name, callee, args, at, facts);
  // Functions that are handed over are called by whoever gets them.
  for (const one of [callee, ...args]) {
    const there = resolve(one, at);
    if (there === null || !isFunction(there.node) || !isOurs(there.at.source)) continue;
    const params = one === callee ? nodesOf(there.node['params']) : [];
    const bound = new Map(
      params.flatMap((param, i) => {
        const given = args[i];
        const by = param.type === 'AssignmentPattern' ? (param['left'] as Node) : param;
        return given === undefined ? [] : [[nameOf(by), { node: given, at }] as const];
      }),
    );
    walkFunction(there.node, { source: there.at.source, bound }, facts, depth + 1, seen);
  }
}

const isOurs = ({ file }: Source) => /^(server|app)\//.test(file) && file !== 'server/throttle.ts';

function note(name: string, callee: Node, args: readonly Node[], at: Scope, facts: Facts): void {
  const called = callee.type === 'Identifier' ? lookUp(at.source, name) : null;
  const full = `${called?.source.file} ${called?.name}`;
  const who = WHO.get(full);
  if (who !== undefined) facts.who.add(who);
  const may = MAY.get(full);
  if (may !== undefined) facts.may.add(may);
  if (called?.source.file === RULES) facts.may.add(`\`${name}\``);
  if (name === 'allow') {
    const limit = limitOf(args[1], at);
    if (limit !== null) facts.rate.add(`${limit}${countedBy(args[0], at.source)}`);
  }
  if (name === 'readAtMost' || name === 'readJson' || name === 'isPlain') {
    const most = numberOf(args[1], at);
    if (most !== null) facts.size.add(bytes(most));
  }
  if (name === 'safeParse' && callee.type === 'MemberExpression') {
    const schema = callee['object'] as Node;
    const bound = at.bound.get(nameOf(schema));
    // The settings of the house are read by a schema too, which is no door's.
    if (at.source.file !== 'server/env.ts') facts.takes.add(schemaName(bound?.node ?? schema, bound?.at.source ?? at.source));
  }
  if (name === 'isUuid') facts.takes.add('id');
  if (name === 'test' && callee.type === 'MemberExpression' && nameOf(callee['object']) === 'HASH') facts.takes.add('hash');
}

function schemaName(node: Node, source: Source): string {
  return `\`${source.text.slice(node.start, node.end).split('(')[0]?.slice(0, 40)}\``;
}
