import type { SessionWords } from '#domain/words/session.ts';
import { count } from './grammar.ts';

export const session: SessionWords = {
  statements: { data: 'Personal data', access: 'Accessibility: not audited' },
  reads: ({ who }) => `No network. ${who} can read here without signing in again.`,
  read: 'Open Relais',
  busy: 'Many people are signing in. Try again in a moment.',
  kept: ({ who, n }) => `${count(n, 'action', 'actions')} of ${who} on this phone: kept, and sent by that person only.`,
  merged: 'This account is one with your other account',
  mergedThen: 'Sign in with the other one. What had not left this phone stays on it, safe, and leaves under no other name: say it again.',
  login: 'Login or mail address',
  needLogin: 'Write your login.',
  wrong: 'Unknown login or password. Check both.',
  givenName: 'First name',
  familyName: 'Family name',
  needName: 'Write your first and family names.',
  needOrganisation: 'Write the name of your organisation.',
  loginTaken: 'This login is taken.',
  passwordLong: '200 characters at most.',
  link: {
    title: 'Choose a password',
    hello: ({ name }) => `Hello ${name}`,
    lead: 'Choose your password to open Relais.',
    ends: 'Your other devices will be signed out. What has not left them stays there, for you.',
    submit: 'Keep this password',
    dead: 'This link has served already, or its time is over. Ask for another.',
    toTheDoor: 'Sign in',
  },
  forgot: {
    ask: 'Forgot the password?',
    send: 'Get a link by mail',
    lead: 'Write your login: if a mail address is known of it, a link leaves for it, good for 30 minutes.',
    done: 'It is asked. If this account exists and has an address, the link comes within minutes.',
    not: 'Nothing left. Try again later, or ask the administrator of Relais.',
  },
  portal: {
    or: 'Or else',
    back: 'Signing in…',
    refused: 'This account is not known to Relais. Ask the administrator to enter you.',
    failed: 'Signing in did not work. Try again, or type your password of Relais.',
  },
  key: {
    enter: 'Sign in with a passkey',
    none: 'No passkey answered. Try again; if it is lost, ask the administrator of Relais for a link.',
  },
};
