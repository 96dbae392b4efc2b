import { count } from './grammar.ts';

export const sites = {
  title: 'Établissements gardés',
  why: ({ most }: { most: number }) =>
    `Jusqu’à ${most} établissements : leurs salles, leurs équipements et leurs tickets sont sur ce téléphone, même sans réseau.`,
  whyOwn: 'Les établissements de vos rôles sont sur ce téléphone, même sans réseau.',
  own: 'Par votre rôle',
  here: 'Sur ce téléphone',
  chosen: ({ n, most }: { n: number; most: number }) => `Choisis : ${n} sur ${most}`,
  search: 'Nom, ville ou code…',
  full: ({ most }: { most: number }) => `Déjà ${most} choisis : retirez-en un d’abord.`,
  keep: ({ n }: { n: number }) => (n === 0 ? 'N’en garder aucun' : `Garder ${count(n, 'établissement', 'établissements')}`),
  done: 'Choix enregistré. Ce téléphone se met à jour.',
  offline: 'Choisir demande le réseau. Ce qui est gardé reste lisible.',
  notKept: 'Le choix n’est pas enregistré.',
  notKeptThen: 'Rien n’a changé sur ce téléphone. Vérifiez le réseau, puis réessayez.',
  nothingFor: ({ text }: { text: string }) => `Aucun établissement pour « ${text} ».`,
};
