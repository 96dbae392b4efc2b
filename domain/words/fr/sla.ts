import type { PauseReason } from '#domain/sla/pauses.ts';
import { status } from './status.ts';

const waitsFor = (reason: PauseReason) => (reason === 'resolved' ? 'la réparation est à confirmer' : `attend ${status.waitReason[reason]}`);

/** "le 4 déc." in a sentence; an hour, a weekday and "demain" stand alone. */
const before = (when: string) => (/^\d+(er)?\u00a0(?!h)/.test(when) ? `le ${when}` : when);

/** The countdown of a ticket, as the middle or the end of a sentence. `span`: "2 h de service". */
export const sla = {
  /** A length of service time, told from one by the clock. */
  service: ({ span }: { span: string }) => `${span} de service`,
  left: ({ span }: { span: string }) => `encore ${span}`,
  late: ({ span }: { span: string }) => `en retard de ${span}`,
  paused: ({ reason }: { reason: PauseReason }) => `délai arrêté : ${waitsFor(reason)}`,
  latePaused: ({ span, reason }: { span: string; reason: PauseReason }) => `en retard de ${span}, délai arrêté : ${waitsFor(reason)}`,
  held: 'délai tenu',
  missed: ({ span }: { span: string }) => `délai dépassé de ${span}`,
  never: 'aucune heure de service : pas de délai',
  notStarted: 'le délai commence quand le serveur le reçoit',
  /** On a row: one short part of a line. */
  short: {
    late: ({ span }: { span: string }) => `retard ${span}`,
    paused: ({ reason }: { reason: PauseReason }) => `arrêté : ${reason === 'resolved' ? 'à confirmer' : status.waitReason[reason]}`,
    never: 'sans délai',
    notStarted: 'délai à venir',
  },
  /** Which delay a ticket shows. */
  label: 'Délai',
  toOwn: ({ when }: { when: string }) => `à prendre avant ${before(when)}`,
  toResolve: ({ when }: { when: string }) => `à résoudre avant ${before(when)}`,
  /** To the one who reported it: the date alone. */
  promised: ({ when }: { when: string }) => `À résoudre avant ${before(when)}`,
  promiseBroken: ({ when }: { when: string }) => `En retard : prévu avant ${before(when)}`,
  /** On the card of a hand-over. */
  toTake: 'pour le prendre',
  toFix: 'pour le résoudre',
  /** Both times of the opening, when they differ. */
  opened: ({ times }: { times: string }) => `Signalé : ${times}`,
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
