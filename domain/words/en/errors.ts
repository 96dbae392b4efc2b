import type { Words } from '#domain/words/fr/index.ts';

export const errors: Words['errors'] = {
  reference: ({ reference }) => `ref. ${reference}`,
  notFoundTitle: 'This page does not exist',
  notFoundText: 'The address may have changed. Your waiting actions are kept.',
  crashTitle: 'This screen has stopped',
  crashText: 'What you saved is kept on this phone. Open the screen again.',
  reopen: 'Open the screen again',
  goHome: 'Go to the home screen',
  storeTitle: 'Relais can keep nothing here',
  storeText: 'This browser blocks storage. Leave private browsing, or use another browser.',
  storeBusy: 'Another window of Relais must be closed for the update.',
  notAllowed: 'You have no access to this screen.',
  server: 'The server does not answer. Nothing is lost.',
  tooMany: 'Too many requests. Try again in a moment.',
  invalid: 'The server did not understand. Reload the page.',
};
