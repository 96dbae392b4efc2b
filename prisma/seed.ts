import { randomUUID } from 'node:crypto';
import type { Actor } from '#domain/actor.ts';
import type { Instant, OriginId, SiteId } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { execute, executeSystem } from '#server/execute.ts';
import { agentHashOf } from '#server/identity.ts';
import { hashPassword } from '#server/session/password.ts';
import { sweepClocks } from '#server/sweep/clocks.ts';
import { Dice } from './demo/dice.ts';
import { type DemoAsset, demoEquipment } from './demo/equipment.ts';
import { guardedActs } from './demo/guarded.ts';
import { DEMO_AGENTS, DEMO_PASSWORD, type DemoPeople, type DemoPerson, demoPeople } from './demo/people.ts';
import { DEMO_RESOURCES, type DemoSchool, demoSchools } from './demo/schools.ts';
import { type Act, demoActs } from './demo/tickets.ts';

const SEED = 20_260_901;
/** Rows written with one version: what a phone takes in one page. */
const BATCH = 400;
/** When the demonstration begins to call again for what nobody has, ms after it was made. */
const FIRST_CALL = 10 * 60_000;

/** What is said when the demonstration starts. */
export const demoAccounts: readonly { readonly login: string; readonly password: string; readonly who: string }[] = [
  { login: 'karim', password: DEMO_PASSWORD, who: 'correspondant, Lycée Jean-Zay' },
  { login: 'mina', password: DEMO_PASSWORD, who: 'correspondante, Lycée Jean-Zay' },
  { login: 'hugo', password: DEMO_PASSWORD, who: 'correspondant, Collège Simone-Veil' },
  { login: 'sofia', password: DEMO_PASSWORD, who: 'technicienne, niveau 2' },
  { login: 'tom', password: DEMO_PASSWORD, who: 'technicien, niveau 2 (in English)' },
  { login: 'yann', password: DEMO_PASSWORD, who: 'informaticien, niveau 3' },
  { login: 'luc', password: DEMO_PASSWORD, who: 'prestataire' },
  { login: 'claire', password: DEMO_PASSWORD, who: `professeure, Lycée Jean-Zay (agent ${DEMO_AGENTS['claire']})` },
  { login: 'anne', password: DEMO_PASSWORD, who: 'proviseure, Lycée Jean-Zay : elle approuve les accès' },
  { login: 'bruno', password: DEMO_PASSWORD, who: 'superviseur' },
  { login: 'admin', password: DEMO_PASSWORD, who: 'administrateur (planches d’autocollants)' },
];

/**
 * Fills an empty installation with two schools, about 350 assets each, people in every role, and tickets in every status with a past
 * that ends now. Deterministic but for that instant. The register is imported, tickets go through `execute` like anybody's.
 * @returns false when there are people already: nothing was written
 */
export async function seed(db: Db, now: Instant = Date.now()): Promise<boolean> {
  if ((await db.person.count()) > 0) return false;
  const dice = new Dice(SEED);
  const schools = demoSchools(dice);
  const people = demoPeople(
    dice,
    schools.map((s) => s.id),
  );
  await writePeople(db, people);
  const acts: Act[] = [];
  for (const school of schools) {
    const assets = demoEquipment(dice, school);
    await writeSchool(db, school, assets);
    acts.push(
      ...demoActs(
        dice,
        { school, assets, people, requesters: holding(people, 'requester', school.id), correspondents: holding(people, 'correspondent', school.id) },
        now,
      ),
    );
  }
  acts.push(...guardedActs(dice, people, schools, now));
  await live(db, people, acts);
  await addAddresses(db, people, schools);
  return true;
}

/** `claire.roy@demo.example`: a domain that no mail server will ever have. */
export function demoEmail({ givenName, familyName }: Pick<DemoPerson, 'givenName' | 'familyName'>): string {
  return `${givenName}.${familyName}@demo.example`.toLowerCase().replaceAll(' ', '-');
}

/** Last of all: nobody is written to about the past. */
async function addAddresses(db: Db, { people }: DemoPeople, schools: readonly DemoSchool[]): Promise<void> {
  await raised(db, async (tx, version) => {
    for (const person of people) await tx.person.update({ where: { id: person.id }, data: { email: demoEmail(person) } });
    for (const { id, uai } of schools)
      await tx.site.update({ where: { id }, data: { mailbox: `service.informatique.${uai.toLowerCase()}@demo.example`, version } });
  });
}

