/** The one cookie of whoever knocks at a door, where Next's own would be. */
export const jar: { cookie: string | undefined } = { cookie: undefined };

/** In place of `next/headers`: `vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders)`. */
export const nextHeaders = {
  headers: async () => new Headers(),
  cookies: async () => ({ get: () => (jar.cookie === undefined ? undefined : { value: jar.cookie }) }),
};
