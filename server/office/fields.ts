import 'server-only';
import * as z from 'zod/mini';
import { parseEmail } from '#domain/email.ts';

/** One line of text from a form: trimmed, not empty, at most `max` characters, no control characters. */
export function text(max: number) {
  return z.pipe(
    z.string().check(z.maxLength(max * 4)),
    z.pipe(
      z.transform((typed: string) => typed.normalize('NFC').replace(/\s+/g, ' ').trim()),
      z.string().check(z.minLength(1), z.maxLength(max), z.regex(/^\P{Cc}*$/u)),
    ),
  );
}

/** The same, where nothing typed is null. */
export function optionalText(max: number) {
  return z.pipe(
    z.string().check(z.maxLength(max * 4)),
    z.pipe(
      z.transform((typed: string) => typed.normalize('NFC').replace(/\s+/g, ' ').trim() || null),
      z.nullable(z.string().check(z.maxLength(max), z.regex(/^\P{Cc}*$/u))),
    ),
  );
}

/** A mail address, as it is kept; nothing typed is null. */
export function optionalEmail() {
  return z.pipe(
    z.string().check(
      z.maxLength(300),
      z.refine((typed) => typed.trim() === '' || parseEmail(typed) !== null),
    ),
    z.transform((typed: string) => parseEmail(typed)),
  );
}

/** The first field that was refused. */
export function fieldOf(error: z.core.$ZodError): string {
  return String(error.issues[0]?.path[0] ?? '');
}
