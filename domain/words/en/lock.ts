import type { Words } from '#domain/words/fr/index.ts';
import type { LockFacts } from '#domain/words/types.ts';

function where({ number, category, place }: LockFacts): string {
  const parts = [place, category].filter((p) => p !== null);
  return parts.length > 0 ? parts.join(' · ') : number ? `No. ${number}` : 'Open Relais';
}

export const lock: Words['lock'] = {
  kind: {
    handover: (f) => ({
      title: 'The baton is passed to you',
      body: `${where(f)}. ${f.before ? `Answer before ${f.before}.` : 'Waiting to be taken.'}`,
    }),
    critical: (f) => ({ title: `Critical: ${f.place ?? f.category ?? 'your site'}`, body: 'To be taken within 15 min. Open Relais.' }),
    hierarchical: (f) => ({ title: 'For your attention', body: `${where(f)}. The ticket asks for a supervisor.` }),
    already_taken: (f) => ({ title: 'Already taken by a colleague', body: `${where(f)}: what you wrote is kept. Nothing urgent.` }),
    helper_joined: (f) => ({ title: 'A helper joined your ticket', body: `${where(f)}. Tap to see.` }),
    relieved: (f) => ({ title: 'Your ticket was taken over', body: `${where(f)}: you stay as a helper.` }),
    help_asked: (f) => ({ title: 'You are asked for help', body: `${where(f)}. Tap to see.` }),
    note: (f) => ({ title: 'Answer on your ticket', body: `${where(f)} · tap to read.` }),
    requester_taken: (f) => ({ title: 'Your fault is being looked at', body: `${where(f)}.` }),
    requester_resolved: (f) => ({ title: 'Fixed? Tell us', body: `${where(f)} · one tap is enough.` }),
    assigned: (f) => ({ title: 'A ticket is assigned to you', body: `${where(f)}. Touch to see.` }),
    visit: (f) => ({ title: 'An appointment is proposed', body: `${where(f)}. One touch to answer.` }),
    visit_answered: (f) => ({ title: 'Answer to your appointment', body: `${where(f)}. Touch to see.` }),
    approval_asked: (f) => ({ title: 'Your approval is asked for', body: `${where(f)}. Touch to see.` }),
    approved: (f) => ({ title: 'The head has approved', body: `${where(f)}.` }),
    refused: (f) => ({ title: 'The head has refused', body: `${where(f)}. Touch to read.` }),
    withdrawn: (f) => ({ title: 'The request is withdrawn', body: `${where(f)}. Nothing to do.` }),
    reopened: (f) => ({ title: 'Reopened: it still fails', body: `${where(f)}. To be taken.` }),
    delay: (f) => ({ title: 'Time is running', body: `${where(f)}. Touch to see.` }),
    overdue: (f) => ({ title: 'Overdue', body: `${where(f)}. Touch to see.` }),
    reminder: (f) => ({ title: 'Reminder: appointment', body: `${where(f)}. Touch to see.` }),
    resumed: (f) => ({ title: 'The awaited day has come', body: `${where(f)}. To be resumed.` }),
    unanswered: (f) => ({ title: 'Nobody has answered', body: `${where(f)}. Everybody was called.` }),
    unseen: (f) => ({ title: 'Assigned, and no answer', body: `${where(f)}. The alert was not seen. To follow up or take over.` }),
    gathered: (f) => ({ title: f.n === null ? 'Tickets wait for you' : `${f.n} tickets wait for you`, body: 'They came outside the service hours.' }),
    test: () => ({ title: 'Alert test passed', body: 'This phone receives your alerts.' }),
  },
  several: ({ n, site, before }) => ({
    title: `${n} tickets to take`,
    body: before ? `${site}. The most urgent: before ${before}.` : `${site}.`,
  }),
  unknown: { title: 'News in Relais', body: 'Tap to see.' },
  action: { take: 'Take it', open: 'Open' },
};
