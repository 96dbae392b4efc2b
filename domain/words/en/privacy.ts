import type { privacy as fr } from '#domain/words/fr/privacy.ts';

export const privacy: typeof fr = {
  readings: {
    noted: 'Confidential ticket: that you read it is noted.',
    ask: 'Who opened it?',
    title: 'Who opened this ticket',
    lead: 'Each opening by anybody but its requester is noted, and kept for six months.',
    none: 'Nobody but its requester.',
    offline: 'This list is read with a network.',
  },
  own: {
    title: 'My data',
    lead: 'All that Relais keeps of you, in one file: your account, your devices, your tickets, what you wrote.',
    read: 'Download to read',
    machine: 'Download for other software (JSON)',
    kept: 'What is kept, why, how long',
  },
};
