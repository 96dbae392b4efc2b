export const demo = {
  banner: 'Démonstration : données inventées.',
  accounts: 'Comptes de démonstration',
  password: ({ password }: { password: string }) => `Mot de passe pour tous : ${password}`,
  tryTitle: 'À essayer',
  try: [
    'Imprimez la planche d’autocollants, scannez-en un avec le téléphone.',
    'Coupez le réseau, ouvrez un ticket, fermez l’application, rouvrez-la.',
    'Prenez le même ticket sur deux téléphones hors ligne.',
    'Passez un ticket au niveau 2 et regardez l’autre téléphone.',
  ],
};
