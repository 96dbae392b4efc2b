import type { Circle } from '#domain/ticket/events.ts';
import type { Words } from '#domain/words/fr/index.ts';
import type { Sentence, Who } from '#domain/words/types.ts';
import { common } from './common.ts';
import { count } from './grammar.ts';
import { status } from './status.ts';

function did(who: Who | null, past: string): Sentence {
  return { actor: who ? (who.you ? 'You' : who.name) : common.system, text: past };
}
const lower = (s: string) => s.charAt(0).toLowerCase() + s.slice(1);
const to = (who: Who) => (who.you ? 'you' : who.name);
const of = (who: Who) => (who.you ? 'your' : `${who.name}’s`);

const calls: Readonly<Record<Circle, string>> = {
  present: 'Called to take it',
  deputies: 'Called the deputies',
  team: 'Called the proximity team',
  supervisors: 'Called the supervisors',
  on_call: 'Called whoever is on call',
  again: 'Called again',
};

export const timeline: Words['timeline'] = {
  title: 'What happened',
  track: 'Who has had this ticket',
  called: ({ who, way, whom, internal }) => {
    const rest = `${way === 'unanswered' ? ', no answer' : ''}${internal ? ', noted for the team' : ''}`;
    if (way === 'in') return did(who, `noted ${whom === null ? 'a call' : whom.you ? 'your call' : `a call from ${whom.name}`}${rest}`);
    return did(who, `${whom === null ? 'made a call' : `called ${to(whom)}`}${rest}`);
  },
  event: {
    TicketOpened: ({ who, channel, beneficiary }) =>
      did(who, `reported it ${status.channel[channel]}${beneficiary ? ` for ${to(beneficiary)}` : ''}`),
    OwnershipTaken: ({ who, from }) => did(who, from ? `took over from ${to(from)}` : 'took it'),
    OwnershipReleased: ({ who }) => did(who, 'gave it back'),
    OwnershipRelieved: ({ who, from }) => did(who, `took over ${of(from)} ticket`),
    TicketEscalated: ({ who, direction, level, team }) =>
      did(
        who,
        {
          up: level ? `passed it to level ${level}` : 'passed it to the next level',
          on_site: 'asked for someone on site',
          out: team ? `handed it to the provider: ${team}` : 'handed it to the provider',
          hierarchical: 'told the supervisor',
        }[direction],
      ),
    HelpAsked: ({ who, helper }) => did(who, `asked ${to(helper)} for help`),
    HelperJoined: ({ who, because, owner }) => {
      if (because === 'joined') return did(who, 'joined as a helper');
      return did(who, `took it${owner ? ` after ${to(owner)}` : ' second'}: ${who?.you ? 'you are' : 'stays'} a helper`);
    },
    NoteAdded: ({ who, internal }) => did(who, internal ? 'wrote a note for the team' : 'wrote a note'),
    PhotoAttached: ({ who, n }) => did(who, `added ${count(n, 'photo', 'photos')}`),
    PhotoStored: () => ({ actor: null, text: 'The photo has arrived' }),
    WorkStarted: ({ who, remote }) => did(who, remote ? 'started, remotely' : 'started'),
    WorkPaused: ({ who, reason, until }) => did(who, `put it on hold: ${status.waitReason[reason]}${until ? `, until ${until}` : ''}`),
    WorkResumed: ({ who }) => did(who, 'resumed'),
    TicketResolved: ({ who, resolution, mode }) =>
      did(who, `resolved it, ${lower(status.resolutionMode[mode])}: ${lower(status.resolutionType[resolution])}`),
    TicketDropped: ({ who, reason }) => did(who, `closed it, not pursued: ${lower(status.dropReason[reason])}`),
    TicketClosed: () => ({ actor: null, text: 'The ticket closed: nobody objected' }),
    OwnershipAssigned: ({ who, helper: whom }) => did(who, `assigned it to ${to(whom)}`),
    TeamAssigned: ({ who, team }) => did(who, team ? `assigned it to the team ${team}` : 'assigned it to a team'),
    TicketQualified: ({ who, priority, overridden }) => did(who, `specified the ticket: P${priority}${overridden ? ', priority chosen' : ''}`),
    CheckRecorded: ({ who, check }) =>
      did(who, { identity: 'verified the identity', consent: 'recorded the user’s consent', form: 'received the signed form' }[check]),
    CheckFailed: ({ who }) => did(who, 'tried to verify the identity: the number does not match'),
    TaskAdded: ({ who, task }) => did(who, `added a task: ${task}`),
    TaskCompleted: ({ who, task }) => did(who, `did: ${task}`),
    TaskReopened: ({ who, task }) => did(who, `unticked: ${task}`),
    VisitPlanned: ({ who, when, remote }) => did(who, `proposed ${remote ? 'a remote appointment' : 'an appointment'}: ${when}`),
    VisitAnswered: ({ who, accepted }) => did(who, accepted ? 'accepted the appointment' : 'declined the appointment'),
    VisitArrived: ({ who, scanned }) => did(who, `arrived${scanned ? ', equipment scanned' : ''}`),
    VisitLeft: ({ who }) => did(who, 'left'),
    ResolutionConfirmed: ({ who }) => did(who, 'confirmed: it is fixed'),
    TicketReopened: ({ who }) => did(who, 'reopened it'),
    TicketRated: ({ who, stars }) => did(who, `rated it: ${stars} of 5`),
    ApprovalGiven: ({ who }) => did(who, 'approved it'),
    ApprovalRefused: ({ who }) => did(who, 'refused the request'),
    SameTrouble: ({ who }) => did(who, 'reported the same fault'),
    MarkedDuplicate: ({ who, number }) => did(who, number ? `joined this duplicate to no. ${number}` : 'joined this duplicate'),
    DuplicateJoined: ({ person }) => did(person, 'also follow this ticket: duplicate'),
    ProblemLinked: ({ who, number, linked }) =>
      did(who, linked ? (number ? `linked it to cause no. ${number}` : 'linked it to a cause') : 'unlinked it from the cause'),
    AlertTraced: ({ person, step }) => {
      if (step === 'accepted') return { actor: null, text: `The alert is on its way to ${to(person)}` };
      if (step === 'mailed') return { actor: null, text: `No answer to the alert: a mail goes to ${to(person)}` };
      if (step === 'shown') return { actor: null, text: `The alert was shown to ${to(person)}` };
      if (step === 'opened') return did(person, 'opened the alert');
      return { actor: null, text: `The alert could not be shown to ${to(person)}` };
    },
    PeopleCalled: ({ people, circle, late }) => ({
      actor: null,
      text: `${calls[circle]}: ${people.map(to).join(', ')}${late ? ' (late: the server was down)' : ''}`,
    }),
    CallsExhausted: () => ({ actor: null, text: 'Everybody was called, and nobody has answered' }),
    DelayTold: ({ clock, percent }) => {
      const what = clock === 'tto' ? 'time to own' : 'time to resolve';
      return { actor: null, text: percent >= 100 ? `The ${what} is over` : `${percent} % of the ${what} are used up` };
    },
    VisitReminded: () => ({ actor: null, text: 'The appointment was recalled' }),
    PersonReplaced: ({ from, person }) => ({
      actor: null,
      text: `The account of ${from.name} was merged with ${person.you ? 'yours' : `that of ${person.name}`}`,
    }),
  },
  dot: { reported: 'Reported', next: 'Resolved', toTake: 'To take', folded: ({ n }) => `${n} more before` },
  undone: 'Undone',
};
