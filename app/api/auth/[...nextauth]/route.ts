import { handleAuth } from '#server/session/next-auth.ts';

/**
 * A token for the form, or how long the session lasts.
 * @who anyone, or a session
 * @may oneself
 * @takes `csrf` or `session`
 * @rate nothing is looked up but one's own session
 */
export const GET = (request: Request) => handleAuth(request);
/**
 * Signs in or out.
 * @who login and password and the form's token, or a session
 * @may oneself
 * @takes a form: csrfToken, login, password
 * @rate wrong passwords: 10 in 15 min of an account from one address or known device, 40 an address, 20 an account, then 1 a minute
 */
export const POST = (request: Request) => handleAuth(request);
