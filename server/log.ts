import 'server-only';

/** `alarm`: somebody has to look today. */
export type Level = 'warn' | 'error' | 'alarm';

const ID = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64})$/i;
const CODE = /^[A-Za-z0-9_.-]{1,60}$/;
/** What may be told in letters, and of which shape: everything else that is a text may be somebody's, and is left out. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries(['person', 'origin', 'ticket', 'import', 'mail', 'notice', 'subscription', 'device'].map((name) => [name, ID])),
  ...Object.fromEntries(['code', 'kind', 'verdict', 'provider', 'reference', 'state', 'host', 'service'].map((name) => [name, CODE])),
};
const LEFT_OUT = '[…]';
/** What a mail server answers begins with its codes; what follows may hold an address. */
const SMTP = /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?/;
/** Where in our own sources something was thrown. */
const FRAME = /\b((?:server|app|domain|scripts)\/[\w./[\]-]+\.tsx?:\d+)/;

/** A fault without its sentence, which may quote what was typed: its kind, its code, its place. */
function plainError(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  const inner = (cause as { code?: unknown } | undefined)?.code;
  const frame = FRAME.exec(error.stack ?? '')?.[1];
  return {
    error: CODE.test(error.name) ? error.name : 'Error',
    ...(typeof code === 'string' && CODE.test(code) ? { code } : {}),
    ...(typeof inner === 'string' && CODE.test(inner) ? { cause: inner } : {}),
    ...(frame === undefined ? {} : { where: frame }),
  };
}

function plainFact(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (name === 'error') return plainError(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return { [name]: value };
  if (name === 'answer' && typeof value === 'string') return { answer: SMTP.exec(value)?.[0] ?? LEFT_OUT };
  if (typeof value === 'string' && SHAPES[name]?.test(value)) return { [name]: value };
  return value === undefined ? {} : { [name]: LEFT_OUT };
}

/** The line, for tests and for whoever writes it elsewhere. */
export function lineOf(level: Level, what: string, facts: Readonly<Record<string, unknown>>, at: Date): string {
  const plain = Object.assign({}, ...Object.entries(facts).map(([name, value]) => plainFact(name, value)));
  return JSON.stringify({ level, at: at.toISOString(), what, ...plain });
}

/**
 * The one way to the server's log: a line of JSON, to the standard error output. No personal data by construction: numbers, ids and codes of
 * ours are told, texts are not, and of an error neither is its sentence. What concerns security stands apart, in the database (security-log.ts).
 * @param what a sentence of ours, never with anything in it
 */
export function log(level: Level, what: string, facts: Readonly<Record<string, unknown>> = {}): void {
  const line = lineOf(level, what, facts, new Date());
  if (level === 'warn') console.warn(line);
  else console.error(line);
}
