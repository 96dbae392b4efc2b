import type { EventType } from '#domain/ticket/events.ts';
import type { Channel, Direction, DropReason, Level, ResolutionMode, ResolutionType, WaitReason } from '#domain/ticket/ticket.ts';
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

export const timeline = {
  title: 'Ce qui s’est passé',
  track: 'Qui a eu ce ticket',
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
    WorkStarted: ({ who }: { who: Who | null }) => did(who, 'commencé'),
    WorkPaused: ({ who, reason, until }: { who: Who | null; reason: WaitReason; until: string | null }) =>
      did(who, `mis en attente : ${status.waitReason[reason]}${until ? `, jusqu’à ${until}` : ''}`),
    WorkResumed: ({ who }: { who: Who | null }) => did(who, 'repris'),
    TicketResolved: ({ who, resolution, mode }: { who: Who | null; resolution: ResolutionType; mode: ResolutionMode }) =>
      did(who, `résolu ${lower(status.resolutionMode[mode])} : ${lower(status.resolutionType[resolution])}`),
    TicketDropped: ({ who, reason }: { who: Who | null; reason: DropReason }) => did(who, `classé sans suite : ${lower(status.dropReason[reason])}`),
    TicketClosed: (): Sentence => ({ actor: null, text: 'Le ticket s’est fermé : personne n’a dit le contraire' }),
    AlertTraced: ({ person, step }: { person: Who; step: 'shown' | 'opened' | 'undelivered' }): Sentence => {
      if (step === 'shown') return { actor: null, text: person.you ? 'L’alerte vous a été montrée' : `L’alerte a été montrée à ${person.name}` };
      if (step === 'opened') return did(person, 'ouvert l’alerte');
      return { actor: null, text: person.you ? 'L’alerte n’a pas pu vous être montrée' : `L’alerte n’a pas pu être montrée à ${person.name}` };
    },
  } satisfies Record<EventType, (args: never) => Sentence>,
  /** Labels of the track's dots. */
  dot: { reported: 'Signalé', next: 'Résolu', toTake: 'À prendre', folded: ({ n }: { n: number }) => `${n} autres avant` },
  undone: 'Annulé',
};
