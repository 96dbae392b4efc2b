import type { Words } from '#domain/words/fr/index.ts';

export const how: Words['how'] = {
  title: 'How to',
  print: 'Print',
  lead: 'All of it works without a network. Relais keeps it, and sends it when the network is back.',
  start: 'Begin',
  parts: [
    {
      key: 'fault',
      title: 'Something no longer works',
      steps: [
        'Scan the sticker of the equipment. No sticker: “New ticket”.',
        'Tap what you see, then write a sentence.',
        'Already reported? One tap is enough to follow the same fault.',
        'Say who is blocked and whether the lesson goes on: the delay depends on it.',
      ],
    },
    {
      key: 'request',
      title: 'I need something',
      steps: [
        'Choose “I need something”, then what.',
        'New equipment or an access right waits for the head of the site.',
        'Nothing begins before they agree, and the ticket shows it.',
      ],
    },
    {
      key: 'access',
      title: 'Open or close an access right',
      steps: [
        'Choose “Access right”, then open or close.',
        'Say for whom, to what, to do what, and until when.',
        'The head of the site agrees in Relais, or signs the form: add its photo or its PDF.',
        'Somebody leaves, or changes jobs? The same form closes their rights.',
      ],
    },
    {
      key: 'password',
      title: 'Forgotten password, locked account',
      steps: [
        'Ask a colleague to open the ticket for you: “For somebody else”.',
        'Give a number to call back: nothing is sent to the locked mailbox.',
        'We check who you are, then tell you a temporary password in person.',
        'Never write a password in a ticket.',
      ],
    },
    {
      key: 'question',
      title: 'A question, a complaint',
      steps: ['Choose “A question”, and write it as you would say it.', 'A complaint is read by the service desk and its supervisor only.'],
    },
    {
      key: 'other',
      title: 'For somebody else',
      steps: [
        'Choose “For somebody else”, then their name.',
        'In person, on the phone, in the notebook: support notes several lines in a row with “One more”.',
      ],
    },
    {
      key: 'next',
      title: 'What happens next',
      steps: [
        '“On this phone”: it is kept, not sent yet.',
        '“Recorded”, with a number: the service desk has it.',
        'Somebody takes it: you see their first name. They may answer, call or come by.',
        'It is fixed: say yes, or reopen. Without an answer, the ticket closes after 5 service days.',
      ],
    },
    {
      key: 'who',
      title: 'Who may open what',
      steps: [
        'Everybody of the site: a fault, a request or a question, for themselves or for somebody else.',
        'Correspondents and the service desk: also what they are told in person.',
        'Equipment of another site cannot be opened from here.',
      ],
    },
  ],
  desk: 'The service desk',
  call: 'Whom to call',
  referents: 'Who knows what',
  callNobody: 'No number is known here.',
};