function holding(people: DemoPeople, role: string, site: SiteId): DemoPerson[] {
  return people.people.filter((p) => p.memberships.some((m) => m.role === role && m.site === site));
}

async function raised(db: Db, write: (tx: Parameters<Parameters<Db['$transaction']>[0]>[0], version: number) => Promise<void>): Promise<void> {
  await db.$transaction(
    async (tx) => {
      const { version } = await tx.organisation.upsert({
        where: { id: 'org' },
        create: { id: 'org', name: 'Académie de démonstration', incarnation: randomUUID(), version: 1 },
        update: { version: { increment: 1 } },
        select: { version: true },
      });
      await write(tx, version);
    },
    { timeout: 30_000 },
  );
}

async function writePeople(db: Db, { people, team }: DemoPeople): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await raised(db, async (tx) => {
    // A demonstration rings at any hour of any day.
    await tx.organisation.update({ where: { id: 'org' }, data: { name: 'Académie de démonstration', alerts: { quiet: false } } });
    await tx.person.createMany({
      data: people.map(({ id, login, givenName, familyName, phone, language }) => ({
        id,
        login,
        givenName,
        familyName,
        phone,
        language,
        passwordHash,
        agentHash: DEMO_AGENTS[login] === undefined ? null : agentHashOf(id, DEMO_AGENTS[login]),
      })),
    });
    await tx.membership.createMany({
      data: people.flatMap((p) => p.memberships.map((m, i) => ({ id: `${p.id}-${i}`, personId: p.id, role: m.role, siteId: m.site }))),
    });
    await tx.team.create({ data: { id: team.id, name: team.name, kind: 'provider' } });
    await tx.teamMember.createMany({ data: people.filter((p) => p.inTeam).map((p) => ({ teamId: team.id, personId: p.id })) });
  });
}

/** One school of the register, as the bench of large phones needs it too. */
export async function writeSchool(db: Db, school: DemoSchool, assets: readonly DemoAsset[]): Promise<void> {
  const { id, uai, name, city, phone, desk } = school;
  await raised(db, async (tx, version) => {
    await tx.site.create({ data: { id, uai, name, city, phone, desk, resources: DEMO_RESOURCES as unknown as object[], version } });
    await tx.room.createMany({
      data: school.rooms.map((r) => ({ id: r.id, siteId: id, building: r.building, floor: r.floor, name: r.name, version })),
    });
  });
  for (let from = 0; from < assets.length; from += BATCH) {
    const batch = assets.slice(from, from + BATCH);
    await raised(db, async (tx, version) => {
      await tx.asset.createMany({ data: batch.map(({ code: _, room, ...a }) => ({ ...a, roomId: room, siteId: id, version })) });
      await tx.sticker.createMany({ data: batch.map((a) => ({ code: a.code, siteId: id, assetId: a.id })) });
    });
  }
}

/** Plays the acts in the order of their time, each person from a device of their own. */
export async function live(db: Db, people: DemoPeople, acts: readonly Act[]): Promise<void> {
  const devices = new Map<string, { origin: OriginId; actor: Actor; seq: number }>();
  for (const p of people.people) {
    const origin = randomUUID() as OriginId;
    const start = new Date(0);
    await db.origin.create({ data: { id: origin, personId: p.id, lastContact: start, lastAct: start, createdAt: start } });
    devices.set(p.id, { origin, seq: 0, actor: { person: p.id, memberships: p.memberships, teams: p.inTeam ? [people.team.id] : [] } });
  }
  for (const { at, by, command } of [...acts].sort((a, b) => a.at - b.at)) {
    const device = by === null ? undefined : devices.get(by.id);
    if (device === undefined || command.type === 'close') {
      if (command.type === 'close') await executeSystem(db, command, at);
      continue;
    }
    device.seq += 1;
    const { outcome } = await execute(db, device.actor, device.origin, { seq: device.seq, at, offset: 0, command }, at);
    if (outcome.kind !== 'executed') throw new Error(`the demo's own ${command.type} was not executed: ${JSON.stringify(outcome)}`);
  }
  // The past is told already: nobody's phone rings for it.
  await db.notice.updateMany({ where: { state: 'queued' }, data: { state: 'settled', mailAt: null } });
  const now = Date.now();
  while ((await sweepClocks(db, now)) > 0);
  await db.notice.updateMany({ where: { state: 'queued' }, data: { state: 'settled', mailAt: null } });
  await db.chain.updateMany({ where: { state: 'running' }, data: { nextAt: new Date(now + FIRST_CALL) } });
}
