/** Every door of the server, how it is knocked at, and a school behind them. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'next-auth/jwt';
import { afterAll } from 'vitest';
import * as access from '#app/admin/access.ts';
import * as office from '#app/admin/actions.ts';
import * as imports from '#app/admin/imports/actions.ts';
import * as reading from '#app/admin/reading.ts';
import * as register from '#app/admin/register/actions.ts';
import * as running from '#app/admin/running.ts';
import { GET as ownData } from '#app/api/account/export/route.ts';
import { POST as beginKey, DELETE as forgetKey, PUT as keepKey } from '#app/api/account/passkeys/route.ts';
import { POST as ownPassword } from '#app/api/account/password/route.ts';
import { GET as account, PUT as profile } from '#app/api/account/route.ts';
import { DELETE as endSignIn } from '#app/api/account/sessions/route.ts';
import { POST as ack } from '#app/api/ack/route.ts';
import { GET as readFileDoor } from '#app/api/assets/[id]/files/[file]/route.ts';
import { POST as bringFile } from '#app/api/assets/[id]/files/route.ts';
import { GET as history } from '#app/api/assets/[id]/history/route.ts';
import { POST as importFile } from '#app/api/imports/[id]/files/route.ts';
import { GET as importLeft } from '#app/api/imports/[id]/left/route.ts';
import { GET as importModel } from '#app/api/imports/model/route.ts';
import { POST as importBegin } from '#app/api/imports/route.ts';
import { GET as labelsDoor } from '#app/api/labels/route.ts';
import { GET as live } from '#app/api/live/route.ts';
import { POST as typing } from '#app/api/live/typing/route.ts';
import { GET as me } from '#app/api/me/route.ts';
import { GET as personData } from '#app/api/people/[id]/export/route.ts';
import { GET as getPhoto, PUT as putPhoto } from '#app/api/photos/[hash]/route.ts';
import { PUT as choice, GET as choices } from '#app/api/push/choices/route.ts';
import { GET as devices } from '#app/api/push/devices/route.ts';
import { GET as key } from '#app/api/push/key/route.ts';
import { POST as subscribe, DELETE as unsubscribe } from '#app/api/push/subscribe/route.ts';
import { GET as trialState } from '#app/api/push/test/[id]/route.ts';
import { POST as trial } from '#app/api/push/test/route.ts';
import { POST as tellReadings } from '#app/api/readings/route.ts';
import { GET as exportDoor } from '#app/api/register/export/route.ts';
import { GET as replacement } from '#app/api/replacement/route.ts';
import { GET as rights } from '#app/api/rights/route.ts';
import { GET as roundFile } from '#app/api/rounds/[id]/route.ts';
import { GET as searchDoor } from '#app/api/search/route.ts';
import { PUT as pinSites, GET as sites } from '#app/api/sites/route.ts';
import { POST as bringStaff, GET as staffModel } from '#app/api/staff/route.ts';
import { POST as syncRoute } from '#app/api/sync/route.ts';
import { GET as contact } from '#app/api/tickets/[id]/contact/route.ts';
import { POST as identity } from '#app/api/tickets/[id]/identity/route.ts';
import { GET as readingsDoor } from '#app/api/tickets/[id]/readings/route.ts';
import { GET as ticketDoor } from '#app/api/tickets/[id]/route.ts';
import type { PersonId } from '#domain/ids.ts';
import { INVENTORY_MAPPING } from '#domain/imports/inventory.ts';
import { NO_FILTER } from '#domain/register/table.ts';
import { IMPACTS, URGENCIES } from '#domain/ticket/ticket.ts';
import { CONTENT_TYPE, PROTOCOL } from '#domain/wire.ts';
import { filesUnder } from '#scripts/files.ts';
import type { Db } from '#server/db.ts';
import { env } from '#server/env.ts';
import type { TestDatabase } from '#test/databases.ts';
import { jar } from './cookie-jar.ts';
import { HUGO, OTHER_SITE, openSchool, PROVIDER, type School, SITE, TEAM } from './school.ts';

const SECRET = 'a secret of the tests, 32 bytes long or more';
const folder = mkdtempSync(join(tmpdir(), 'relais-doors-'));
process.env['DATA_DIR'] = folder;
process.env['NEXTAUTH_SECRET'] = SECRET;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export const JSON_TYPE = 'application/json';
type Ask = { readonly body?: unknown; readonly headers?: Record<string, string | null> };

/** A request as a page of this installation sends it; a header that is null is left out. */
export function request(method: string, type: string, { body, headers }: Ask): Request {
  const all: Record<string, string | null> = { origin: env().publicUrl, 'content-type': method === 'GET' ? null : type, ...headers };
  const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null);
  const content = body === undefined ? {} : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) };
  return new Request(`${env().publicUrl}/x`, { method, headers: given, ...(method === 'GET' ? {} : content) });
}

