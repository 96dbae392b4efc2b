import type { Field, Format } from '#domain/imports/fields.ts';
import type { How } from '#domain/imports/plan.ts';
import type { Problem, ProblemCode } from '#domain/imports/problem.ts';
import type { ImportState } from '#domain/imports/report.ts';
import type { SheetFaultCode, SheetFaultData } from '#domain/imports/sheet.ts';
import { count } from './grammar.ts';

const many = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ' ');
const counted = (n: number, one: string, several: string) => count(n, one, several).replace(/^\d+/, many(n));
type Sentence = (problem: Pick<Problem, 'value' | 'about'>) => string;

/** What is wrong with a line or a cell, in words. */
const problem: Readonly<Record<ProblemCode, Sentence>> = {
  short: ({ about }) => `La ligne est coupée : ${about} cellules.`,
  long: ({ about }) => `La ligne a des cellules en trop : ${about}.`,
  'no-site': () => 'Aucun établissement n’est nommé. Choisissez-en un pour tout le fichier.',
  'site-unknown': ({ value }) => `« ${value} » n’est pas un établissement connu, ou n’est pas à vous.`,
  'site-several': ({ value }) => `« ${value} » peut être plusieurs établissements. Écrivez son code UAI.`,
  nameless: () => 'Ni numéro de série, ni numéro d’inventaire, ni nom : on ne le reconnaîtrait pas.',
  several: ({ value, about }) => `« ${value} » est porté par ${about} équipements du parc.`,
  twice: ({ about }) => `Déjà dit à la ligne ${about}.`,
  conflict: ({ value, about }) => `L’inventaire ${value} est celui d’un autre équipement, de numéro de série ${about}.`,
  skipped: ({ value }) => `« ${value} » : vous avez choisi de passer ces lignes.`,
  uai: ({ value }) => (value === '' ? 'Le code UAI manque.' : `« ${value} » n’est pas un code UAI : 7 chiffres et leur lettre.`),
  'no-name': () => 'Le nom de l’établissement manque.',
  'not-an-asset': () => 'Ce fichier ne décrit pas un équipement.',
  unreadable: () => 'Ce fichier ne se lit pas.',
  spoiled: ({ value }) => `Le tableur a abîmé ce numéro : ${value}. Ses derniers chiffres sont perdus ; il n’est pas repris.`,
  hollow: ({ value }) => `« ${value} » n’est pas un vrai numéro ; il n’est pas repris.`,
  date: ({ value }) => `« ${value} » n’est pas un jour ; il n’est pas repris.`,
  cost: ({ value }) => `« ${value} » n’est pas un prix ; il n’est pas repris.`,
  yes: ({ value }) => `« ${value} » n’est ni oui ni non ; il n’est pas repris.`,
  'type-unknown': ({ value }) => `Le type « ${value} » est inconnu.`,
  'state-unknown': ({ value }) => `L’état « ${value} » est inconnu ; il n’est pas repris.`,
  'room-near': ({ value, about }) => `« ${value} » est lu comme ${about}, qui existe.`,
  'room-several': ({ value, about }) => `« ${value} » peut être ${about} ; la salle n’est pas reprise.`,
  'too-long': ({ about }) => `Plus de ${about} caractères ; ce texte n’est pas repris.`,
};

const megabytes = (most = 0) => Math.round(most / 1_048_576);
const lineOf = (line: number | undefined) => (line === undefined ? '' : `, à la ligne ${line}`);

/** Why a file cannot be read. */
const fault: Readonly<Record<SheetFaultCode, (data: SheetFaultData) => string>> = {
  empty: () => 'Ce fichier est vide.',
  size: ({ most }) => `Ce fichier dépasse ${megabytes(most)} Mo. Découpez-le.`,
  rows: ({ most = 0 }) => `Ce fichier a plus de ${many(most)} lignes. Découpez-le.`,
  columns: ({ line, most }) => `Plus de ${most} colonnes${lineOf(line)}. Gardez celles qui servent.`,
  cell: ({ line, most = 0 }) => `Une cellule dépasse ${many(most)} caractères${lineOf(line)}. Videz-la.`,
  nul: ({ line }) => `Ce n’est pas du texte : un octet nul s’y trouve${lineOf(line)}.`,
  unclosed: ({ line }) => `Un guillemet s’ouvre et ne se ferme jamais${lineOf(line)}. Fermez-le.`,
  'old-excel': () => 'C’est un ancien classeur .xls. Enregistrez-le en .xlsx ou en .csv.',
  'not-a-table': () => 'Ce n’est pas un tableau : donnez un fichier CSV, XLSX, JSON ou XML.',
  zip: () => 'Ce classeur est abîmé. Enregistrez-le à nouveau.',
  'zip-bomb': () => 'Ce classeur se déplie en bien trop de données. Il n’est pas ouvert.',
  locked: () => 'Ce classeur est protégé par un mot de passe. Enlevez-le.',
  doctype: () => 'Ce fichier XML déclare un type de document. Il n’est pas ouvert.',
  xml: () => 'Ce fichier XML est mal formé.',
  deep: ({ most }) => `Ce fichier est imbriqué sur plus de ${most} niveaux. Il n’est pas lu.`,
  json: () => 'Ce fichier JSON est mal formé.',
  'no-sheet': () => 'Ce classeur n’a pas de feuille.',
  unknown: () => 'Rien ici n’est un équipement ni un établissement. Un seul tableau à la fois, ou plusieurs inventaires d’agents.',
};

