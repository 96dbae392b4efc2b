import type { StepKind } from '#domain/letter.ts';
import type { DropReason, WaitReason } from '#domain/ticket/ticket.ts';
import { status } from './status.ts';

type News = { readonly who: string | null; readonly reason: string | null };

/** The letters that leave by mail: read on a phone, by people who may never open the app. */
export const mail = {
  /** What the reader of a ticket of their own learns, as the letter’s title. */
  news: {
    opened: () => 'Votre ticket est enregistré',
    critical: () => 'Votre ticket est traité en urgence',
    taken: ({ who }) => (who ? `${who} s’occupe de votre ticket` : 'Quelqu’un s’occupe de votre ticket'),
    released: () => 'Votre ticket attend de nouveau quelqu’un',
    passed_on: () => 'Votre ticket est transmis',
    started: () => 'On travaille sur votre ticket',
    waiting: ({ reason }) => (reason ? `Votre ticket attend ${reason}` : 'Votre ticket est en attente'),
    resolved: () => 'C’est réparé ? Dites-nous',
    closed: () => 'Votre ticket est fermé',
    dropped: () => 'Votre ticket est classé sans suite',
    reopened: () => 'Votre ticket est rouvert',
    note: () => 'Une réponse sur votre ticket',
  } satisfies Record<StepKind, (news: News) => string>,
  /** The same for those who only follow it: the mailbox of a site, and who has the same trouble. */
  state: {
    opened: () => 'Un ticket est ouvert',
    critical: () => 'Un ticket est devenu critique',
    taken: ({ who }) => (who ? `${who} s’en occupe` : 'Quelqu’un s’en occupe'),
    released: () => 'Le ticket attend de nouveau quelqu’un',
    passed_on: () => 'Le ticket est transmis',
    started: () => 'Le travail a commencé',
    waiting: ({ reason }) => (reason ? `On attend ${reason}` : 'Le ticket est en attente'),
    resolved: () => 'C’est réparé',
    closed: () => 'Le ticket est fermé',
    dropped: () => 'Le ticket est classé sans suite',
    reopened: () => 'Le ticket est rouvert',
    note: () => 'Une réponse sur le ticket',
  } satisfies Record<StepKind, (news: News) => string>,
  criticalOpened: 'Critique : un ticket est ouvert',
  /** One line of the story. */
  step: {
    opened: ({ who }) => (who ? `Signalé par ${who}` : 'Signalé'),
    critical: () => 'Devenu critique',
    taken: ({ who }) => (who ? `Pris en charge par ${who}` : 'Pris en charge'),
    released: () => 'Rendu : il attend quelqu’un',
    passed_on: () => 'Transmis à d’autres compétences',
    started: () => 'Travail commencé',
    waiting: ({ reason }) => (reason ? `En attente : ${reason}` : 'En attente'),
    resolved: ({ who }) => (who ? `Résolu par ${who}` : 'Résolu'),
    closed: () => 'Fermé',
    dropped: ({ reason }) => (reason ? `Sans suite : ${reason}` : 'Sans suite'),
    reopened: () => 'Rouvert',
    note: ({ who }) => (who ? `Écrit par ${who}` : 'Écrit'),
  } satisfies Record<StepKind, (step: News) => string>,
  waitReason: ({ reason, until }: { reason: WaitReason; until: string | null }) =>
    until ? `${status.waitReason[reason]}, ${until}` : status.waitReason[reason],
  dropReason: ({ reason, kept }: { reason: DropReason; kept: string | null }) => {
    const said = status.dropReason[reason];
    return kept ? `déjà suivi par le ticket ${kept}` : said.charAt(0).toLowerCase() + said.slice(1);
  },
  until: ({ date }: { date: string }) => `jusqu’au ${date}`,
  at: ({ date, time }: { date: string; time: string }) => `${date} à ${time}`,
  receivedAt: ({ when }: { when: string }) => `reçu par le serveur le ${when}`,
  /** Before the number and the thing in the subject, where somebody must come. */
  urgent: ({ subject }: { subject: string }) => `Critique : ${subject}`,
  confidential: 'Votre ticket',
  unnamed: 'Ticket',
  numberIs: ({ number }: { number: string }) => `Son numéro : ${number}`,
  numberHint: 'Gardez ce numéro pour toute question.',
  askedWell: 'Cela marche ? Dites-le, et le ticket se ferme. Sinon il repart aussitôt.',
  wasSaid: 'Ce qui a été fait',
  story: 'Ce qui s’est passé',
  about: 'Le ticket',
  button: {
    open: 'Ouvrir le ticket',
    confirm: 'Oui, c’est réparé',
    still: 'Non, ça ne marche toujours pas',
    follow: 'Ouvrir Relais',
    take: 'Voir le ticket',
  },
  call: {
    subject: ({ subject }: { subject: string }) => `Alerte : ${subject}`,
    waiting: 'Cette alerte vous attend dans Relais : vous ne l’avez pas encore ouverte.',
  },
  why: {
    person: 'Ce mail vous est envoyé par Relais, parce que ce ticket vous concerne.',
    mailbox: ({ site }: { site: string }) => `Ce mail est envoyé par Relais à la boîte du service informatique : ${site}.`,
    call: 'Ce mail vous est envoyé par Relais, parce que cette alerte vous est adressée.',
  },
  choose: 'Choisir ce que je reçois',
  noReply: 'Personne ne lit les réponses à ce mail : répondez dans Relais.',
  /** Where answers are read: the first line of a letter, which programs quote, and its foot. */
  replyAbove: 'Répondez au-dessus de cette ligne',
  replyHere: 'Répondez à ce mail : ce que vous écrivez s’ajoute au ticket. N’y mettez jamais de mot de passe.',
  /** An answer as it stands in the ticket. */
  answer: {
    by: 'Reçu par mail',
    files: ({ n }: { n: number }) =>
      n === 1 ? 'Une pièce jointe est restée dans la boîte de réception.' : `${n} pièces jointes sont restées dans la boîte de réception.`,
    cut: 'La suite est dans le mail.',
  },
  /** An answer that could not be added. */
  returned: {
    title: 'Votre réponse n’est pas dans le ticket',
    next: 'Elle est toujours dans vos mails envoyés. Répondez dans Relais.',
    empty: 'Nous n’y avons trouvé aucun texte. Une photo s’ajoute dans Relais, sur le ticket.',
  },
};
