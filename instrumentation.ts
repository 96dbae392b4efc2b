/** Called by Next once, before the server answers. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { beginLife } = await import('#server/life.ts');
  await beginLife();
}
