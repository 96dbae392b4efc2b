import type { Phone } from './phone.ts';

/**
 * The battery is gone, and comes back later at this address. A browser writes its cookies to the disk every half minute, and a test signs in
 * a moment before: the session is given back, which somebody who signed in this morning would have kept.
 */
export async function outOfPower(phone: Phone, path: string, meanwhile: () => Promise<void> | void = () => undefined): Promise<void> {
  const cookies = await phone.context.cookies();
  await phone.kill();
  await meanwhile();
  await phone.open('/signin');
  await phone.context.addCookies(cookies);
  await phone.open(path);
}
