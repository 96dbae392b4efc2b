import { handleSso } from '#server/session/sso/door.ts';

/**
 * Goes to a portal, and comes back from it.
 * @who everybody
 * @may begins a sign-in; what comes back is believed for the browser that began it
 * @takes the portal’s answer, by its own protocol
 */
export const GET = (request: Request) => handleSso(request);

/**
 * Takes a session up, or hears from a portal that one is over.
 * @who the paper of a portal’s answer, or the portal’s own signature or ticket
 * @may oneself; the portal, the sessions that came by it
 * @takes the portal’s word, by its own protocol
 */
export const POST = (request: Request) => handleSso(request);
