/** "jusqu’à 17 h 30", "jusqu’au 4 nov." */
const upTo = (when: string) => `jusqu’${/^\d+(er)?\u00a0(?!h\u00a0)/.test(when) ? 'au' : 'à'} ${when}`;

/** What is told for a while on the phones of a site: turns on call, announcements, outages that are known. */
export const news = {
  onCall: {
    now: ({ when }: { when: string }) => `Vous êtes d’astreinte ${upTo(when)}.`,
    next: ({ from, until }: { from: string; until: string }) => `Votre prochaine astreinte : ${from}, ${upTo(until)}.`,
    for: ({ site }: { site: string }) => `Pour ${site}.`,
    everywhere: 'Pour tous les établissements.',
  },
  announcement: {
    read: 'J’ai lu',
    readOf: ({ text }: { text: string }) => `J’ai lu : ${text}`,
  },
  outage: {
    /** Never "9 h 16", which is read as a time of the day. */
    age: ({ n: minutes }: { n: number }) => {
      if (minutes < 60) return `${Math.max(1, minutes)} min`;
      if (minutes < 1440) return minutes < 120 ? 'plus d’une heure' : `plus de ${Math.floor(minutes / 60)} heures`;
      return minutes < 2880 ? 'hier' : `${Math.floor(minutes / 1440)} jours`;
    },
    known: ({ what, span }: { what: string; span: string }) => `Panne déjà connue : ${what}, depuis ${span}.`,
    knownSome: ({ what }: { what: string }) => `Panne déjà connue : ${what}.`,
    several: ({ n }: { n: number }) => `${n} tickets ouverts.`,
    taken: 'Quelqu’un s’en occupe.',
    waiting: 'Pas encore prise en charge.',
    see: 'Voir le ticket',
    meToo: 'Moi aussi',
    else: 'Ce n’est pas ça, continuer',
    meTooDone: 'Noté. Vous suivez cette panne.',
  },
};
