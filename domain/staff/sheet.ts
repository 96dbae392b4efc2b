import { parseEmail } from '#domain/email.ts';
import type { Line, Sheet } from '#domain/imports/sheet.ts';
import { fitsScope, GIVEN_ROLES, type GivenRole } from '#domain/membership.ts';
import { foldLabel } from '#domain/register/search-text.ts';
import { parseUai } from '#domain/uai.ts';
import { words } from '#domain/words/index.ts';

/** What the columns of a list of people hold, in the order of our own model. */
export const STAFF_FIELDS = ['login', 'givenName', 'familyName', 'role', 'site', 'team', 'phone', 'email', 'language'] as const;
export type StaffField = (typeof STAFF_FIELDS)[number];

/** Rows of one list, and bytes: all the people of a large district; more are brought in two files. */
export const STAFF_ROWS = 3000;
export const STAFF_BYTES = 2 * 1024 * 1024;

/** Headers as people and their tools write them. The first of a field is our own model's, in French; the second in English. */
const HEADERS: Readonly<Record<StaffField, string>> = {
  login: 'Identifiant|Login|Compte|Utilisateur|User name|User|Account|Nom d’utilisateur',
  givenName: 'Prénom|Given name|First name|Prénom usuel',
  familyName: 'Nom|Family name|Last name|Surname|Nom de famille|Nom d’usage|Nom usuel',
  role: 'Rôle|Role|Fonction|Profil|Profile',
  site: 'UAI|Site|Code UAI|RNE|Établissement|UAI de l’établissement|School|School code',
  team: 'Équipe|Team|Prestataire|Provider|Équipe du prestataire|Provider team',
  phone: 'Téléphone|Phone|Tél|Portable|Mobile|Telephone|N° de téléphone',
  email: 'Mail|E-mail|Courriel|Adresse mail|Mél|Adresse électronique|Email address|Mail address|Adresse e-mail',
  language: 'Langue|Language|Lang',
};

const BY_HEADER: ReadonlyMap<string, StaffField> = new Map(
  STAFF_FIELDS.toReversed().flatMap((field) => HEADERS[field].split('|').map((header) => [foldLabel(header), field] as const)),
);

/** The first row of a list to fill in. */
export function staffHeaders(language: 'fr' | 'en'): string[] {
  return STAFF_FIELDS.map((field) => HEADERS[field].split('|')[language === 'fr' ? 0 : 1] ?? field);
}

/** Other words for a role, as schools say them. */
const ALSO: Readonly<Partial<Record<GivenRole, string>>> = {
  requester: 'Demandeur|Enseignant|Professeur|Agent|Personnel|Teacher|Staff|User|Utilisateur',
  correspondent: 'Correspondant|Correspondant informatique|Référent numérique|Niveau 1|N1|IT correspondent|Level 1',
  technician: 'Technicien|Niveau 2|N2|Technician|Level 2',
  engineer: 'Ingénieur|Informaticien|Niveau 3|N3|Engineer|Level 3',
  provider: 'Prestataire|Provider',
  approver: 'Direction|Chef d’établissement|Directeur|Directrice|Proviseur|Principal|Head|Head of site|Approver|Approbateur',
};

const ROLES: ReadonlyMap<string, GivenRole> = new Map(
  GIVEN_ROLES.flatMap((role) =>
    [role, words('fr').status.role[role], words('en').status.role[role], ...(ALSO[role]?.split('|') ?? [])].map(
      (said) => [foldLabel(said), role] as const,
    ),
  ),
);

const LANGUAGES: ReadonlyMap<string, 'fr' | 'en'> = new Map([
  ...['fr', 'français', 'french', 'fra'].map((said) => [foldLabel(said), 'fr'] as const),
  ...['en', 'anglais', 'english', 'eng'].map((said) => [foldLabel(said), 'en'] as const),
]);

/** Why a line is left out. The later ones are found by looking at the accounts that there are. */
export const STAFF_PROBLEMS = [
  'login',
  'name',
  'sign',
  'role',
  'admin',
  'uai',
  'scope',
  'team',
  'email',
  'language',
  'other-name',
  'email-twice',
  'site-unknown',
  'team-unknown',
  'email-taken',
  'email-held',
  'shut',
  'of-admin',
  'overtaken',
] as const;
export type StaffProblemCode = (typeof STAFF_PROBLEMS)[number];

export interface StaffProblem {
  readonly line: number;
  /** From 0; null: of no cell, or of one that is not there. */
  readonly column: number | null;
  readonly field: StaffField | null;
  readonly value: string;
  readonly code: StaffProblemCode;
}

/** What one line gives: nothing typed changes nothing. */
export interface StaffLine {
  readonly line: number;
  readonly login: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly role: GivenRole;
  /** UAI; null: the whole organisation. */
  readonly site: string | null;
  readonly team: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly language: 'fr' | 'en' | null;
}

/** Where each field stands, from 0; the first of two headers of the same meaning. */
export type StaffColumns = Readonly<Partial<Record<StaffField, number>>>;

