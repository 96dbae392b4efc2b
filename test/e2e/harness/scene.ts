/** The test function of the scenes: houses and phones that end with the test, and no fault of a page unnoticed. */
import { test as base, expect } from '@playwright/test';
import { House, type HouseOptions } from './house.ts';
import { Phone, type PhoneOptions } from './phone.ts';

interface Scene {
  /** Starts an installation with the demonstration's data. */
  house(options?: HouseOptions): Promise<House>;
  /** A phone without anything on it, of this installation. */
  phone(house: Pick<House, 'url'>, options?: PhoneOptions): Phone;
}

export const test = base.extend<{ scene: Scene }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  scene: async ({}, use, info) => {
    const houses: House[] = [];
    const phones: Phone[] = [];
    await use({
      house: async (options) => {
        const house = await House.open(options);
        houses.push(house);
        return house;
      },
      phone: (house, options) => {
        const phone = new Phone(house.url, options);
        phones.push(phone);
        return phone;
      },
    });
    const faults = phones.flatMap((phone) => phone.faults);
    if (info.status !== info.expectedStatus) {
      for (const house of houses) await info.attach('server', { body: house.printed });
      await info.attach('faults', { body: faults.join('\n') });
      for (const phone of phones) await info.attach('phone', { body: await phone.says() });
    }
    for (const phone of phones) await phone.remove();
    for (const house of houses) await house.close();
    expect(faults).toEqual([]);
  },
});

export { expect };
