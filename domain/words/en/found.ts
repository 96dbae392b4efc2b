import type { Words } from '#domain/words/fr/index.ts';

export const found: Words['found'] = {
  recognised: 'Recognised',
  room: 'Room recognised',
  already: 'Already reported',
  card: 'See its card',
  seeRoom: 'See the room',
  next: 'Scan the next one',
  several: ({ n }) => `${n} pieces of equipment have this number. Which one?`,
  unknown: 'Unknown sticker here',
  unknownText: ({ code }) => `${code} is not in the register of your sites. You can report the fault all the same.`,
  nothing: ({ text }) => `No equipment carries “${text}”.`,
  badCode: ({ code }) => `${code} has a wrong letter. Check the sticker.`,
  foreign: ({ host }) => `This code leads elsewhere: ${host}. Relais does not open it. Somebody may have stuck on a false sticker.`,
};
