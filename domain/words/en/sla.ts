import type { PauseReason } from '#domain/sla/pauses.ts';
import type { Words } from '#domain/words/fr/index.ts';
import { status } from './status.ts';

const waitsFor = (reason: PauseReason) => (reason === 'resolved' ? 'the repair is to be confirmed' : `waiting for ${status.waitReason[reason]}`);

export const sla: Words['sla'] = {
  service: ({ span }) => `${span} of service`,
  left: ({ span }) => `${span} left`,
  late: ({ span }) => `late by ${span}`,
  paused: ({ reason }) => `clock stopped: ${waitsFor(reason)}`,
  latePaused: ({ span, reason }) => `late by ${span}, clock stopped: ${waitsFor(reason)}`,
  held: 'done in time',
  missed: ({ span }) => `missed by ${span}`,
  never: 'no service hours: no time limit',
  notStarted: 'the clock starts when the server has it',
  short: {
    late: ({ span }) => `late ${span}`,
    paused: ({ reason }) => `stopped: ${reason === 'resolved' ? 'to be confirmed' : status.waitReason[reason]}`,
    never: 'no time limit',
    notStarted: 'not started',
  },
  label: 'Time limit',
  toOwn: ({ when }) => `to be taken before ${when}`,
  toResolve: ({ when }) => `to be fixed before ${when}`,
  promised: ({ when }) => `To be fixed before ${when}`,
  promiseBroken: ({ when }) => `Late: it was due before ${when}`,
  toTake: 'to take it',
  toFix: 'to fix it',
  opened: ({ times }) => `Reported: ${times}`,
  basis: { act: 'counted from the act on site', receipt: 'counted from receipt' },
  missing: {
    public: ({ since, until }) =>
      until ? `Public holidays known from ${since} to ${until}: check the time limit.` : 'Public holidays unknown: check the time limit.',
    school: ({ since, until }) =>
      until ? `School holidays known from ${since} to ${until}: check the time limit.` : 'School holidays unknown here: check the time limit.',
  },
};
