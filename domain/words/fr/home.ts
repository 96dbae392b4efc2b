export const home = {
  title: 'Aujourd’hui',
  handover: {
    title: 'On vous passe le relais',
    from: ({ who, level }: { who: string; level: string | null }) => (level ? `${who}, ${level}` : who),
    quote: ({ text }: { text: string }) => `« ${text} »`,
    /** Bold first part, then the rest. */
    left: ({ span }: { span: string }) => `Reste ${span}`,
    leftThen: ({ who }: { who: string | null }) => (who ? `avant d’alerter ${who}.` : 'avant d’alerter la personne suivante.'),
    others: ({ n }: { n: number }) => (n < 2 ? 'et 1 autre' : `et ${n} autres`),
  },
  toTake: 'À prendre ici',
  mine: 'À moi',
  helping: 'En renfort',
  reported: 'Mes signalements',
  waitingForMe: 'À confirmer',
  emptyTitle: 'Rien à prendre ici',
  emptyText: 'Tout ce qui a été signalé est pris en charge. Scannez un équipement pour signaler une panne.',
  mineEmpty: 'Vous n’avez aucun ticket.',
  reportedEmpty: 'Vous n’avez rien signalé. Scannez l’autocollant d’un équipement en panne.',
  site: 'Établissement',
  chooseSite: 'Choisir un établissement',
};
