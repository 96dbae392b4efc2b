/** A push service of the test's own, which finds no fault with what it was sent. */
import { type Receiver, startReceiver } from '#test/push/receiver.ts';
import { expect, test } from './scene.ts';

export const withReceiver = test.extend<{ receiver: Receiver }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  receiver: async ({}, use) => {
    const receiver = await startReceiver();
    await use(receiver);
    await receiver.close();
    expect(receiver.faults).toEqual([]);
  },
});
