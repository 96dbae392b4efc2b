/** What happened, what is safe, the verb (ux.md section 7). The reference comes last and small. */
export const errors = {
  reference: ({ reference }: { reference: string }) => `réf. ${reference}`,
  notFoundTitle: 'Cette page n’existe pas',
  notFoundText: 'L’adresse a peut-être changé. Vos actions en attente sont gardées.',
  crashTitle: 'Cet écran s’est arrêté',
  crashText: 'Ce que vous avez enregistré est gardé sur ce téléphone. Rouvrez l’écran.',
  reopen: 'Rouvrir l’écran',
  goHome: 'Aller à l’accueil',
  storeTitle: 'Relais ne peut rien garder ici',
  storeText: 'Ce navigateur bloque le stockage. Quittez la navigation privée, ou changez de navigateur.',
  storeBusy: 'Une autre fenêtre de Relais doit se fermer pour la mise à jour.',
  notAllowed: 'Vous n’avez pas accès à cet écran.',
  server: 'Le serveur ne répond pas. Rien n’est perdu.',
  tooMany: 'Trop de demandes. Réessayez dans un instant.',
  invalid: 'Le serveur n’a pas compris. Rechargez la page.',
};
