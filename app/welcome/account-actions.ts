'use server';
import { forgot as askBack, chooseByLink as choose, readLink as read } from '#server/account/link-door.ts';
import type { OpenedLink, UsedLink } from '#server/account/links.ts';

/**
 * @who a one-time link
 * @may whom the link lets in, before it is used
 */
export async function readLink(token: unknown): Promise<OpenedLink | null> {
  return read(token);
}

/**
 * @who a one-time link
 * @may chooses the password of whom the link lets in, once
 */
export async function chooseByLink(input: unknown): Promise<UsedLink> {
  return choose(input);
}

/**
 * @who everybody
 * @may has a link mailed to the address of that login, if there is one; the answer is the same
 */
export async function forgot(login: unknown): Promise<{ asked: boolean }> {
  return askBack(login);
}