export const HASH = 'c'.repeat(64);
const DEVICE = randomUUID();
const KEYS = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: randomBytes(16).toString('base64url'),
};
export const SUBSCRIPTION = { endpoint: 'https://fcm.googleapis.com/fcm/send/abc', keys: KEYS, label: 'Chrome, Android' };
export const empty = () => ({ protocol: PROTOCOL, origin: randomUUID(), epoch: null, since: 0, settled: 0, page: null, entries: [] });
/** The routes, by method and folder: the type they take, and how they are called. */
export const ROUTES: Record<string, { type: string; body?: () => unknown; call: (r: Request) => Promise<Response> }> = {
  'POST app/api/sync': { type: CONTENT_TYPE, body: empty, call: syncRoute },
  'PUT app/api/photos/[hash]': {
    type: 'image/jpeg',
    body: () => new Uint8Array(10),
    call: (r) => putPhoto(r, { params: Promise.resolve({ hash: HASH }) }),
  },
  'GET app/api/photos/[hash]': { type: '', call: (r) => getPhoto(r, { params: Promise.resolve({ hash: HASH }) }) },
  'GET app/api/account': { type: '', call: () => account() },
  'PUT app/api/account': { type: JSON_TYPE, body: () => ({ phone: '', email: '', language: 'fr' }), call: profile },
  'POST app/api/account/password': {
    type: JSON_TYPE,
    body: () => ({ old: 'une rivière sous la lune', chosen: 'quatre chevaux mangent' }),
    call: ownPassword,
  },
  'POST app/api/account/passkeys': { type: JSON_TYPE, body: () => ({}), call: beginKey },
  'PUT app/api/account/passkeys': { type: JSON_TYPE, body: () => ({ label: 'Clé', response: { id: 'x' } }), call: keepKey },
  'DELETE app/api/account/passkeys': { type: JSON_TYPE, body: () => ({ passkey: 'x' }), call: forgetKey },
  'DELETE app/api/account/sessions': { type: JSON_TYPE, body: () => ({ others: true }), call: endSignIn },
  'POST app/api/imports': { type: 'application/octet-stream', body: () => new Uint8Array(10), call: importBegin },
  'POST app/api/imports/[id]/files': {
    type: 'application/octet-stream',
    body: () => new Uint8Array(10),
    call: (r) => importFile(r, { params: Promise.resolve({ id: randomUUID() }) }),
  },
  'GET app/api/imports/[id]/left': { type: '', call: (r) => importLeft(r, { params: Promise.resolve({ id: randomUUID() }) }) },
  'GET app/api/imports/model': { type: '', call: importModel },
  'GET app/api/staff': { type: '', call: () => staffModel() },
  'POST app/api/staff': { type: 'application/octet-stream', body: () => new Uint8Array(10), call: bringStaff },
  'POST app/api/ack': { type: JSON_TYPE, body: () => ({ notice: randomUUID(), step: 'shown' }), call: ack },
  'GET app/api/labels': { type: '', call: labelsDoor },
  'GET app/api/assets/[id]/history': { type: '', call: (r) => history(r, { params: Promise.resolve({ id: randomUUID() }) }) },
  'POST app/api/assets/[id]/files': {
    type: 'application/octet-stream',
    body: () => new Uint8Array(10),
    call: (r) => bringFile(r, { params: Promise.resolve({ id: randomUUID() }) }),
  },
  'GET app/api/assets/[id]/files/[file]': {
    type: '',
    call: (r) => readFileDoor(r, { params: Promise.resolve({ id: randomUUID(), file: randomUUID() }) }),
  },
  'GET app/api/register/export': { type: '', call: exportDoor },
  'GET app/api/live': { type: '', call: () => live() },
  'POST app/api/live/typing': { type: JSON_TYPE, body: () => ({ ticket: randomUUID(), open: true }), call: typing },
  'GET app/api/me': { type: '', call: () => me() },
  'GET app/api/push/choices': { type: '', call: () => choices() },
  'PUT app/api/push/choices': { type: JSON_TYPE, body: () => ({ topic: 'mine', channel: 'mail', wanted: false }), call: choice },
  'GET app/api/push/devices': { type: '', call: () => devices() },
  'GET app/api/push/key': { type: '', call: () => key() },
  'GET app/api/search': { type: '', call: (r) => searchDoor(r) },
  'GET app/api/tickets/[id]': { type: '', call: (r) => ticketDoor(r, { params: Promise.resolve({ id: randomUUID() }) }) },
  'GET app/api/replacement': { type: '', call: replacement },
  'GET app/api/rights': { type: '', call: rights },
  'GET app/api/rounds/[id]': { type: '', call: (r) => roundFile(r, { params: Promise.resolve({ id: randomUUID() }) }) },
  'GET app/api/sites': { type: '', call: () => sites() },
  'PUT app/api/sites': { type: JSON_TYPE, body: () => ({ sites: [] }), call: pinSites },
  'POST app/api/push/subscribe': { type: JSON_TYPE, body: () => SUBSCRIPTION, call: subscribe },
  'DELETE app/api/push/subscribe': { type: JSON_TYPE, body: () => ({ device: DEVICE }), call: unsubscribe },
  'GET app/api/tickets/[id]/contact': { type: '', call: (r) => contact(r, { params: Promise.resolve({ id: randomUUID() }) }) },
  'POST app/api/tickets/[id]/identity': {
    type: JSON_TYPE,
    body: () => ({ why: 'Oublié', familyName: 'Roy', agentNumber: '41207' }),
    call: (r) => identity(r, { params: Promise.resolve({ id: randomUUID() }) }),
  },
  'GET app/api/account/export': { type: '', call: ownData },
  'GET app/api/people/[id]/export': { type: '', call: (r) => personData(r, { params: Promise.resolve({ id: randomUUID() }) }) },
  'POST app/api/readings': { type: JSON_TYPE, body: () => ({ readings: [{ ticket: randomUUID(), ago: 0 }] }), call: tellReadings },
  'GET app/api/tickets/[id]/readings': { type: '', call: (r) => readingsDoor(r, { params: Promise.resolve({ id: randomUUID() }) }) },
  'POST app/api/push/test': { type: JSON_TYPE, body: () => ({}), call: trial },
  'GET app/api/push/test/[id]': { type: '', call: (r) => trialState(r, { params: Promise.resolve({ id: randomUUID() }) }) },
};
/** For those who have no session: test/contract/session.test.ts, security-log.test.ts, public.test.ts. */
export const OPEN_ROUTES = [
  ...['GET app/api/auth/[...nextauth]', 'POST app/api/auth/[...nextauth]', 'POST app/api/csp', 'GET app/api/signin'],
  ...['GET app/p/[code]', 'POST app/p/[code]'],
  ...['GET app/api/sso/[...step]', 'POST app/api/passkey/[step]', 'POST app/api/sso/[...step]'],
];