const field: Readonly<Record<Field, string>> = {
  site: 'Établissement',
  place: 'Lieu (bâtiment > étage > salle)',
  building: 'Bâtiment',
  floor: 'Étage',
  room: 'Salle',
  name: 'Nom',
  type: 'Type',
  maker: 'Marque',
  model: 'Modèle',
  serial: 'Numéro de série',
  inventory: 'Numéro d’inventaire',
  state: 'État',
  purchasedOn: 'Date d’achat',
  warrantyUntil: 'Fin de garantie',
  cost: 'Prix',
  supplier: 'Fournisseur',
  orderNumber: 'Numéro de commande',
  critical: 'Critique',
  vip: 'VIP',
  charter: 'Conforme à la charte',
  note: 'Commentaire',
  id: 'Identifiant dans l’outil d’origine',
  uai: 'Code UAI',
  siteName: 'Nom de l’établissement',
  city: 'Ville',
  address: 'Adresse',
  postcode: 'Code postal',
  phone: 'Téléphone',
  kind: 'Nature',
  academy: 'Académie',
  pupils: 'Élèves',
  department: 'Département',
};

const format: Readonly<Record<Format, string>> = {
  glpi: 'GLPI',
  itop: 'iTop',
  snipe: 'Snipe-IT',
  agent: 'Inventaires d’agents (JSON)',
  ocs: 'Inventaires d’agents (XML)',
  schools: 'Annuaire des établissements',
  sheet: 'Tableau',
};

const state: Readonly<Record<ImportState, string>> = {
  read: 'À vérifier',
  running: 'En cours',
  stopped: 'Arrêté',
  done: 'Terminé',
  failed: 'Pas lu',
  undoing: 'Annulation en cours',
  undone: 'Annulé',
};

const how: Readonly<Record<How, string>> = { add: 'À créer', change: 'À mettre à jour', same: 'Identiques', left: 'À corriger' };

