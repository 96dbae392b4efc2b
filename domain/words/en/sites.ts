import type { Words } from '#domain/words/fr/index.ts';
import { count } from './grammar.ts';

export const sites: Words['sites'] = {
  title: 'Sites kept',
  why: ({ most }) => `Up to ${most} sites: their rooms, equipment and tickets are on this phone, also without a network.`,
  whyOwn: 'The sites of your roles are on this phone, also without a network.',
  own: 'By your role',
  here: 'On this phone',
  chosen: ({ n, most }) => `Chosen: ${n} of ${most}`,
  search: 'Name, town or code…',
  full: ({ most }) => `Already ${most} chosen: take one off first.`,
  keep: ({ n }) => (n === 0 ? 'Keep none' : `Keep ${count(n, 'site', 'sites')}`),
  done: 'Choice recorded. This phone is being updated.',
  offline: 'Choosing needs the network. What is kept stays readable.',
  notKept: 'The choice is not recorded.',
  notKeptThen: 'Nothing has changed on this phone. Check the network, then try again.',
  nothingFor: ({ text }) => `No site for “${text}”.`,
};
