import type { NoticeKind } from '#domain/notice.ts';
import type { LockFacts, LockScreen } from '#domain/words/types.ts';

/** "Bât. B, salle 203 · Affichage" from what is known. */
function where({ number, category, place }: LockFacts): string {
  const parts = [place, category].filter((p) => p !== null);
  return parts.length > 0 ? parts.join(' · ') : number ? `N° ${number}` : 'Ouvrez Relais';
}

export const lock = {
  kind: {
    handover: (f) => ({
      title: 'On vous passe le relais',
      body: `${where(f)}. ${f.before ? `Répondez avant ${f.before}.` : 'À prendre en charge.'}`,
    }),
    critical: (f) => ({ title: `Critique : ${f.place ?? f.category ?? 'votre site'}`, body: 'À prendre en 15 min. Ouvrez Relais.' }),
    hierarchical: (f) => ({ title: 'À votre attention', body: `${where(f)}. Le ticket demande un superviseur.` }),
    already_taken: (f) => ({ title: 'Déjà pris par un collègue', body: `${where(f)} : ce que vous avez écrit est gardé. Rien d’urgent.` }),
    helper_joined: (f) => ({ title: 'Un renfort sur votre ticket', body: `${where(f)}. Touchez pour voir.` }),
    relieved: (f) => ({ title: 'Votre ticket a été repris', body: `${where(f)} : vous restez en renfort.` }),
    help_asked: (f) => ({ title: 'On vous demande de l’aide', body: `${where(f)}. Touchez pour voir.` }),
    note: (f) => ({ title: 'Réponse sur votre ticket', body: `${where(f)} · touchez pour lire.` }),
    requester_taken: (f) => ({ title: 'On s’occupe de votre panne', body: `${where(f)}.` }),
    requester_resolved: (f) => ({ title: 'Réparé ? Dites-nous', body: `${where(f)} · un toucher suffit.` }),
    assigned: (f) => ({ title: 'On vous confie un ticket', body: `${where(f)}. Touchez pour voir.` }),
    visit: (f) => ({ title: 'Un rendez-vous vous est proposé', body: `${where(f)}. Répondez d’un toucher.` }),
    visit_answered: (f) => ({ title: 'Réponse à votre rendez-vous', body: `${where(f)}. Touchez pour voir.` }),
    approval_asked: (f) => ({ title: 'Votre accord est demandé', body: `${where(f)}. Touchez pour voir.` }),
    approved: (f) => ({ title: 'La direction a donné son accord', body: `${where(f)}.` }),
    refused: (f) => ({ title: 'La direction a refusé', body: `${where(f)}. Touchez pour lire.` }),
    withdrawn: (f) => ({ title: 'La demande est retirée', body: `${where(f)}. Rien à faire.` }),
    reopened: (f) => ({ title: 'Rouvert : ça ne marche toujours pas', body: `${where(f)}. À prendre en charge.` }),
    delay: (f) => ({ title: 'Le délai avance', body: `${where(f)}. Touchez pour voir.` }),
    overdue: (f) => ({ title: 'Délai dépassé', body: `${where(f)}. Touchez pour voir.` }),
    reminder: (f) => ({ title: 'Rappel : rendez-vous', body: `${where(f)}. Touchez pour voir.` }),
    resumed: (f) => ({ title: 'Le jour attendu est là', body: `${where(f)}. Le ticket est à reprendre.` }),
    unanswered: (f) => ({ title: 'Personne n’a répondu', body: `${where(f)}. Tout le monde a été appelé.` }),
    unseen: (f) => ({ title: 'Confié, et sans réponse', body: `${where(f)}. L’alerte n’a pas été vue. À suivre ou à reprendre.` }),
    gathered: (f) => ({
      title: f.n === null ? 'Des tickets vous attendent' : `${f.n} tickets vous attendent`,
      body: 'Arrivés hors des heures de service.',
    }),
    test: () => ({ title: 'Essai d’alerte réussi', body: 'Ce téléphone reçoit bien vos alertes.' }),
  } satisfies Record<NoticeKind, (facts: LockFacts) => LockScreen>,
  several: ({ n, site, before }: { n: number; site: string; before: string | null }): LockScreen => ({
    title: `${n} tickets à prendre`,
    body: before ? `${site}. Le plus pressé : avant ${before}.` : `${site}.`,
  }),
  /** The push came but nothing could be read: the phone must show something (Safari revokes silent pushes). */
  unknown: { title: 'Du nouveau dans Relais', body: 'Touchez pour voir.' },
  action: { take: 'Prendre en charge', open: 'Ouvrir' },
};
