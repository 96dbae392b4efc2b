import type { Words } from '#domain/words/fr/index.ts';

export const news: Words['news'] = {
  onCall: {
    now: ({ when }) => `You are on call until ${when}.`,
    next: ({ from, until }) => `Your next turn on call: ${from}, until ${until}.`,
    for: ({ site }) => `For ${site}.`,
    everywhere: 'For all sites.',
  },
  announcement: {
    read: 'I have read it',
    readOf: ({ text }) => `I have read it: ${text}`,
  },
  outage: {
    age: ({ n: minutes }) => {
      if (minutes < 60) return `${Math.max(1, minutes)} min`;
      if (minutes < 1440) return minutes < 120 ? 'over an hour' : `over ${Math.floor(minutes / 60)} hours`;
      return minutes < 2880 ? 'over a day' : `${Math.floor(minutes / 1440)} days`;
    },
    known: ({ what, span }) => `Known outage: ${what}, for ${span}.`,
    knownSome: ({ what }) => `Known outage: ${what}.`,
    several: ({ n }) => `${n} open tickets.`,
    taken: 'Somebody is on it.',
    waiting: 'Not taken yet.',
    see: 'See the ticket',
    meToo: 'Me too',
    else: 'That is not it, continue',
    meTooDone: 'Noted. You follow this outage.',
  },
};
