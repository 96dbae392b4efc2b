import type { SessionWords } from '#domain/words/session.ts';
import { count } from './grammar.ts';

export const session: SessionWords = {
  reads: ({ who }) => `No network. ${who} can read here without signing in again.`,
  read: 'Open Relais',
  busy: 'Many people are signing in. Try again in a moment.',
  kept: ({ who, n }) => `${count(n, 'action', 'actions')} of ${who} on this phone: kept, and sent by that person only.`,
  login: 'Login or mail address',
  needLogin: 'Write your login.',
  wrong: 'Unknown login or password. Check both.',
  givenName: 'First name',
  familyName: 'Family name',
  needName: 'Write your first and family names.',
  needOrganisation: 'Write the name of your organisation.',
  loginTaken: 'This login is taken.',
  passwordLong: '200 characters at most.',
};
