import type { SessionWords } from '#domain/words/session.ts';
import { count } from './grammar.ts';

export const session: SessionWords = {
  reads: ({ who }) => `No network. ${who} can read here without signing in again.`,
  read: 'Open Relais',
  busy: 'Many people are signing in. Try again in a moment.',
  kept: ({ who, n }) => `${count(n, 'action', 'actions')} of ${who} on this phone: kept, and sent by that person only.`,
  givenName: 'First name',
  familyName: 'Family name',
  needName: 'Write your first and family names.',
  needOrganisation: 'Write the name of your organisation.',
  loginTaken: 'This address already has an account.',
  passwordLong: '200 characters at most.',
};
