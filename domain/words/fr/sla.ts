import type { PauseReason } from '#domain/sla/pauses.ts';
import { status } from './status.ts';

const waitsFor = (reason: PauseReason) => (reason === 'resolved' ? 'la réparation est à confirmer' : `attend ${status.waitReason[reason]}`);

/** The countdown of a ticket, as the middle or the end of a sentence. `span`: "2 h de service". */
export const sla = {
  /** A length of service time, told from one by the clock. */
  service: ({ span }: { span: string }) => `${span} de service`,
  left: ({ span }: { span: string }) => `encore ${span}`,
  late: ({ span }: { span: string }) => `en retard de ${span}`,
  paused: ({ reason }: { reason: PauseReason }) => `en pause : ${waitsFor(reason)}`,
  latePaused: ({ span, reason }: { span: string; reason: PauseReason }) => `en retard de ${span}, en pause : ${waitsFor(reason)}`,
  held: 'délai tenu',
  missed: ({ span }: { span: string }) => `délai dépassé de ${span}`,
  never: 'aucune heure de service : pas de délai',
  notStarted: 'le délai commence quand le serveur le reçoit',
  /** Which of both times the delay is counted from. */
  basis: { act: 'compté depuis l’acte sur place', receipt: 'compté depuis la réception' },
  /** Days off that nobody knows: the delay may be wrong. `since`, `until`: the first and the last known day, null when none is. */
  missing: {
    public: ({ since, until }: { since: string | null; until: string | null }) =>
      until ? `Jours fériés connus du ${since} au ${until} : délai à vérifier.` : 'Jours fériés inconnus : délai à vérifier.',
    school: ({ since, until }: { since: string | null; until: string | null }) =>
      until ? `Vacances scolaires connues du ${since} au ${until} : délai à vérifier.` : 'Vacances scolaires inconnues ici : délai à vérifier.',
  },
};
