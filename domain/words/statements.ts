import { statements as en } from './en/statements.ts';
import { statements as fr } from './fr/statements.ts';

/** Apart from the shared tree: two pages say them, and no phone loads them. */
export const STATEMENTS = [fr, en] as const;
