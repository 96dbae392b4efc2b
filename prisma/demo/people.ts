import type { Role } from '#domain/actor.ts';
import type { PersonId, SiteId, TeamId } from '#domain/ids.ts';
import type { Dice } from './dice.ts';

/** One for all, said at the start of the demonstration; no real installation has these accounts. */
export const DEMO_PASSWORD = 'relais-demo-2026';

export interface DemoPerson {
  readonly id: PersonId;
  readonly login: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly phone: string | null;
  readonly language: 'fr' | 'en';
  readonly memberships: readonly { readonly role: Role; readonly site: SiteId | null }[];
  readonly inTeam: boolean;
}

export interface DemoPeople {
  readonly people: readonly DemoPerson[];
  readonly team: { readonly id: TeamId; readonly name: string };
  readonly as: (login: string) => DemoPerson;
}

/** Site 0 is the lycée, 1 the collège, null the organisation. */
const PEOPLE: readonly (readonly [string, string, string, readonly (readonly [Role, 0 | 1 | null])[], string?])[] = [
  ['karim', 'Karim', 'Benali', [['correspondent', 0]], '06 39 98 01 11'],
  ['mina', 'Mina', 'Diallo', [['correspondent', 0]], '06 39 98 01 12'],
  ['hugo', 'Hugo', 'Martel', [['correspondent', 1]], '06 39 98 01 13'],
  ['sofia', 'Sofia', 'Lemaire', [['technician', null]], '02 61 91 12 01'],
  ['tom', 'Tom', 'Keller', [['technician', null]], '02 61 91 12 02'],
  ['yann', 'Yann', 'Le Goff', [['engineer', null]], '02 61 91 12 03'],
  ['luc', 'Luc', 'Moreau', [['provider', null]], '02 61 91 12 20'],
  ['claire', 'Claire', 'Roy', [['requester', 0]], '06 39 98 01 41'],
  ['paul', 'Paul', 'Faure', [['requester', 0]], '06 39 98 01 42'],
  ['nadia', 'Nadia', 'Haddad', [['requester', 1]], '06 39 98 01 43'],
  ['anne', 'Anne', 'Mercier', [['approver', 0]], '02 61 91 12 41'],
  ['denis', 'Denis', 'Aubert', [['approver', 1]], '02 61 91 12 61'],
  ['bruno', 'Bruno', 'Petit', [['supervisor', null]], '02 61 91 12 04'],
  ['region', 'Camille', 'Vasseur', [['partner', null]]],
  ['admin', 'Alex', 'Girard', [['admin', null]], '02 61 91 12 05'],
];

/** What these would say on the telephone when their identity is checked. */
export const DEMO_AGENTS: Readonly<Record<string, string>> = { claire: '41207', paul: '41318', nadia: '52640', anne: '40102', karim: '43551' };

export function demoPeople(dice: Dice, sites: readonly SiteId[]): DemoPeople {
  const people = PEOPLE.map(
    ([login, givenName, familyName, roles, phone]): DemoPerson => ({
      id: dice.id(),
      login,
      givenName,
      familyName,
      phone: phone ?? null,
      language: login === 'tom' ? 'en' : 'fr',
      memberships: roles.map(([role, site]) => ({ role, site: site === null ? null : (sites[site] ?? null) })),
      inTeam: roles.some(([role]) => role === 'provider'),
    }),
  );
  const as = (login: string) => {
    const one = people.find((p) => p.login === login);
    if (one === undefined) throw new Error(`no ${login} in the demo`);
    return one;
  };
  return { people, team: { id: dice.id(), name: 'Audiovisuel Val de Loire' }, as };
}
