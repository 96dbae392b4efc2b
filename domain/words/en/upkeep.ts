import type { Words } from '#domain/words/fr/index.ts';

export const upkeep: Words['upkeep'] = {
  part: 'Which part?',
  partHint: 'Battery, lamp, disk, keyboard…',
  partMissing: 'Write which part you changed.',
  more: 'Details',
  moreHint: 'Its reference, where it came from, what is left to do.',
  ticket: 'For which ticket?',
  noTicket: 'No ticket',
  keepPart: 'Note the part',
  question: 'What is to be done?',
  questionMissing: 'Choose what is to be done.',
  choice: { keep: 'Keep', repair: 'Repair', replace: 'Replace' },
  year: 'From which year’s budget?',
  why: 'Why',
  whyHint: 'One or two sentences, without names.',
  keepDecision: 'Keep the decision',
};