export const PERSON = { givenName: 'Eve', familyName: 'Essai', login: 'eve', phone: '', language: 'fr', role: 'admin', site: '' };
const PLACE = { uai: '0450062Y', name: 'École', city: 'Ici', phone: '', timeZone: 'Europe/Paris' };
const DAY = '8:00-12:00, 13:30-17:30';
const HOURS = {
  ...{ site: SITE, timeZone: 'Europe/Paris', day0: DAY, day1: DAY, day2: DAY, day3: DAY, day4: DAY, day5: '', day6: '' },
  ...{ holidays: 'metropole', school: '', closures: '24/12/2026' },
};
const LENGTHS = { tto1: '15 min', ttr1: '4 h', tto2: '30 min', ttr2: '1 j', tto3: '30 min', ttr3: '3 j', tto4: '30 min', ttr4: '5 j' };
const MATRIX = Object.fromEntries(IMPACTS.flatMap((impact) => URGENCIES.map((urgency) => [`${impact}_${urgency}`, '2'])));
const POLICY = { day: '10 h', ...LENGTHS };
/** The acts of the office on who may what, each with an argument that would work for an administrator. */
const ACCESS: { [name in keyof typeof access]: () => Promise<{ ok: boolean; fault?: string }> } = {
  personIdentity: () => access.personIdentity({ person: HUGO, givenName: 'Hugo', familyName: 'Essai', login: 'hugo', phone: '', language: 'fr' }),
  personRights: () => access.personRights({ person: HUGO, roles: [{ role: 'correspondent', site: SITE }], teams: [] }),
  personLink: () => access.personLink({ person: HUGO, purpose: 'recovery', mail: false }),
  teams: () => access.teams(),
  createTeam: () => access.createTeam({ name: 'Dépannage 45', kind: 'provider' }),
  renameTeam: () => access.renameTeam({ team: TEAM, name: 'Réparateurs' }),
  intoTeam: () => access.intoTeam({ team: TEAM, login: 'hugo' }),
  signInPage: () => access.signInPage(),
  saveSignIn: () => access.saveSignIn({ buttons: {}, rules: [], byEmail: false, create: false }),
  erasePersonForEver: () => access.erasePersonForEver({ person: HUGO, login: 'nobody of this name' }),
  outOfTeam: () => access.outOfTeam({ team: TEAM, person: PROVIDER }),
};
/** The acts of the office, each with an argument that would work for an administrator. */
const ACTS: { [name in keyof typeof office]: () => Promise<{ ok: boolean; fault?: string }> } = {
  sites: () => office.sites(),
  people: () => office.people({}),
  createSite: () => office.createSite(PLACE),
  createPerson: () => office.createPerson(PERSON),
  shutPerson: () => office.shutPerson(HUGO),
  reopenPerson: () => office.reopenPerson(HUGO),
  newPassword: () => office.newPassword(HUGO),
  agentNumber: () => office.agentNumber({ person: HUGO, agentNumber: '41207' }),
  personKnown: () => office.personKnown({ person: HUGO, vip: 'on', knows_network: 'on' }),
  personEmail: () => office.personEmail({ person: HUGO, email: 'hugo@ecole.example' }),
  siteMailbox: () => office.siteMailbox({ site: SITE, mailbox: 'service@ecole.example' }),
  siteResources: () => office.siteResources({ site: SITE, resources: 'Partage Paie ; Intendance ; sensible' }),
  service: () => office.service(),
  setHours: () => office.setHours(HOURS),
  setPolicy: () => office.setPolicy(POLICY),
  setMatrix: () => office.setMatrix(MATRIX),
  setAlerts: () => office.setAlerts({ answer: '5 min', critical: '2 min', again: '30 min', quiet: 'on' }),
};

