/** What is kept of people, and how the screens can be used by everybody: two pages that anybody may read. */
export const statements = {
  language: 'fr',
  data: {
    title: 'Données personnelles',
    lead: 'Ce que Relais garde de vous, pourquoi, et combien de temps.',
    parts: [
      {
        title: 'Votre compte',
        lines: [
          'Nom, identifiant, adresse mail et téléphone s’ils sont donnés, établissements, rôles, langue : pour savoir qui demande, et qui peut aider.',
          'Le mot de passe et le numéro d’agent ne sont gardés que sous une forme qui ne se relit pas.',
          'Gardés tant que le compte existe. Une personne effacée n’a plus de nom : ce qu’elle a fait reste, de personne.',
        ],
      },
      {
        title: 'Vos tickets',
        lines: [
          'Ce que vous écrivez, vos photos, qui a fait quoi et quand : pour suivre la panne et la réparer. Lus par les personnes du ticket et le support de l’établissement ; une demande de droits ou une plainte, par moins encore.',
          'Qui ouvre un ticket confidentiel, sauf son demandeur, est noté. Gardé six mois, lu par qui tient le ticket et par les responsables de l’établissement.',
          'Gardés avec l’histoire du matériel. Les alertes et les mails envoyés : 90 jours.',
        ],
      },
      {
        title: 'Votre téléphone',
        lines: [
          'Une copie de ce que vous avez le droit de voir, lisible sans réseau pendant 30 jours. Se déconnecter l’efface, sauf ce qui n’est pas encore parti : cela reste pour vous.',
          'Une alerte ne contient ni nom ni texte. Elle passe par le service de votre navigateur (Google, Mozilla, Apple, Microsoft), chiffrée pour votre appareil.',
          'Des cookies pour la connexion seulement : la session, son formulaire, et le souvenir que vous vous êtes connecté ici. Aucune mesure d’audience.',
        ],
      },
      {
        title: 'La sécurité',
        lines: [
          'Connexions refusées, comptes fermés, tentatives venues d’ailleurs : avec une empreinte de l’adresse, jamais l’adresse. Gardés six mois.',
        ],
      },
      {
        title: 'Vos droits',
        lines: [
          'Voir : tout ce qui est gardé de vous se télécharge dans Moi, Mon compte. Corriger : votre téléphone et votre adresse, au même endroit.',
          'Effacer : demandez à l’administration de votre organisation, qui répond de ces données. Votre nom et vos coordonnées disparaissent, dans les textes aussi, du serveur et des téléphones à leur prochain contact ; vos photos si vous le demandez. Les sauvegardes déjà faites les gardent jusqu’à leur remplacement.',
          'Tout est gardé par votre organisation, sur son serveur.',
        ],
      },
    ],
  },
  access: {
    title: 'Accessibilité',
    lead: 'Relais doit servir à tout le monde, au clavier, au doigt, à la voix, avec ou sans réseau.',
    parts: [
      {
        title: 'Où nous en sommes',
        lines: [
          'Aucun audit RGAA n’a été fait : la conformité n’est pas déclarée.',
          'Chaque écran est contrôlé par un outil automatique (axe) dans les deux thèmes, à 390 et à 320 pixels de large, à chaque version. Un tel outil ne voit qu’une partie des défauts.',
        ],
      },
      {
        title: 'Ce que nous savons imparfait',
        lines: [
          'Le scan demande une caméra : le code se tape aussi, ou le matériel se cherche dans sa salle.',
          'Une photo n’a pas d’autre texte que le ticket qui la porte.',
        ],
      },
      {
        title: 'Dire ce qui gêne',
        lines: [
          'Signalez-le comme une panne, par un ticket, ou à l’administration de votre organisation. Sans réponse, le Défenseur des droits peut être saisi.',
        ],
      },
    ],
  },
  other: 'English',
} as const;
