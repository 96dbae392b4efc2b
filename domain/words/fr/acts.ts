import type { RegisterVerb } from '#domain/register/commands.ts';

/** What one says of equipment and rooms. `label`: on the button; `done`: the receipt of the tap; `title`: in the outbox, over what it acts on. */
interface Act {
  label: string;
  done: string;
  title: string;
}

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
};
