import type { Refusal } from '#domain/refusal.ts';
import type { Words } from '#domain/words/fr/index.ts';

type Rule = Extract<Refusal, { code: 'rule' }>['rule'];

const rule = {
  'reason-of-direction': 'this reason does not go with this direction',
  'team-missing': 'the team that receives the ticket must be chosen',
  'top-level': 'the ticket is already at the last level',
  'already-on-site': 'the ticket already waits for someone on site',
  'helper-not-support': 'this person does not work on this site',
  'empty-report': 'a symptom or a text is needed',
  'request-drop': 'only level 3 and the supervisor close a request without doing it',
  'photos-full': 'this ticket holds as many photos as it can',
  'password-told': 'this looks like a password, and a ticket never keeps one',
  'identity-first': 'the identity has to be verified first',
  'consent-first': 'the user’s consent has to be recorded first',
  'form-first': 'the signed form, or the head’s approval, is missing',
  'approval-first': 'the head has not approved yet',
  'tasks-first': 'a mandatory step is not done',
  'tasks-full': 'this ticket holds as many tasks as it can',
  'task-of-another': 'somebody else did this step',
  'own-request': 'nobody approves an own request',
  'no-visit': 'no appointment waits for this',
  'reopen-late': 'the ticket has been closed for more than 15 days',
  rated: 'your opinion is given already',
  'other-missing': 'the other ticket is not known here, or does not fit',
  'assignee-not-support': 'this person does not work on this site',
  'form-missing': 'an access request needs its form',
  'reason-missing': 'another priority than the facts give needs a reason',
  'no-photo': 'the signed form is not on this ticket',
  'sticker-unknown': 'this sticker cannot be used here',
  'sticker-taken': 'this sticker is already on something else',
  'number-taken': 'another piece of equipment of the site bears this number',
  'changed-meanwhile': 'somebody changed it meanwhile',
} satisfies Record<Rule, string>;

const ruleThen = {
  'reason-of-direction': 'Choose another reason.',
  'team-missing': 'Choose a team, then try again.',
  'top-level': 'You can ask for help or tell the supervisor.',
  'already-on-site': 'You can add a note.',
  'helper-not-support': 'Choose somebody else.',
  'empty-report': 'Say what is wrong, or choose a symptom.',
  'request-drop': 'You can tell the supervisor.',
  'photos-full': 'Describe the rest in a note.',
  'password-told': 'Take it out of the text, then try again.',
  'identity-first': 'Verify the identity, with a network.',
  'consent-first': 'Record it, then start.',
  'form-first': 'Add the signed form, as a photo or a PDF.',
  'approval-first': 'They see the request. You can put it on hold.',
  'tasks-first': 'Do it, tick it, then resolve.',
  'tasks-full': 'Say the rest in a note.',
  'task-of-another': 'Ask them, or say it in a note.',
  'own-request': 'Another person of the management can.',
  'no-visit': 'Propose an appointment.',
  'reopen-late': 'Open a new ticket and quote this number.',
  rated: 'You can write a note.',
  'other-missing': 'Choose an open ticket of the same site.',
  'assignee-not-support': 'Choose somebody else.',
  'form-missing': 'Fill in the access form.',
  'reason-missing': 'Say why, then try again.',
  'no-photo': 'Add its photo or its PDF first.',
  'sticker-unknown': 'Take another sticker of your school.',
  'sticker-taken': 'Scan it to see on what, or take another one.',
  'number-taken': 'Look for this number: it may be the same thing.',
  'changed-meanwhile': 'Look at what is noted now, then do it again if it still holds.',
} satisfies Record<Rule, string>;

const ended: Record<string, string> = { resolved: 'Resolved', closed: 'Closed', dropped: 'Not pursued' };

export const refusals: Words['refusals'] = {
  rule,
  ruleThen,
  short: {
    unknown: 'access gone, or unknown ticket',
    'not-allowed': 'access gone',
    closed: 'already over',
    'already-exists': 'already received',
    'not-owner': 'not yours',
    'wrong-status': 'the state has changed',
    'already-owner': 'already yours',
    'already-on-it': 'already on it',
    rule: 'a rule',
    invalid: 'not understood',
    internal: 'server failure',
  },
  sentence: {
    unknown: () => ({
      what: 'You no longer have access to this ticket, or it is gone.',
      can: 'Your text is kept here: open it as a new ticket, or discard it.',
    }),
    'not-allowed': ({ verb, site }) => ({
      what: site
        ? `You cannot ${verb ? `“${verb}”` : 'do this'} at ${site}, or no longer have access to it.`
        : `You cannot ${verb ? `“${verb}”` : 'do this'} on this ticket.`,
      can: 'Your text stays here, to copy.',
    }),
    closed: ({ status, who, date }) => ({
      what: `${ended[status ?? ''] ?? 'Over'}${date ? ` on ${date}` : ''}${who ? ` by ${who}` : ''}.`,
      can: 'You can keep your text as a note.',
    }),
    'already-exists': () => ({ what: 'This ticket is already recorded.', can: 'Nothing to do again: you can discard this action.' }),
    'not-owner': ({ who }) => ({
      what: who ? `${who} has this ticket: only that person can do it.` : 'Nobody has this ticket: it must be taken first.',
      can: who ? 'You can join as a helper, or keep your text as a note.' : 'Take it, then try again.',
    }),
    'wrong-status': ({ status }) => ({
      what: `The ticket has changed meanwhile${status ? `: ${status}` : ''}.`,
      can: 'Open it to see where it stands.',
    }),
    'already-owner': () => ({ what: 'This ticket is already yours.', can: 'Nothing to do again: you can discard this action.' }),
    'already-on-it': () => ({ what: 'This person is already on the ticket.', can: 'Nothing to do again: you can discard this action.' }),
    rule: ({ rule: name }) => {
      const key = name !== null && Object.hasOwn(rule, name) ? (name as Rule) : null;
      return {
        what: key ? `Refused by a rule: ${rule[key]}.` : 'Refused by a rule.',
        can: key ? ruleThen[key] : 'You can keep your text as a note.',
      };
    },
    invalid: () => ({
      what: 'The server did not understand this action.',
      can: 'Update Relais, then try again. Your text stays here.',
    }),
    internal: ({ reference }) => ({
      what: 'The server failed on this action. It is kept here.',
      can: `Try again later.${reference ? ` Ref. ${reference}` : ''}`,
    }),
  },
  alreadyTaken: ({ who, time }) => `Already taken by ${who} at ${time}, while you were offline.`,
  secondTitle: ({ who }) => `${who} took it before you`,
  yourGesture: ({ time }) => `You tapped at ${time}.`,
  nowHelper: ({ who }) => `You are a helper: ${who} sees what you write.`,
  stayHelper: 'Stay as a helper',
  takeSecond: 'Your take came second',
  saved: ({ who }) => `Recorded, ${who} sees it`,
  noteKept: 'Your note is kept',
  photosKept: ({ n }) => (n === 1 ? 'Your photo is kept' : `${n} photos kept`),
  retry: 'Try again',
  keepAsNote: 'Keep as a note',
  discard: 'Discard',
  openAsNew: 'Open as new',
  copyText: 'Copy my text',
  discardAsk: 'Discard this action? Its text will be lost.',
};
