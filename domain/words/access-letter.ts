import type { Language } from './language.ts';

const fr = {
  invitation: {
    subject: 'Votre accès à Relais',
    title: ({ name }: { name: string }) => `Bienvenue, ${name}`,
    login: ({ login }: { login: string }) => `Identifiant : ${login}`,
    sentences: [
      'Choisissez votre mot de passe pour ouvrir Relais, l’assistance informatique de votre établissement.',
      'Ce lien sert une fois, pendant 7 jours.',
    ],
    button: 'Choisir mon mot de passe',
    foot: 'Vous n’attendiez rien ? Ignorez ce mail : sans ce lien, rien ne s’ouvre.',
  },
  recovery: {
    subject: 'Retrouver votre accès à Relais',
    title: ({ name }: { name: string }) => `${name}, un autre mot de passe`,
    login: ({ login }: { login: string }) => `Identifiant : ${login}`,
    sentences: ['Ce lien sert une fois, pendant 30 minutes. Vos appareils seront déconnectés ; ce qui n’y est pas envoyé y reste.'],
    button: 'Choisir un mot de passe',
    foot: 'Ce n’est pas vous ? Ignorez ce mail : rien n’a changé. Si cela se répète, prévenez l’administrateur de Relais.',
  },
};

const en: typeof fr = {
  invitation: {
    subject: 'Your access to Relais',
    title: ({ name }) => `Welcome, ${name}`,
    login: ({ login }) => `Login: ${login}`,
    sentences: ['Choose your password to open Relais, the IT support of your school.', 'This link works once, for 7 days.'],
    button: 'Choose my password',
    foot: 'Expecting nothing? Ignore this mail: without this link, nothing opens.',
  },
  recovery: {
    subject: 'Your way back to Relais',
    title: ({ name }) => `${name}, another password`,
    login: ({ login }) => `Login: ${login}`,
    sentences: ['This link works once, for 30 minutes. Your devices will be signed out; what has not left them stays there.'],
    button: 'Choose a password',
    foot: 'Not you? Ignore this mail: nothing has changed. If it happens again, tell the administrator of Relais.',
  },
};

/** The two letters with a link that lets in: never kept, so not among the others (domain/letter.ts). */
export function accessLetters(language: Language): typeof fr {
  return language === 'en' ? en : fr;
}
