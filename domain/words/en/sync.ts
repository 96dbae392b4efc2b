import type { Words } from '#domain/words/fr/index.ts';
import { count } from './grammar.ts';

export const sync: Words['sync'] = {
  mark: {
    phone: 'On this phone',
    sent: 'Sent…',
    saved: ({ number }) => `Recorded no. ${number}`,
    savedPlain: 'Recorded',
    refused: ({ reason }) => `Refused: ${reason}`,
    refusedPlain: 'Refused',
    draft: 'Draft kept',
  },
  chip: {
    upToDate: ({ time }) => `Up to date, ${time}`,
    never: 'Never synchronised',
    offline: 'Offline',
    toSend: ({ n }) => `${n} to send`,
    sending: 'Sending…',
    refused: ({ n }) => `${n} refused`,
    label: 'See what is to be sent',
  },
  strip: {
    offline: ({ since }) => (since ? `Offline since ${since}.` : 'Offline.'),
    kept: ({ n }) => (n === 0 ? 'Everything has been sent.' : count(n, 'action kept here.', 'actions kept here.')),
    weak: 'Weak network.',
    weakThen: 'Sending resumes where it stopped. Nothing is lost.',
    back: 'Back online.',
    backThen: ({ n }) => `Sending ${count(n, 'action', 'actions')}…`,
    done: ({ time }) => `Everything is recorded, ${time}`,
    waiting: ({ n }) => count(n, 'action to send.', 'actions to send.'),
    waitingThen: 'Kept on this phone.',
    refused: ({ n }) => count(n, 'action refused.', 'actions refused.'),
    refusedThen: 'What happens next is your choice.',
    portal: 'Wi-Fi connected but closed.',
    portalThen: 'Open its sign-in page.',
    serverDown: 'The server does not answer.',
    serverDownThen: ({ n, span }) =>
      `${n === 0 ? 'Nothing is lost.' : n === 1 ? 'Your action stays on this phone.' : `Your ${n} actions stay on this phone.`}${
        span ? ` Next try in ${span}.` : ''
      }`,
    session: 'Your session has ended.',
    sessionThen: 'Sign in again to send; nothing is lost.',
    tooOld: 'This version is too old.',
    tooOldThen: 'Install the new one to send; nothing is lost.',
  },
  say: {
    offline: 'Offline. Your actions are kept on this phone.',
    online: 'Back online.',
    saved: ({ n }) => count(n, 'action recorded.', 'actions recorded.'),
    refused: ({ n }) => count(n, 'action refused.', 'actions refused.'),
  },
  stale: ({ when }) => `Seen ${when}. May have changed.`,
  expired: 'No contact for 30 days: your tickets are no longer shown. Find a network to see them again.',
  lost: 'The browser erased what this phone kept. What had not been sent is lost.',
  lostRead: 'Understood',
  firstLoad: 'Loading your site…',
  firstOffline: 'Connect to the network once to load your site (about 400 pieces of equipment).',
  bytes: ({ done, all }) => `${done} of ${all}`,
  update: { ready: 'New version ready.', install: 'Install it', later: 'Later' },
  otherPerson: ({ who, n }) => `${count(n, 'action', 'actions')} of ${who} on this phone. Only that person can send them.`,
  storage: {
    full: 'This phone is full: the photo is not kept, the text is.',
    blocked: 'This browser keeps nothing. Leave private browsing, or install Relais.',
    free: 'Free some space',
    notKept: 'This phone could keep nothing. Your text is still on the screen: free some space, then try again.',
    nearlyFull: 'This phone is nearly full. Photos may not be kept any more.',
  },
};
