/** What a scan found, over the camera or on its own screen. */
export const found = {
  recognised: 'Reconnu',
  room: 'Salle reconnue',
  already: 'Déjà signalé',
  card: 'Voir la fiche',
  seeRoom: 'Voir la salle',
  next: 'Scanner le suivant',
  several: ({ n }: { n: number }) => `${n} équipements répondent à ce numéro. Lequel ?`,
  unknown: 'Autocollant inconnu ici',
  unknownText: ({ code }: { code: string }) => `${code} n’est pas dans le parc de vos établissements. Vous pouvez signaler la panne quand même.`,
  nothing: ({ text }: { text: string }) => `Aucun équipement ne porte « ${text} ».`,
  badCode: ({ code }: { code: string }) => `${code} a une lettre fausse. Vérifiez l’autocollant.`,
  foreign: ({ host }: { host: string }) => `Ce code mène ailleurs : ${host}. Relais ne l’ouvre pas. Quelqu’un a pu coller un faux autocollant.`,
};