/** Lists of equipment and schools that are brought in. */
export const imports = {
  title: 'Imports',
  only: 'Réservé aux techniciens, aux superviseurs et aux administrateurs.',
  lead: 'CSV ou XLSX de GLPI, iTop ou Snipe-IT, inventaires d’agents, annuaire des établissements, ou votre propre tableau. Rien n’est écrit avant votre accord.',
  choose: 'Choisir des fichiers',
  drop: 'ou déposez-les ici',
  where: 'Établissement des lignes qui n’en nomment pas',
  named: 'Le fichier les nomme',
  model: 'Modèle de tableau',
  sending: ({ name }: { name: string }) => `Envoi de ${name}…`,
  reading: 'Lecture du fichier…',
  past: 'Imports précédents',
  none: 'Aucun import.',
  back: 'Tous les imports',
  steps: 'Étapes de l’import',
  step: { file: 'Fichier', columns: 'Colonnes', check: 'Vérifier', write: 'Écrire' },
  read: ({
    name,
    n,
    format: kind,
    encoding,
    separator,
  }: {
    name: string;
    n: number;
    format: string;
    encoding: string | null;
    separator: string | null;
  }) =>
    [
      name,
      kind,
      counted(n, 'ligne', 'lignes'),
      separator === null ? null : `séparateur « ${separator === '\t' ? 'tabulation' : separator} »`,
      encoding,
    ]
      .filter((p) => p !== null)
      .join(', '),
  nothingYet: 'Rien n’est encore écrit.',
  how,
  newRooms: ({ n }: { n: number }) => counted(n, 'salle nouvelle', 'salles nouvelles'),
  again: ({ n }: { n: number }) => counted(n, 'fichier redit un équipement déjà lu', 'fichiers redisent un équipement déjà lu'),
  unread: ({ n, names }: { n: number; names: string }) => `${counted(n, 'fichier ne décrit', 'fichiers ne décrivent')} aucun équipement : ${names}`,
  columns: 'Colonnes',
  columnsLead: 'Ce que chaque colonne devient. Ce choix est gardé pour le prochain fichier de la même source.',
  column: 'Colonne',
  example: 'Exemple',
  becomes: 'Devient',
  aside: 'Laissée de côté',
  dayOrder: 'Les jours sont écrits',
  dayOrders: { dmy: 'jour/mois/année', mdy: 'mois/jour/année' },
  otherwise: 'Type, quand il n’est pas dit',
  values: 'Valeurs inconnues',
  valuesLead: 'Dites une fois ce qu’elles sont.',
  value: ({ value, n }: { value: string; n: number }) => `${value} (${counted(n, 'ligne', 'lignes')})`,
  valueOf: ({ what, value }: { what: string; value: string }) => `${what} : ${value}`,
  leaveValue: 'Ne pas choisir',
  skip: 'Passer ces lignes',
  look: 'Vérifier',
  problems: 'À corriger',
  told: 'À savoir',
  changes: 'Mises à jour',
  adds: 'Créations',
  line: 'Ligne',
  cell: 'Cellule',
  said: 'Valeur lue',
  why: 'Pourquoi',
  facts: 'Ce que dit son inventaire',
  yes: 'oui',
  no: 'non',
  thing: 'Équipement',
  fromTo: ({ from, to }: { from: string; to: string }) => `${from === '' ? 'vide' : from} → ${to === '' ? 'vide' : to}`,
  firstOnes: ({ n, all }: { n: number; all: number }) => `Les ${many(n)} premiers sur ${many(all)}.`,
  left: ({ n }: { n: number }) => `Les ${counted(n, 'ligne', 'lignes')} à corriger, avec le motif`,
  reason: 'Motif',
  undoable: 'Vous pourrez annuler cet import en entier pendant 7 jours. Ce qui aura servi entre-temps reste.',
  write: ({ n, left }: { n: number; left: number }) =>
    left === 0 ? `Écrire ${counted(n, 'ligne', 'lignes')}` : `Écrire ${counted(n, 'ligne', 'lignes')}, laisser ${many(left)}`,
  nothing: 'Ce fichier ne change rien : tout est déjà dans le parc.',
  discard: 'Abandonner cet import',
  progress: ({ done, all }: { done: number; all: number }) => `${many(done)} lignes sur ${many(all)}`,
  stop: 'Arrêter',
  resume: 'Reprendre',
  stopped: 'Arrêté. Ce qui est écrit le reste ; reprenez, ou annulez tout.',
  broken: ({ n }: { n: number }) =>
    n === 0
      ? 'Arrêté par une panne. Rien n’est écrit : reprenez.'
      : `Arrêté par une panne après ${counted(n, 'ligne', 'lignes')}. Reprenez, ou annulez tout.`,
  interrupted: 'L’import reprendra tout seul si le serveur redémarre.',
  done: ({ add, change, same, left }: { add: number; change: number; same: number; left: number }) =>
    `${counted(add, 'création', 'créations')}, ${counted(change, 'mise à jour', 'mises à jour')}, ${counted(same, 'ligne identique', 'lignes identiques')}, ${counted(left, 'ligne laissée', 'lignes laissées')}.`,
  overtaken: ({ n }: { n: number }) => `${counted(n, 'équipement a changé', 'équipements ont changé')} pendant l’import : laissés comme ils sont.`,
  undo: 'Annuler cet import',
  undoAsk: ({ name }: { name: string }) => `Annuler l’import de ${name} ? Ce qu’il a créé disparaît, ce qu’il a changé redevient comme avant.`,
  undoing: 'Annulation…',
  undone: ({ removed, restored, kept }: { removed: number; restored: number; kept: number }) =>
    `Annulé : ${counted(removed, 'élément retiré', 'éléments retirés')}, ${counted(restored, 'remis comme avant', 'remis comme avant')}, ${counted(kept, 'gardé', 'gardés')}.`,
  keptBecause: ({ names }: { names: string }) => `Gardés parce qu’ils ont servi depuis : ${names}`,
  over: 'Le fichier n’est plus sur le serveur. Déposez-le à nouveau.',
  by: ({ who, when }: { who: string; when: string }) => `${who}, ${when}`,
  register: 'Voir le parc',
  problem,
  unreadable: fault,
  field,
  format,
  state,
};
