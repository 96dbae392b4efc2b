'use server';
import type { Welcome } from '#server/session/first-admin.ts';
import { welcome } from '#server/session/welcome.ts';

/** @may makes the first administrator, once, where there is none */
export async function createFirstAdministrator(input: unknown): Promise<Welcome> {
  return welcome(input);
}
