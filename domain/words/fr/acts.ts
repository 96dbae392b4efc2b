import type { RefusalCode } from '#domain/refusal.ts';
import type { RegisterVerb } from '#domain/register/commands.ts';
import type { RefusalFacts, RefusalText } from '#domain/words/types.ts';
import { count } from './grammar.ts';

/** What one says of equipment and rooms. `label`: on the button; `done`: the receipt of the tap; `title`: in the outbox, over what it acts on. */
interface Act {
  label: string;
  done: string;
  title: string;
}

/** What an act is about. */
export type ActAbout = 'asset' | 'room' | 'sticker' | 'presence';
export type ActFacts = Pick<RefusalFacts, 'verb' | 'site'> & { readonly about: ActAbout };

const gone: Record<ActAbout, string> = {
  asset: 'Vous n’avez plus accès à cet équipement, ou il n’est plus là où vous l’avez vu.',
  room: 'Vous n’avez plus accès à cette salle, ou ce que vous y avez vu n’est plus au registre.',
  sticker: 'Vous n’avez plus accès à ce qui porte l’étiquette, ou ce n’est plus au registre.',
  presence: 'Vous n’intervenez plus sur ce site.',
};
const changed: RefusalText = {
  what: 'Ce n’est plus possible : les choses ont changé entre-temps.',
  can: 'Regardez ce qui est noté maintenant, puis réessayez ou jetez cette action.',
};

export const acts = {
  verb: {
    bind_sticker: { label: 'Coller l’étiquette', done: 'Étiquette collée, gardé sur ce téléphone', title: 'Étiquette collée sur' },
    replace_sticker: { label: 'Remplacer l’étiquette', done: 'Étiquette remplacée', title: 'Étiquette remplacée sur' },
    revoke_sticker: { label: 'Annuler l’étiquette', done: 'Étiquette annulée', title: 'Étiquette annulée sur' },
    move_asset: { label: 'Changer de salle', done: 'Déplacement gardé sur ce téléphone', title: 'Déplacement de' },
    amend_asset: { label: 'Corriger la fiche', done: 'Correction gardée sur ce téléphone', title: 'Correction de' },
    add_asset: { label: 'Ajouter un équipement', done: 'Équipement gardé sur ce téléphone', title: 'Nouvel équipement' },
    replace_part: { label: 'Noter une pièce changée', done: 'Pièce notée', title: 'Pièce changée sur' },
    decide_asset: { label: 'Décider de la suite', done: 'Décision gardée', title: 'Décision pour' },
    begin_round: { label: 'Faire le tour de la salle', done: 'Tour commencé', title: 'Tour commencé' },
    count: { label: 'Compter', done: 'Compté', title: 'Compté' },
    uncount: { label: 'Annuler', done: 'Annulé', title: 'Compte annulé' },
    end_round: { label: 'Finir le tour', done: 'Tour fini', title: 'Tour fini' },
    set_presence: { label: 'Dire sa présence', done: 'Présence gardée sur ce téléphone', title: 'Présence' },
  } satisfies Record<RegisterVerb, Act>,
  said: ({ what, subject }: { what: string; subject: string }) => (subject === '' ? what : `${what} « ${subject} »`),
  unknownThing: 'un équipement inconnu',
  see: { asset: 'Voir l’équipement', room: 'Voir la salle' },
  more: ({ n }: { n: number }) => count(n, 'autre action', 'autres actions'),
  /** Refusals of these: what they say in place of the words for a ticket; the others hold for both. */
  refused: {
    short: {
      unknown: 'accès retiré, ou plus au registre',
      'already-exists': 'déjà au registre',
      'not-owner': 'pas possible',
      'already-owner': 'déjà fait',
      'already-on-it': 'déjà fait',
    } satisfies Partial<Record<RefusalCode, string>>,
    sentence: {
      unknown: ({ about }) => ({ what: gone[about], can: 'Demandez à votre informaticien, puis réessayez ou jetez cette action.' }),
      'not-allowed': ({ verb, site }) => ({
        what: `Vous ne pouvez pas ${verb ? `« ${verb} »` : 'faire cela'} ${site ? `à ${site}` : 'ici'}, ou vous n’y avez plus accès.`,
        can: 'Demandez-le à votre informaticien, ou jetez cette action.',
      }),
      closed: () => changed,
      'already-exists': () => ({
        what: 'Cet équipement est déjà au registre, ailleurs.',
        can: 'Cherchez-le par son numéro, puis jetez cette action.',
      }),
      'not-owner': () => changed,
      'wrong-status': () => changed,
      'already-owner': () => ({ what: 'C’est déjà fait.', can: 'Rien à refaire : vous pouvez jeter cette action.' }),
      'already-on-it': () => ({ what: 'C’est déjà fait.', can: 'Rien à refaire : vous pouvez jeter cette action.' }),
      rule: () => ({ what: 'Refusé par une règle.', can: 'Demandez à votre informaticien, puis réessayez ou jetez cette action.' }),
      invalid: () => ({ what: 'Le serveur n’a pas compris cette action.', can: 'Elle reste ici : mettez Relais à jour, puis réessayez.' }),
    } satisfies Partial<Record<RefusalCode, (facts: ActFacts) => RefusalText>>,
  },
};
