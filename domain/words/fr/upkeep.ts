import type { AssetDecision } from '#domain/register/thing.ts';

/** Said before a piece of equipment: a part that was changed, and what is to become of it. */
export const upkeep = {
  part: 'Quelle pièce ?',
  partHint: 'Batterie, lampe, disque, clavier…',
  partMissing: 'Écrivez la pièce que vous avez changée.',
  more: 'Précision',
  moreHint: 'Sa référence, d’où elle vient, ce qu’il reste à faire.',
  ticket: 'Pour quel ticket ?',
  noTicket: 'Aucun ticket',
  keepPart: 'Noter la pièce',
  question: 'Que fait-on ?',
  questionMissing: 'Choisissez ce que l’on fait.',
  choice: { keep: 'Garder', repair: 'Réparer', replace: 'Remplacer' } satisfies Record<AssetDecision['choice'], string>,
  year: 'Au budget de quelle année ?',
  why: 'Pourquoi',
  whyHint: 'Une ou deux phrases, sans nom.',
  keepDecision: 'Garder la décision',
};
