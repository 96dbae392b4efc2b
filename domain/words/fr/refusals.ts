import type { Refusal, RefusalCode } from '#domain/refusal.ts';
import type { RefusalSentences } from '#domain/words/types.ts';

type Rule = Extract<Refusal, { code: 'rule' }>['rule'];

const rule = {
  'reason-of-direction': 'ce motif ne va pas avec cette direction',
  'team-missing': 'il faut choisir l’équipe qui reçoit le ticket',
  'top-level': 'le ticket est déjà au dernier niveau',
  'already-on-site': 'le ticket attend déjà quelqu’un sur place',
  'helper-not-support': 'cette personne n’intervient pas sur ce site',
  'empty-report': 'il faut un symptôme ou un texte',
  'request-drop': 'seuls le niveau 3 et le superviseur classent une demande sans suite',
  'photos-full': 'ce ticket a déjà toutes les photos qu’il peut garder',
  'password-told': 'on dirait un mot de passe, et un ticket n’en garde jamais',
  'identity-first': 'l’identité doit être vérifiée avant',
  'consent-first': 'l’accord de l’usager doit être noté avant',
  'form-first': 'le formulaire signé, ou l’accord de la direction, manque',
  'approval-first': 'la direction n’a pas encore donné son accord',
  'tasks-first': 'une étape obligatoire n’est pas faite',
  'tasks-full': 'ce ticket a déjà toutes les tâches qu’il peut garder',
  'task-of-another': 'une autre personne a fait cette étape',
  'own-request': 'on n’approuve pas sa propre demande',
  'no-visit': 'aucun rendez-vous n’attend cela',
  'reopen-late': 'le ticket est fermé depuis plus de 15 jours',
  rated: 'votre avis est déjà donné',
  'other-missing': 'l’autre ticket n’est pas connu ici, ou ne convient pas',
  'assignee-not-support': 'cette personne n’intervient pas sur ce site',
  'form-missing': 'une demande d’accès a besoin de son formulaire',
  'reason-missing': 'une autre priorité que celle des faits a besoin d’un motif',
  'no-photo': 'le formulaire signé n’est pas sur ce ticket',
  'sticker-unknown': 'cette étiquette n’est pas utilisable ici',
  'sticker-taken': 'cette étiquette est déjà collée sur autre chose',
  'number-taken': 'un autre équipement du site porte déjà ce numéro',
  'changed-meanwhile': 'quelqu’un l’a modifié entre-temps',
} satisfies Record<Rule, string>;

const ruleThen = {
  'reason-of-direction': 'Choisissez un autre motif.',
  'team-missing': 'Choisissez une équipe, puis réessayez.',
  'top-level': 'Vous pouvez demander de l’aide ou prévenir le superviseur.',
  'already-on-site': 'Vous pouvez ajouter une note.',
  'helper-not-support': 'Choisissez quelqu’un d’autre.',
  'empty-report': 'Dites ce qui se passe, ou choisissez un symptôme.',
  'request-drop': 'Vous pouvez prévenir le superviseur.',
  'photos-full': 'Décrivez le reste dans une note.',
  'password-told': 'Enlevez-le du texte, puis réessayez.',
  'identity-first': 'Vérifiez l’identité, avec du réseau.',
  'consent-first': 'Notez son accord, puis commencez.',
  'form-first': 'Ajoutez le formulaire signé, en photo ou en PDF.',
  'approval-first': 'Elle voit la demande. Vous pouvez la mettre en attente.',
  'tasks-first': 'Faites-la, cochez-la, puis résolvez.',
  'tasks-full': 'Dites le reste dans une note.',
  'task-of-another': 'Voyez avec elle, ou dites-le dans une note.',
  'own-request': 'Une autre personne de la direction peut le faire.',
  'no-visit': 'Proposez un rendez-vous.',
  'reopen-late': 'Ouvrez un nouveau ticket et citez ce numéro.',
  rated: 'Vous pouvez écrire une note.',
  'other-missing': 'Choisissez un ticket ouvert du même site.',
  'assignee-not-support': 'Choisissez quelqu’un d’autre.',
  'form-missing': 'Remplissez le formulaire d’accès.',
  'reason-missing': 'Dites pourquoi, puis réessayez.',
  'no-photo': 'Ajoutez d’abord sa photo ou son PDF.',
  'sticker-unknown': 'Prenez une autre étiquette de votre établissement.',
  'sticker-taken': 'Scannez-la pour voir sur quoi, ou prenez-en une autre.',
  'number-taken': 'Cherchez ce numéro : c’est peut-être le même équipement.',
  'changed-meanwhile': 'Regardez ce qui est noté maintenant, puis refaites-le si c’est encore juste.',
} satisfies Record<Rule, string>;

