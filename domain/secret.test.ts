import { expect, test } from 'vitest';
import { tellsPassword } from './secret.ts';

test.each([
  'Mot de passe : Soleil42',
  'mdp=abc123',
  'Le mot de passe est Rentree2026!',
  'password: hunter22',
  'son MDP : « azerty12 »',
  'mot de passe provisoire : Lycee#1',
])('stops a text that tells one: %s', (text) => expect(tellsPassword(text)).toBe(true));

test.each([
  'Mot de passe oublié',
  'mot de passe : oublié depuis lundi',
  'Elle a perdu son mot de passe.',
  'Le mot de passe est expiré',
  'Compte bloqué, mot de passe refusé',
  'password: forgotten',
  'Le passe de la salle 203 est resté ouvert',
  'Passe au niveau 2',
])('lets pass what only speaks of one: %s', (text) => expect(tellsPassword(text)).toBe(false));
