import type { statements as fr } from '#domain/words/fr/statements.ts';

type Text<T> = T extends string ? string : { readonly [K in keyof T]: Text<T[K]> };

export const statements: Text<typeof fr> = {
  language: 'en',
  data: {
    title: 'Personal data',
    lead: 'What Relais keeps of you, why, and for how long.',
    parts: [
      {
        title: 'Your account',
        lines: [
          'Name, login, mail address and telephone where they are given, sites, roles, language: to know who asks, and who can help.',
          'The password and the agent’s number are kept only in a form that cannot be read back.',
          'Kept as long as the account is there. A person who was erased has no name any more: what they did stays, of nobody.',
        ],
      },
      {
        title: 'Your tickets',
        lines: [
          'What you write, your photos, who did what and when: to follow a fault and repair it. Read by the people of the ticket and the site’s support; a request for rights or a complaint, by fewer still.',
          'Who opens a confidential ticket, but its requester, is noted. Kept six months, read by whoever holds the ticket and by those who answer for the site.',
          'Kept with the history of the equipment. Alerts and mails that were sent: 90 days.',
        ],
      },
      {
        title: 'Your phone',
        lines: [
          'A copy of what you may see, to be read without a network for 30 days. Signing out deletes it, but for what has not left yet: that stays for you.',
          'An alert holds no name and no text. It goes through your browser’s service (Google, Mozilla, Apple, Microsoft), encrypted for your device.',
          'Cookies for signing in only: your session, its form, and that you have signed in here. Nobody’s visits are measured.',
        ],
      },
      {
        title: 'Security',
        lines: [
          'Sign-ins that were refused, accounts that were shut, attempts from elsewhere: with a fingerprint of the address, never the address. Kept six months.',
        ],
      },
      {
        title: 'Your rights',
        lines: [
          'To see: all that is kept of you can be downloaded under Me, My account. To correct: your telephone and your address, in the same place.',
          'To have deleted: ask the administration of your organisation, which answers for these data. Your name and addresses go, from texts too, on the server and on phones at their next contact; your photos if you ask. Backups that were made before keep them until they are replaced.',
          'All of it is kept by your organisation, on its server.',
        ],
      },
    ],
  },
  access: {
    title: 'Accessibility',
    lead: 'Relais is for everybody: by keyboard, by finger, by voice, with a network or without.',
    parts: [
      {
        title: 'Where we are',
        lines: [
          'No audit has been made: conformity is not declared.',
          'Each screen is looked at by an automatic tool (axe) in both themes, 390 and 320 pixels wide, with each version. Such a tool sees a part of the faults only.',
        ],
      },
      {
        title: 'What we know to be imperfect',
        lines: [
          'Scanning needs a camera: the code can be typed too, or the thing looked for in its room.',
          'A photo has no other text than the ticket that carries it.',
        ],
      },
      {
        title: 'To say what is in your way',
        lines: ['Report it as a fault, by a ticket, or to the administration of your organisation.'],
      },
    ],
  },
  other: 'Français',
};