const ended: Record<string, string> = { resolved: 'Résolu', closed: 'Fermé', dropped: 'Classé sans suite' };

export const refusals = {
  rule,
  ruleThen,
  /** On the mark, after "Refusé :". */
  short: {
    unknown: 'accès retiré, ou ticket inconnu',
    'not-allowed': 'accès retiré',
    closed: 'déjà terminé',
    'already-exists': 'déjà reçu',
    'not-owner': 'pas le vôtre',
    'wrong-status': 'l’état a changé',
    'already-owner': 'déjà à vous',
    'already-on-it': 'déjà dessus',
    rule: 'une règle',
    invalid: 'pas compris',
    internal: 'panne du serveur',
  } satisfies Record<RefusalCode, string>,
  sentence: {
    unknown: () => ({
      what: 'Vous n’avez plus accès à ce ticket, ou il n’existe plus.',
      can: 'Votre texte est gardé ici : ouvrez-le comme nouveau ticket, ou jetez-le.',
    }),
    'not-allowed': ({ verb, site }) => ({
      what: site
        ? `Vous ne pouvez pas ${verb ? `« ${verb} »` : 'faire cela'} à ${site}, ou vous n’y avez plus accès.`
        : `Vous ne pouvez pas ${verb ? `« ${verb} »` : 'faire cela'} sur ce ticket.`,
      can: 'Votre texte reste ici, à copier.',
    }),
    closed: ({ status, who, date }) => ({
      what: `${ended[status ?? ''] ?? 'Terminé'}${date ? ` le ${date}` : ''}${who ? ` par ${who}` : ''}.`,
      can: 'Vous pouvez garder votre texte en note.',
    }),
    'already-exists': () => ({ what: 'Ce ticket est déjà enregistré.', can: 'Rien à refaire : vous pouvez jeter cette action.' }),
    'not-owner': ({ who }) => ({
      what: who ? `${who} a ce ticket : seule cette personne peut le faire.` : 'Personne n’a ce ticket : il faut d’abord le prendre.',
      can: who ? 'Vous pouvez rejoindre en renfort, ou garder votre texte en note.' : 'Prenez-le, puis réessayez.',
    }),
    'wrong-status': ({ status }) => ({
      what: `Le ticket a changé entre-temps${status ? ` : ${status}` : ''}.`,
      can: 'Ouvrez-le pour voir où il en est.',
    }),
    'already-owner': () => ({ what: 'Ce ticket est déjà à vous.', can: 'Rien à refaire : vous pouvez jeter cette action.' }),
    'already-on-it': () => ({ what: 'Cette personne est déjà sur le ticket.', can: 'Rien à refaire : vous pouvez jeter cette action.' }),
    rule: ({ rule: name }) => {
      const key = name !== null && Object.hasOwn(rule, name) ? (name as Rule) : null;
      return {
        what: key ? `Refusé par une règle : ${rule[key]}.` : 'Refusé par une règle.',
        can: key ? ruleThen[key] : 'Vous pouvez garder votre texte en note.',
      };
    },
    invalid: () => ({
      what: 'Le serveur n’a pas compris cette action.',
      can: 'Mettez Relais à jour, puis réessayez. Votre texte reste ici.',
    }),
    internal: ({ reference }) => ({
      what: 'Le serveur a eu une panne sur cette action. Elle est gardée ici.',
      can: `Réessayez plus tard.${reference ? ` Réf. ${reference}` : ''}`,
    }),
  } satisfies RefusalSentences,
  /** A take that came second: not a refusal, the person became helper (domain.md, `take`). */
  alreadyTaken: ({ who, time }: { who: string; time: string }) => `Déjà pris par ${who} à ${time}, pendant que vous étiez hors ligne.`,
  secondTitle: ({ who }: { who: string }) => `${who} l’a pris avant vous`,
  yourGesture: ({ time }: { time: string }) => `Votre geste est de ${time}.`,
  nowHelper: ({ who }: { who: string }) => `Vous êtes en renfort : ${who} voit ce que vous écrivez.`,
  stayHelper: 'Rester en renfort',
  takeSecond: 'Votre prise arrive en second',
  saved: ({ who }: { who: string }) => `Enregistré, ${who} le voit`,
  noteKept: 'Votre note est gardée',
  photosKept: ({ n }: { n: number }) => (n < 2 ? 'Votre photo est gardée' : `${n} photos gardées`),
  retry: 'Réessayer',
  keepAsNote: 'Garder en note',
  discard: 'Jeter',
  openAsNew: 'Ouvrir comme nouveau',
  copyText: 'Copier mon texte',
  discardAsk: 'Jeter cette action ? Son texte sera perdu.',
};
