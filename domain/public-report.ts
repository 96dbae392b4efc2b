import * as z from 'zod/mini';

const line = (max: number) =>
  z.pipe(
    z.string().check(z.maxLength(max * 4)),
    z.pipe(
      z.transform((typed: string) =>
        typed
          .normalize('NFC')
          .replace(/\p{Cc}+/gu, ' ')
          .trim(),
      ),
      z.string().check(z.maxLength(max)),
    ),
  );

export const WHAT_MOST = 500;

/** What the public page sends. `challenge`: as the page brought it; `nonce`: the work that was done for it. */
export const PublicReportInput = z.object({
  challenge: z.string().check(z.maxLength(200)),
  nonce: z.int().check(z.nonnegative(), z.maximum(99_999_999_999)),
  what: z.pipe(
    z.string().check(z.maxLength(WHAT_MOST * 4)),
    z.pipe(
      z.transform((typed: string) => typed.normalize('NFC').trim()),
      // Lines may be broken; no other control character is a word.
      z.string().check(z.minLength(3), z.maxLength(WHAT_MOST), z.regex(/^(?:\P{Cc}|[\n\r\t])*$/u)),
    ),
  ),
  name: line(80),
  contact: line(120),
});
export type PublicReportInput = z.infer<typeof PublicReportInput>;

/** What it is told: kept; refused for a while; the page is too old or its work is missing: open it again; not in use any more. */
export const PUBLIC_ANSWERS = ['kept', 'too-many', 'again', 'not-in-use', 'empty', 'busy'] as const;
export type PublicAnswer = (typeof PUBLIC_ANSWERS)[number];
