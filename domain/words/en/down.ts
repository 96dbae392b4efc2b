import type { Words } from '#domain/words/fr/index.ts';

export const down: Words['down'] = {
  title: 'The whole network is down',
  what: 'Does nothing answer in the whole site?',
  whatThen: 'One critical ticket leaves for the whole site. For a room or one computer, open an ordinary ticket.',
  tell: 'Tell: network down',
  kept: 'Kept here. Call as well.',
  said: 'It is reported already',
  saidThen: 'One ticket is enough for the whole site.',
  phone: 'Call as well',
  phoneThen: 'The Wi-Fi of the site is down: Relais sends the ticket as soon as a network is back, a mobile one too.',
  call: ({ number }) => `Call ${number}`,
  closed: ({ when }) => `The service desk opens ${when}.`,
  send: 'By text message',
  copy: 'Copy the text',
  sms: ({ site, uai, time, who }) => `Network down: ${site} (${uai}), the whole site, since ${time}. Reported by ${who}.`,
};