export const OFFICE = { ...ACTS, ...ACCESS };

const TURN = { id: '', person: HUGO, site: SITE, from: '2027-01-04T17:30', until: '2027-01-05T07:30' };
/** The acts of whoever runs the service, each with an argument that would work for a supervisor. */
export const RUNNING: { [name in keyof typeof running]: () => Promise<{ ok: boolean; fault?: string }> } = {
  roster: () => running.roster({ site: SITE, week: '' }),
  setTurn: () => running.setTurn(TURN),
  endTurn: () => running.endTurn(randomUUID()),
  presences: () => running.presences(SITE),
  sayAway: () => running.sayAway({ person: HUGO, site: SITE, until: '', deputy: '' }),
  sayBack: () => running.sayBack({ person: HUGO, site: SITE }),
  announcements: () => running.announcements(),
  publishAnnouncement: () =>
    running.publishAnnouncement({ text: 'Coupure ce soir.', site: SITE, tone: 'trouble', from: '', until: '2027-01-04T22:00' }),
  endAnnouncement: () => running.endAnnouncement(randomUUID()),
  mails: () => running.mails({ site: SITE, state: '', before: '' }),
  readings: () => running.readings({ site: SITE, before: '' }),
  readMail: () => running.readMail(randomUUID()),
  sendMailAgain: () => running.sendMailAgain(randomUUID()),
  personPage: () => running.personPage(HUGO),
  endSignIns: () => running.endSignIns({ person: HUGO, lost: true }),
};

const NEW_ASSET = { seen: false, type: 'laptop', maker: null, model: null, serial: null, inventory: null, name: null };
/** The acts of the register, each with an argument that would work for a technician. */
export const REGISTER: { [name in keyof typeof register]: () => Promise<{ ok: boolean; fault?: string }> } = {
  registerPage: () => register.registerPage({ filter: { ...NO_FILTER, site: SITE } }),
  registerChoices: () => register.registerChoices({ site: SITE }),
  assetPage: () => register.assetPage(randomUUID()),
  amendAsset: () => register.amendAsset({ asset: randomUUID(), from: {}, to: { name: 'CDI-1' } }),
  addAsset: () => register.addAsset({ site: SITE, room: null, ...NEW_ASSET }),
  bulkCount: () => register.bulkCount({ ids: [randomUUID()], changes: { state: 'in_stock' } }),
  bulkStep: () => register.bulkStep({ ids: [randomUUID()], changes: { state: 'in_stock' }, seen: 0 }),
  placePage: () => register.placePage(SITE),
  setRoom: () => register.setRoom({ site: SITE, room: '', building: 'A', floor: '', name: 'Salle 1', seen: null }),
  mergeRooms: () => register.mergeRooms({ site: SITE, room: randomUUID(), into: randomUUID() }),
  setSite: () =>
    register.setSite({
      ...{ site: SITE, name: 'École', city: 'Ici', address: '', postcode: '', kind: '', academy: '', phone: '', desk: '', pupils: '' },
      seen: { name: 'École', city: 'Ici', address: null, postcode: null, kind: null, academy: null, phone: null, desk: null, pupils: null },
    }),
  removeFile: () => register.removeFile({ asset: randomUUID(), file: randomUUID() }),
};

