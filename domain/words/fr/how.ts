/** "Comment faire": each process in a few steps, in the order in which one lives it. */
export const how = {
  title: 'Comment faire',
  print: 'Imprimer',
  lead: 'Tout se fait sans réseau. Relais garde, puis envoie dès le retour du réseau.',
  start: 'Commencer',
  parts: [
    {
      key: 'fault',
      title: 'Quelque chose ne marche plus',
      steps: [
        'Scannez l’autocollant de l’équipement. Sans autocollant : « Nouveau ticket ».',
        'Touchez ce que vous voyez, puis écrivez une phrase.',
        'Déjà signalé ? Un toucher suffit pour suivre la même panne.',
        'Dites qui est gêné et si le cours continue : le délai en dépend.',
      ],
    },
    {
      key: 'request',
      title: 'J’ai besoin de quelque chose',
      steps: [
        'Choisissez « J’ai besoin de quelque chose », puis quoi.',
        'Un nouveau matériel ou un droit d’accès attend l’accord de la direction.',
        'Rien ne commence avant cet accord, et vous le voyez sur le ticket.',
      ],
    },
    {
      key: 'access',
      title: 'Ouvrir ou fermer un droit d’accès',
      steps: [
        'Choisissez « Droit d’accès », puis ouvrir ou fermer.',
        'Dites pour qui, sur quoi, pour faire quoi, et jusqu’à quand.',
        'La direction donne son accord dans Relais, ou signe le formulaire : joignez sa photo ou son PDF.',
        'Quelqu’un part, ou change de poste ? Le même formulaire ferme ses droits.',
      ],
    },
    {
      key: 'password',
      title: 'Mot de passe oublié, compte bloqué',
      steps: [
        'Demandez à un collègue d’ouvrir le ticket pour vous : « Pour quelqu’un d’autre ».',
        'Donnez un numéro où vous rappeler : rien n’est envoyé à la boîte bloquée.',
        'On vérifie qui vous êtes, puis on vous donne un mot de passe provisoire de vive voix.',
        'N’écrivez jamais un mot de passe dans un ticket.',
      ],
    },
    {
      key: 'question',
      title: 'Une question, une réclamation',
      steps: [
        'Choisissez « Une question », et écrivez-la comme vous la diriez.',
        'Une réclamation n’est lue que par l’assistance et son superviseur.',
      ],
    },
    {
      key: 'other',
      title: 'Pour quelqu’un d’autre',
      steps: [
        'Choisissez « Pour quelqu’un d’autre », puis son nom.',
        'À l’oral, au téléphone, dans le cahier : l’assistance note plusieurs lignes de suite avec « Encore un ».',
      ],
    },
    {
      key: 'next',
      title: 'Ce qui se passe ensuite',
      steps: [
        '« Sur ce téléphone » : c’est gardé, pas encore envoyé.',
        '« Enregistré », avec un numéro : l’assistance l’a reçu.',
        'Une personne le prend : vous voyez son prénom. On peut vous répondre, vous appeler ou passer.',
        'C’est réparé : dites oui, ou rouvrez. Sans réponse, le ticket se ferme après 5 jours de service.',
      ],
    },
    {
      key: 'who',
      title: 'Qui peut ouvrir quoi',
      steps: [
        'Chaque personne de l’établissement : une panne, une demande ou une question, pour elle ou pour quelqu’un.',
        'Les correspondants et l’assistance : aussi ce qu’on leur dit de vive voix.',
        'Les équipements d’un autre établissement ne s’ouvrent pas d’ici.',
      ],
    },
  ],
  desk: 'L’assistance',
  call: 'Qui appeler',
  referents: 'Référents',
  callNobody: 'Aucun numéro n’est connu ici.',
};
