import type { AlertStep, Circle, EventType } from '#domain/ticket/events.ts';
import type {
  CallWay,
  Channel,
  Check,
  Direction,
  DropReason,
  Level,
  Priority,
  ResolutionMode,
  ResolutionType,
  WaitReason,
} from '#domain/ticket/ticket.ts';
import type { Sentence, Who } from '#domain/words/types.ts';
import { common } from './common.ts';
import { count, de } from './grammar.ts';
import { status } from './status.ts';

/** "Vous avez …" or "Mina a …": French needs both forms of the auxiliary. */
function did(who: Who | null, past: string): Sentence {
  if (who?.you) return { actor: 'Vous', text: `avez ${past}` };
  return { actor: who?.name ?? common.system, text: `a ${past}` };
}
const lower = (s: string) => s.charAt(0).toLowerCase() + s.slice(1);
const to = (who: Who) => (who.you ? 'vous' : who.name);

/** Who is called, each in their turn. */
const calls: Readonly<Record<Circle, string>> = {
  present: 'Appel à prendre le ticket',
  deputies: 'Appel aux suppléants',
  team: 'Appel à l’équipe de proximité',
  supervisors: 'Appel aux superviseurs',
  on_call: 'Appel à l’astreinte',
  again: 'Nouvel appel',
};

