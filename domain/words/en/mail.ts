import type { mail as french } from '#domain/words/fr/mail.ts';
import { status } from './status.ts';

export const mail: typeof french = {
  news: {
    opened: () => 'Your ticket is recorded',
    critical: () => 'Your ticket is treated as urgent',
    taken: ({ who }) => (who ? `${who} is taking care of your ticket` : 'Somebody is taking care of your ticket'),
    released: () => 'Your ticket waits for somebody again',
    passed_on: () => 'Your ticket is passed on',
    started: () => 'Your ticket is being worked on',
    waiting: ({ reason }) => (reason ? `Your ticket waits for ${reason}` : 'Your ticket is on hold'),
    resolved: () => 'Is it fixed? Tell us',
    closed: () => 'Your ticket is closed',
    dropped: () => 'Your ticket is not pursued',
    reopened: () => 'Your ticket is open again',
    note: () => 'An answer on your ticket',
  },
  state: {
    opened: () => 'A ticket is open',
    critical: () => 'A ticket has become critical',
    taken: ({ who }) => (who ? `${who} is on it` : 'Somebody is on it'),
    released: () => 'The ticket waits for somebody again',
    passed_on: () => 'The ticket is passed on',
    started: () => 'Work has begun',
    waiting: ({ reason }) => (reason ? `Waiting for ${reason}` : 'The ticket is on hold'),
    resolved: () => 'It is fixed',
    closed: () => 'The ticket is closed',
    dropped: () => 'The ticket is not pursued',
    reopened: () => 'The ticket is open again',
    note: () => 'An answer on the ticket',
  },
  criticalOpened: 'Critical: a ticket is open',
  step: {
    opened: ({ who }) => (who ? `Reported by ${who}` : 'Reported'),
    critical: () => 'Became critical',
    taken: ({ who }) => (who ? `Taken by ${who}` : 'Taken'),
    released: () => 'Given back: it waits for somebody',
    passed_on: () => 'Passed on to other skills',
    started: () => 'Work begun',
    waiting: ({ reason }) => (reason ? `On hold: ${reason}` : 'On hold'),
    resolved: ({ who }) => (who ? `Resolved by ${who}` : 'Resolved'),
    closed: () => 'Closed',
    dropped: ({ reason }) => (reason ? `Not pursued: ${reason}` : 'Not pursued'),
    reopened: () => 'Reopened',
    note: ({ who }) => (who ? `Written by ${who}` : 'Written'),
  },
  waitReason: ({ reason, until }) => (until ? `${status.waitReason[reason]}, ${until}` : status.waitReason[reason]),
  dropReason: ({ reason, kept }) => {
    const said = status.dropReason[reason];
    return kept ? `already followed by ticket ${kept}` : said.charAt(0).toLowerCase() + said.slice(1);
  },
  until: ({ date }) => `until ${date}`,
  at: ({ date, time }) => `${date} at ${time}`,
  receivedAt: ({ when }) => `received by the server on ${when}`,
  urgent: ({ subject }) => `Critical: ${subject}`,
  confidential: 'Your ticket',
  unnamed: 'Ticket',
  numberIs: ({ number }) => `Its number: ${number}`,
  numberHint: 'Keep this number for any question.',
  askedWell: 'Does it work? Say so and the ticket is closed. If not, it starts again at once.',
  wasSaid: 'What was done',
  story: 'What happened',
  about: 'The ticket',
  button: {
    open: 'Open the ticket',
    confirm: 'Yes, it is fixed',
    still: 'No, it still fails',
    follow: 'Open Relais',
    take: 'See the ticket',
  },
  call: {
    subject: ({ subject }) => `Alert: ${subject}`,
    waiting: 'This alert waits for you in Relais: you have not opened it yet.',
  },
  why: {
    person: 'Relais sends you this mail because this ticket concerns you.',
    mailbox: ({ site }) => `Relais sends this mail to the mailbox of the IT service: ${site}.`,
    call: 'Relais sends you this mail because this alert is for you.',
  },
  choose: 'Choose what I receive',
  noReply: 'Nobody reads answers to this mail: answer in Relais.',
  /** Where answers are read: the first line of a letter, which programs quote, and its foot. */
  replyAbove: 'Answer above this line',
  replyHere: 'Answer this mail: what you write is added to the ticket. Never put a password in it.',
  /** An answer as it stands in the ticket. */
  answer: {
    by: 'Received by mail',
    files: ({ n }: { n: number }) => (n === 1 ? 'One file stayed in the mailbox.' : `${n} files stayed in the mailbox.`),
    cut: 'The rest is in the mail.',
  },
  /** An answer that could not be added. */
  returned: {
    title: 'Your answer is not in the ticket',
    next: 'It is still among the mails that you sent. Answer in Relais.',
    empty: 'We found no text in it. A photo is added in Relais, on the ticket.',
  },
};
