import type { Words } from '#domain/words/fr/index.ts';

export const demo: Words['demo'] = {
  banner: 'Demo: made-up data.',
  accounts: 'Demo accounts',
  password: ({ password }) => `Password for all: ${password}`,
  tryTitle: 'To try',
  try: [
    'Print the sheet of stickers, scan one with the phone.',
    'Cut the network, open a ticket, close the app, open it again.',
    'Take the same ticket on two phones offline.',
    'Pass a ticket to level 2 and watch the other phone.',
  ],
};