export const timeline = {
  title: 'Ce qui s’est passé',
  track: 'Qui a eu ce ticket',
  /** Noted after a call by telephone. */
  called: ({ who, way, whom, internal }: { who: Who | null; way: CallWay; whom: Who | null; internal: boolean }): Sentence => {
    const rest = `${way === 'unanswered' ? ', sans réponse' : ''}${internal ? ', noté pour l’équipe' : ''}`;
    if (way === 'in') return did(who, `noté ${whom === null ? 'un appel' : whom.you ? 'votre appel' : `un appel ${de(whom.name)}`}${rest}`);
    if (whom?.you) return { actor: who?.name ?? common.system, text: `vous a téléphoné${rest}` };
    return did(who, `téléphoné${whom === null ? '' : ` à ${whom.name}`}${rest}`);
  },
  event: {
    TicketOpened: ({ who, channel, beneficiary }: { who: Who | null; channel: Channel; beneficiary: Who | null }) =>
      did(who, `signalé ${status.channel[channel]}${beneficiary ? ` pour ${to(beneficiary)}` : ''}`),
    OwnershipTaken: ({ who, from }: { who: Who | null; from: Who | null }) =>
      did(who, from ? (from.you ? 'pris votre relais' : `pris le relais ${de(from.name)}`) : 'pris en charge'),
    OwnershipReleased: ({ who }: { who: Who | null }) => did(who, 'rendu le ticket'),
    OwnershipRelieved: ({ who, from }: { who: Who | null; from: Who }) =>
      did(who, from.you ? 'repris votre ticket' : `repris le ticket ${de(from.name)}`),
    TicketEscalated: ({ who, direction, level, team }: { who: Who | null; direction: Direction; level: Level | null; team: string | null }) =>
      did(
        who,
        {
          up: level ? `passé le relais au niveau ${level}` : 'passé le relais au niveau suivant',
          on_site: 'demandé quelqu’un sur place',
          out: team ? `confié le ticket au prestataire : ${team}` : 'confié le ticket au prestataire',
          hierarchical: 'prévenu le superviseur',
        }[direction],
      ),
    HelpAsked: ({ who, helper }: { who: Who | null; helper: Who }): Sentence =>
      helper.you ? { actor: who?.name ?? common.system, text: 'vous a demandé de l’aide' } : did(who, `demandé de l’aide à ${helper.name}`),
    HelperJoined: ({ who, because, owner }: { who: Who | null; because: 'joined' | 'already_taken'; owner: Who | null }): Sentence => {
      if (because === 'joined') return did(who, 'rejoint en renfort');
      const after = owner ? ` après ${to(owner)}` : ' en second';
      return who?.you
        ? { actor: 'Vous', text: `l’avez pris${after} : vous êtes en renfort` }
        : { actor: who?.name ?? common.system, text: `l’a pris${after} : reste en renfort` };
    },
    NoteAdded: ({ who, internal }: { who: Who | null; internal: boolean }) => did(who, internal ? 'noté, pour l’équipe' : 'noté'),
    PhotoAttached: ({ who, n }: { who: Who | null; n: number }) => did(who, `ajouté ${count(n, 'photo', 'photos')}`),
    PhotoStored: (): Sentence => ({ actor: null, text: 'La photo est arrivée' }),
    WorkStarted: ({ who, remote }: { who: Who | null; remote: boolean }) => did(who, remote ? 'commencé, à distance' : 'commencé'),
    WorkPaused: ({ who, reason, until }: { who: Who | null; reason: WaitReason; until: string | null }) =>
      did(who, `mis en attente : ${status.waitReason[reason]}${until ? `, jusqu’à ${until}` : ''}`),
    WorkResumed: ({ who }: { who: Who | null }) => did(who, 'repris'),
    TicketResolved: ({ who, resolution, mode }: { who: Who | null; resolution: ResolutionType; mode: ResolutionMode }) =>
      did(who, `résolu ${lower(status.resolutionMode[mode])} : ${lower(status.resolutionType[resolution])}`),
    TicketDropped: ({ who, reason }: { who: Who | null; reason: DropReason }) => did(who, `classé sans suite : ${lower(status.dropReason[reason])}`),
    TicketClosed: (): Sentence => ({ actor: null, text: 'Le ticket s’est fermé : personne n’a dit le contraire' }),
    OwnershipAssigned: ({ who, helper: whom }: { who: Who | null; helper: Who }): Sentence =>
      whom.you ? { actor: who?.name ?? common.system, text: 'vous a confié le ticket' } : did(who, `confié le ticket à ${whom.name}`),
    TeamAssigned: ({ who, team }: { who: Who | null; team: string | null }) =>
      did(who, team ? `confié le ticket à l’équipe ${team}` : 'confié le ticket à une équipe'),
    TicketQualified: ({ who, priority, overridden }: { who: Who | null; priority: Priority; overridden: boolean }) =>
      did(who, `précisé le ticket : P${priority}${overridden ? ', priorité choisie' : ''}`),
    CheckRecorded: ({ who, check }: { who: Who | null; check: Check }) =>
      did(who, { identity: 'vérifié l’identité', consent: 'noté l’accord de l’usager', form: 'reçu le formulaire signé' }[check]),
    CheckFailed: ({ who }: { who: Who | null }) => did(who, 'cherché à vérifier l’identité : le numéro ne correspond pas'),
    TaskAdded: ({ who, task }: { who: Who | null; task: string }) => did(who, `ajouté une tâche : ${task}`),
    TaskCompleted: ({ who, task }: { who: Who | null; task: string }) => did(who, `fait : ${task}`),
    TaskReopened: ({ who, task }: { who: Who | null; task: string }) => did(who, `décoché : ${task}`),
    VisitPlanned: ({ who, when, remote }: { who: Who | null; when: string; remote: boolean }) =>
      did(who, `proposé un rendez-vous${remote ? ' à distance' : ''} : ${when}`),
    VisitAnswered: ({ who, accepted }: { who: Who | null; accepted: boolean }) =>
      did(who, accepted ? 'accepté le rendez-vous' : 'décliné le rendez-vous'),
    VisitArrived: ({ who, scanned }: { who: Who | null; scanned: boolean }): Sentence => {
      const proof = scanned ? ', équipement scanné' : '';
      return who?.you ? { actor: 'Vous', text: `êtes sur place${proof}` } : { actor: who?.name ?? common.system, text: `est sur place${proof}` };
    },
    VisitLeft: ({ who }: { who: Who | null }): Sentence =>
      who?.you ? { actor: 'Vous', text: 'êtes reparti' } : { actor: who?.name ?? common.system, text: 'est reparti' },
    ResolutionConfirmed: ({ who }: { who: Who | null }) => did(who, 'confirmé : c’est réparé'),
    TicketReopened: ({ who }: { who: Who | null }) => did(who, 'rouvert le ticket'),
    TicketRated: ({ who, stars }: { who: Who | null; stars: number }) => did(who, `donné un avis : ${stars} sur 5`),
    ApprovalGiven: ({ who }: { who: Who | null }) => did(who, 'donné son accord'),
    ApprovalRefused: ({ who }: { who: Who | null }) => did(who, 'refusé la demande'),
    SameTrouble: ({ who }: { who: Who | null }) => did(who, 'la même panne'),
    MarkedDuplicate: ({ who, number }: { who: Who | null; number: string | null }) =>
      did(who, number ? `rattaché ce doublon au n° ${number}` : 'rattaché ce doublon'),
    DuplicateJoined: ({ person }: { person: Who }): Sentence =>
      person.you ? { actor: 'Vous', text: 'suivez aussi ce ticket : doublon' } : { actor: person.name, text: 'suit aussi ce ticket : doublon' },
    ProblemLinked: ({ who, number, linked }: { who: Who | null; number: string | null; linked: boolean }) =>
      did(who, linked ? (number ? `rattaché à la cause n° ${number}` : 'rattaché à une cause') : 'détaché de la cause'),
    AlertTraced: ({ person, step }: { person: Who; step: AlertStep }): Sentence => {
      if (step === 'accepted')
        return {
          actor: null,
          text: person.you ? 'L’alerte est partie vers votre appareil' : `L’alerte est partie vers l’appareil ${de(person.name)}`,
        };
      if (step === 'mailed')
        return {
          actor: null,
          text: person.you ? 'Sans réponse à l’alerte : un mail vous est envoyé' : `Sans réponse à l’alerte : un mail est envoyé à ${person.name}`,
        };
      if (step === 'shown') return { actor: null, text: person.you ? 'L’alerte vous a été montrée' : `L’alerte a été montrée à ${person.name}` };
      if (step === 'opened') return did(person, 'ouvert l’alerte');
      return { actor: null, text: person.you ? 'L’alerte n’a pas pu vous être montrée' : `L’alerte n’a pas pu être montrée à ${person.name}` };
    },
    PeopleCalled: ({ people, circle, late }: { people: readonly Who[]; circle: Circle; late: boolean }): Sentence => ({
      actor: null,
      text: `${calls[circle]} : ${people.map(to).join(', ')}${late ? ' (avec du retard : le serveur était arrêté)' : ''}`,
    }),
    CallsExhausted: (): Sentence => ({ actor: null, text: 'Tout le monde a été appelé, personne n’a répondu' }),
    DelayTold: ({ clock, percent }: { clock: 'tto' | 'ttr'; percent: number }): Sentence => {
      const what = clock === 'tto' ? 'de prise en charge' : 'de résolution';
      return { actor: null, text: percent >= 100 ? `Le délai ${what} est dépassé` : `${percent} % du délai ${what} sont passés` };
    },
    VisitReminded: (): Sentence => ({ actor: null, text: 'Le rendez-vous a été rappelé' }),
    PersonReplaced: ({ from, person }: { from: Who; person: Who }): Sentence => ({
      actor: null,
      text: `Le compte ${de(from.name)} a été réuni avec ${person.you ? 'le vôtre' : `celui ${de(person.name)}`}`,
    }),
  } satisfies Record<EventType, (args: never) => Sentence>,
  /** Labels of the track's dots. */
  dot: { reported: 'Signalé', next: 'Résolu', toTake: 'À prendre', folded: ({ n }: { n: number }) => `${n} autres avant` },
  undone: 'Annulé',
};
