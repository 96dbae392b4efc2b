import type { Words } from '#domain/words/fr/index.ts';

export const home: Words['home'] = {
  title: 'Today',
  handover: {
    see: 'See the ticket',
    title: 'The baton is passed to you',
    from: ({ who, level }) => (level ? `${who}, ${level}` : who),
    quote: ({ text }) => `“${text}”`,
    left: ({ span }) => `${span} left`,
    leftThen: ({ who }) => (who ? `before ${who} is alerted.` : 'before the next person is alerted.'),
    others: ({ n }) => (n === 1 ? 'and 1 other' : `and ${n} others`),
  },
  toApprove: 'To approve',
  toTake: 'To take here',
  mine: 'Mine',
  helping: 'Helping',
  reported: 'My reports',
  waitingForMe: 'To confirm',
  emptyTitle: 'Nothing to take here',
  emptyText: 'Everything that was reported has been taken. Scan a piece of equipment to report a fault.',
  mineEmpty: 'You have no ticket.',
  reportedEmpty: 'You have reported nothing. Scan the sticker of a faulty piece of equipment.',
  networkDown: 'The whole network is down',
  site: 'Site',
  everywhere: 'All sites',
  heldSites: 'Sites on this phone',
  chooseSite: 'Choose a site',
};
