import type { Words } from '#domain/words/fr/index.ts';

export const outbox: Words['outbox'] = {
  title: 'To send',
  choose: 'Your choice',
  moving: 'On its way',
  onPhone: 'On this phone',
  received: 'Received today',
  gesture: ({ place, time }) => `${place} · you tapped at ${time}`,
  act: ({ what, subject }) => `${what} “${subject}”`,
  newTicket: ({ subject }) => `New ticket: ${subject}`,
  note: ({ subject }) => `Note on “${subject}”`,
  photo: ({ subject }) => `Photo for “${subject}”`,
  photoSending: 'Sending the photo',
  seeAndChoose: 'See and choose',
  retry: 'Try again now',
  empty: ({ time }) => (time ? `Everything has been sent. Last sent at ${time}.` : 'Nothing to send.'),
  lastContact: ({ when }) => `Last contact with the server: ${when}.`,
  independent: 'Each action leaves on its own: a refusal does not stop the others.',
  undo: 'Undo this action',
  undone: 'Action undone',
  unreadable: 'The server could not read this action. It is kept here.',
  done: 'What you did',
};