/** What those who work with the equipment of some sites ask, each with an argument that would work for an engineer. */
export const READING: { [name in keyof typeof reading]: () => Promise<{ ok: boolean; fault?: string }> } = {
  replacementList: () => reading.replacementList({ site: SITE }),
  decideReplacement: () => reading.decideReplacement({ asset: randomUUID(), site: SITE, choice: 'keep', year: '', text: '' }),
  rounds: () => reading.rounds({ site: SITE, before: '' }),
  roundOf: () => reading.roundOf(randomUUID()),
};

/** The acts of whoever brings lists in, on an import that is not theirs. */
export const IMPORTS: { [name in keyof typeof imports]: () => Promise<{ ok: boolean; fault?: string }> } = {
  imports: () => imports.imports(),
  readFiles: () => imports.readFiles(randomUUID()),
  shownImport: () => imports.shownImport(randomUUID()),
  progressOf: () => imports.progressOf(randomUUID()),
  setMapping: () => imports.setMapping({ id: randomUUID(), mapping: INVENTORY_MAPPING, site: null }),
  writeImport: () => imports.writeImport(randomUUID()),
  haltImport: () => imports.haltImport(randomUUID()),
  undoWhole: () => imports.undoWhole(randomUUID()),
  discardImport: () => imports.discardImport(randomUUID()),
};

/** From now on, whoever knocks is this person. */
export async function enter(person: string, { version = 0, secret = SECRET, maxAge = 3600 } = {}): Promise<void> {
  jar.cookie = await encode({ token: { sub: person, v: version }, secret, maxAge });
}

/** What is written beside what was asked, and by a clock of its own. */
const BESIDE: ReadonlySet<string> = new Set(['SecurityEvent', 'ReadLog']);
const TABLES = filesUnder('prisma/models', /\.prisma$/)
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^model (\w+)/gm)].map(([, name = '']) => name))
  .filter((name) => !BESIDE.has(name));

/** Every row of every table, as text. */
export async function rowsOf(db: Db): Promise<Map<string, string[]>> {
  const all = new Map<string, string[]>();
  for (const table of TABLES) {
    const delegate = db[(table.charAt(0).toLowerCase() + table.slice(1)) as 'site'];
    const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
    all.set(table, (await delegate.findMany()).map((row) => JSON.stringify(row, plain)).sort());
  }
  return all;
}

/** Everything that the tables hold, in one word. */
export async function stateOf(db: Db): Promise<string> {
  return createHash('sha256')
    .update(JSON.stringify([...(await rowsOf(db))]))
    .digest('hex');
}

export async function addPerson({ db }: School, login: string, role: string, siteId: string | null): Promise<PersonId> {
  const id = randomUUID() as PersonId;
  await db.person.create({ data: { id, login, givenName: login, familyName: 'Essai' } });
  await db.membership.create({ data: { id: randomUUID(), personId: id, role, siteId } });
  return id;
}

export interface Behind {
  readonly school: School;
  readonly admin: PersonId;
  /** A correspondent of the other school. */
  readonly foreign: PersonId;
  readonly close: () => Promise<void>;
}

/** A school whose database the doors open on. */
export async function openBehind(kind: TestDatabase): Promise<Behind> {
  const school = await openSchool(kind);
  const { db, close } = school;
  const shared = globalThis as { relaisDb?: unknown };
  shared.relaisDb = Promise.resolve({ db, close });
  school.now = Date.now();
  const end = async () => {
    delete shared.relaisDb;
    await close();
  };
  const admin = await addPerson(school, 'ada', 'admin', null);
  return { school, admin, foreign: await addPerson(school, 'far', 'correspondent', OTHER_SITE), close: end };
}