/** @returns the fields without which nothing can be read, where they are missing */
export function columnsOf(headers: readonly string[]): { readonly columns: StaffColumns; readonly missing: readonly StaffField[] } {
  const columns: Partial<Record<StaffField, number>> = {};
  headers.forEach((header, at) => {
    const field = BY_HEADER.get(foldLabel(header));
    if (field !== undefined) columns[field] ??= at;
  });
  const needed: StaffField[] = ['givenName', 'familyName', 'role'];
  // A mail address serves as the login where there is no column of logins.
  if (columns.login === undefined && columns.email === undefined) needed.unshift('login');
  return { columns, missing: needed.filter((field) => columns[field] === undefined) };
}

const MOST: Readonly<Record<'login' | 'givenName' | 'familyName' | 'phone' | 'team', number>> = {
  login: 120,
  givenName: 60,
  familyName: 60,
  phone: 30,
  team: 80,
};

/** Logins are compared without case; the stored ones have this form. */
const loginOf = (typed: string) => typed.normalize('NFKC').trim().toLowerCase();

class Left extends Error {
  readonly field: StaffField;
  readonly code: StaffProblemCode;
  constructor(field: StaffField, code: StaffProblemCode) {
    super(code);
    this.field = field;
    this.code = code;
  }
}

function lineOf({ n, cells }: Line, columns: StaffColumns): StaffLine {
  const cell = (field: StaffField) => (cells[columns[field] ?? -1] ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();
  const text = (field: keyof typeof MOST, wanting: StaffProblemCode) => {
    const said = cell(field);
    if (said.length > MOST[field] || /\p{C}/u.test(said)) throw new Left(field, said.length > MOST[field] ? wanting : 'sign');
    return said;
  };
  const [givenName, familyName] = [text('givenName', 'name'), text('familyName', 'name')];
  if (givenName === '') throw new Left('givenName', 'name');
  if (familyName === '') throw new Left('familyName', 'name');
  const email = cell('email') === '' ? null : parseEmail(cell('email'));
  if (email === null && cell('email') !== '') throw new Left('email', 'email');
  const login = loginOf(text('login', 'login') || email || '');
  if (login === '' || login.length > MOST.login || /\s/.test(login)) throw new Left('login', 'login');
  const role = ROLES.get(foldLabel(cell('role')));
  if (role === undefined) throw new Left('role', 'role');
  if (role === 'admin') throw new Left('role', 'admin');
  const site = cell('site') === '' ? null : parseUai(cell('site'));
  if (site === null && cell('site') !== '') throw new Left('site', 'uai');
  if (!fitsScope(role, site === null ? 'organisation' : 'site')) throw new Left('site', 'scope');
  const team = text('team', 'team-unknown') || null;
  if (role === 'provider' && team === null) throw new Left('team', 'team');
  const language = cell('language') === '' ? null : LANGUAGES.get(foldLabel(cell('language')));
  if (language === undefined) throw new Left('language', 'language');
  return { line: n, login, givenName, familyName, role, site, team, phone: text('phone', 'sign') || null, email, language };
}

/** One person of the list: what their lines say together. */
export interface StaffPerson {
  readonly login: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly language: 'fr' | 'en' | null;
  readonly lines: readonly StaffLine[];
}

/** The people of a list, by login, and the lines that are left out. A person may have several lines, one a role. */
export function staffOf(sheet: Sheet, columns: StaffColumns): { readonly people: StaffPerson[]; readonly problems: StaffProblem[] } {
  const people = new Map<string, StaffPerson>();
  const byEmail = new Map<string, string>();
  const problems: StaffProblem[] = [];
  for (const line of sheet.lines) {
    try {
      const said = lineOf(line, columns);
      const { login, email } = said;
      const before = people.get(login);
      if (before !== undefined && (before.givenName !== said.givenName || before.familyName !== said.familyName)) {
        throw new Left(columns.login === undefined ? 'email' : 'login', 'other-name');
      }
      const mailbox = email?.toLowerCase() ?? null;
      if (mailbox !== null && (byEmail.get(mailbox) ?? login) !== login) throw new Left('email', 'email-twice');
      if (before?.email != null && mailbox !== null && before.email.toLowerCase() !== mailbox) throw new Left('email', 'email-twice');
      if (mailbox !== null) byEmail.set(mailbox, login);
      people.set(login, {
        ...{ login, givenName: said.givenName, familyName: said.familyName },
        ...{ phone: before?.phone ?? said.phone, email: before?.email ?? email, language: before?.language ?? said.language },
        lines: [...(before?.lines ?? []), said],
      });
    } catch (error) {
      if (!(error instanceof Left)) throw error;
      problems.push(problemAt(line, columns, error.field, error.code));
    }
  }
  return { people: [...people.values()], problems };
}

/** What is wrong with a line of the file, by its cell. */
export function problemAt(line: Line, columns: StaffColumns, field: StaffField | null, code: StaffProblemCode): StaffProblem {
  const column = field === null ? null : (columns[field] ?? null);
  return { line: line.n, column, field, value: (line.cells[column ?? -1] ?? '').trim().slice(0, 120), code };
}
