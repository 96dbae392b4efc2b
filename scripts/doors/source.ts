/** The project's own source, read as the compiler reads it: which function a name stands for, and where. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A node of the syntax tree (ESTree); fields are looked at by name. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface Source {
  readonly file: string;
  readonly text: string;
  readonly body: readonly Node[];
  readonly comments: readonly { readonly value: string; readonly start: number; readonly end: number }[];
  /** Name here: where it comes from. */
  readonly imports: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
  /** Top-level names: a function, or the value that a constant has. */
  readonly tops: ReadonlyMap<string, Node>;
  /** What the file lets others have, by the name that they use. */
  readonly exported: ReadonlyMap<string, string>;
  readonly directives: ReadonlySet<string>;
}

/** A function or value, and the file that it stands in. */
export interface Found {
  readonly source: Source;
  readonly node: Node;
  readonly name: string;
}

export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
export const nodesOf = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : []);
export const nameOf = (node: unknown): string => (isNode(node) ? String(node['name'] ?? node['value'] ?? '') : '');

const known = new Map<string, Source>();

function resolved(from: string, asked: string): string | null {
  const path = asked.startsWith('#') ? asked.slice(1) : asked.startsWith('.') ? normalize(join(dirname(from), asked)) : null;
  return path !== null && existsSync(path) && /\.tsx?$/.test(path) ? path : null;
}

function declared(node: Node, tops: Map<string, Node>): string[] {
  if (node.type === 'FunctionDeclaration') {
    tops.set(nameOf(node['id']), node);
    return [nameOf(node['id'])];
  }
  if (node.type !== 'VariableDeclaration') return [];
  return nodesOf(node['declarations']).flatMap((one) => {
    if (!isNode(one['id']) || !isNode(one['init'])) return [];
    tops.set(nameOf(one['id']), one['init']);
    return [nameOf(one['id'])];
  });
}

export function read(file: string): Source {
  const before = known.get(file);
  if (before !== undefined) return before;
  const text = readFileSync(file, 'utf8');
  const { program, comments } = parseSync(file, text);
  const body = nodesOf(program.body);
  const imports = new Map<string, { file: string; name: string }>();
  const tops = new Map<string, Node>();
  const exported = new Map<string, string>();
  const directives = new Set<string>();
  for (const node of body) {
    if (typeof node['directive'] === 'string') directives.add(node['directive']);
    if (node.type === 'ImportDeclaration' && node['importKind'] !== 'type') {
      const from = resolved(file, String((node['source'] as Node)['value']));
      if (from === null) continue;
      for (const one of nodesOf(node['specifiers'])) {
        if (one['importKind'] !== 'type')
          imports.set(nameOf(one['local']), { file: from, name: isNode(one['imported']) ? nameOf(one['imported']) : '*' });
      }
    }
    if (node.type === 'ExportNamedDeclaration') {
      if (isNode(node['declaration'])) for (const name of declared(node['declaration'], tops)) exported.set(name, name);
      const from = isNode(node['source']) ? resolved(file, String(node['source']['value'])) : null;
      for (const one of nodesOf(node['specifiers'])) {
        exported.set(nameOf(one['exported']), nameOf(one['local']));
        if (from !== null) imports.set(nameOf(one['local']), { file: from, name: nameOf(one['local']) });
      }
    } else if (node.type === 'ExportDefaultDeclaration' && isNode(node['declaration'])) {
      const name = nameOf(node['declaration']['id']) || 'default';
      tops.set(name, node['declaration']);
      exported.set('default', name);
    } else declared(node, tops);
  }
  const source = { file, text, body, comments, imports, tops, exported, directives };
  known.set(file, source);
  return source;
}

/** What a name stands for, here or where it was imported from. */
export function lookUp(source: Source, name: string): Found | null {
  const here = source.tops.get(name);
  if (here !== undefined) return { source, node: here, name };
  const from = source.imports.get(name);
  if (from === undefined || from.name === '*') return null;
  const there = read(from.file);
  return lookUp(there, there.exported.get(from.name) ?? from.name);
}

export const isFunction = ({ type }: Node) => /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type);

/** The comment that stands right before: a door says in it what cannot be read from its code. */
export function commentBefore({ text, comments }: Source, at: number): string {
  const near = comments.findLast(
    (one) => one.end <= at && /^\s*(export\s+(default\s+)?(async\s+)?(function|const)?\s*)?$/.test(text.slice(one.end, at)),
  );
  return near?.value ?? '';
}
