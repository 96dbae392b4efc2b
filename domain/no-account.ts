import type { PersonId } from './ids.ts';

/**
 * In whose name the house opens what somebody without an account reports: a person of the tables, whom nobody can sign in as, with no
 * address and no role (docs/decisions/0025). A ticket whose requester this is was reported by a sticker's public page.
 */
export const NO_ACCOUNT = '00000000-0000-7000-8000-000000000a11' as PersonId;
