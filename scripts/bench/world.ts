/** The database of a person who holds much: many schools of 400 assets and 200 tickets each, lived through by the shipped rules. */
import Database from 'better-sqlite3';
import type { SiteId, TicketId } from '#domain/ids.ts';
import { Dice } from '#prisma/demo/dice.ts';
import { demoEquipment } from '#prisma/demo/equipment.ts';
import { DEMO_PASSWORD, type DemoPeople, type DemoPerson } from '#prisma/demo/people.ts';
import { demoSchools } from '#prisma/demo/schools.ts';
import { type Act, demoActs } from '#prisma/demo/tickets.ts';
import { live, seed, writeSchool } from '#prisma/seed.ts';
import { openDatabase, sqlitePath } from '#server/db.ts';
import { migrate } from '#server/migrate.ts';

export const PASSWORD = DEMO_PASSWORD;
/** Of the whole organisation: ten sites pinned. */
export const LARGE = { login: 'sofia', sites: 10, assets: 4000, tickets: 2000 } as const;
/** Of one site. */
export const SMALL = { login: 'karim', assets: 400, tickets: 150 } as const;

const ASSETS = 400;
const TICKETS = 200;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Fills an empty file. The first school is lived by `execute`; the others are copies of its rows under their own ids and versions. */
export async function growWorld(url: string): Promise<void> {
  await migrate(url);
  const { db, close } = await openDatabase(url);
  await seed(db);
  const dice = new Dice(4000);
  const [school] = demoSchools(dice);
  if (school === undefined) throw new Error('the demo has no school');
  const plain = demoEquipment(dice, school);
  const assets = Array.from({ length: ASSETS }, (_, i) => {
    const like = plain[i % plain.length] as (typeof plain)[number];
    return i < plain.length ? like : ({ ...like, id: dice.id(), code: dice.code() } as typeof like);
  });
  const first = { ...school, uai: 'BENCH00A', name: 'Lycée 00' };
  await writeSchool(db, first, assets);
  const rows = await db.person.findMany({ select: { id: true, login: true, givenName: true, familyName: true } });
  const team = await db.team.findFirstOrThrow({ select: { id: true, name: true } });
  const as = (login: string): DemoPerson => {
    const row = rows.find((r) => r.login === login);
    if (row === undefined) throw new Error(`no ${login}`);
    const role =
      login === 'sofia'
        ? ({ role: 'technician', site: null } as const)
        : login === 'claire'
          ? ({ role: 'requester', site: first.id } as const)
          : ({ role: 'correspondent', site: first.id } as const);
    return { ...row, phone: null, language: 'fr', inTeam: false, memberships: [role] } as unknown as DemoPerson;
  };
  const people: DemoPeople = { people: ['karim', 'mina', 'sofia', 'claire'].map(as), team: team as DemoPeople['team'], as };
  const cast = { school: first, assets, people, requesters: [as('claire')], correspondents: [as('karim'), as('mina')] };
  const acts: Act[] = [];
  const tickets = new Set<TicketId>();
  while (tickets.size < TICKETS) {
    for (const act of demoActs(dice, cast, Date.now())) {
      if (!tickets.has(act.command.ticket) && tickets.size === TICKETS) continue;
      tickets.add(act.command.ticket);
      acts.push(act);
    }
  }
  await live(db, people, acts);
  await close();
  const file = new Database(sqlitePath(url));
  for (let n = 1; n <= LARGE.sites; n += 1) copySchool(file, first.id, n, dice);
  const small = first.id;
  file
    .prepare(`DELETE FROM Event WHERE ticketId IN (SELECT id FROM Ticket WHERE siteId = ? ORDER BY id LIMIT ?)`)
    .run(small, TICKETS - SMALL.tickets);
  file
    .prepare(`DELETE FROM TicketPerson WHERE ticketId IN (SELECT id FROM Ticket WHERE siteId = ? ORDER BY id LIMIT ?)`)
    .run(small, TICKETS - SMALL.tickets);
  file.prepare(`DELETE FROM Ticket WHERE id IN (SELECT id FROM Ticket WHERE siteId = ? ORDER BY id LIMIT ?)`).run(small, TICKETS - SMALL.tickets);
  file.prepare(`UPDATE Membership SET siteId = ? WHERE personId = (SELECT id FROM Person WHERE login = ?)`).run(small, SMALL.login);
  file
    .prepare(
      `INSERT INTO PinnedSite SELECT (SELECT id FROM Person WHERE login = ?), id FROM Site WHERE name LIKE 'Lycée %' AND uai LIKE 'BENCH%' AND id <> ?`,
    )
    .run(LARGE.login, small);
  file.close();
}

/** Every row of a school once more: ids of another age (theirs begin with 01), versions after all others. */
function copySchool(file: Database.Database, site: SiteId, n: number, dice: Dice): void {
  const mark = (0x10 + n).toString(16);
  const { version } = file.prepare('SELECT version FROM Organisation').get() as { version: number };
  const own = new Set<string>();
  const select = {
    Site: 'SELECT * FROM Site WHERE id = ?',
    Room: 'SELECT * FROM Room WHERE siteId = ?',
    Asset: 'SELECT * FROM Asset WHERE siteId = ?',
    Sticker: 'SELECT * FROM Sticker WHERE siteId = ?',
    Ticket: 'SELECT * FROM Ticket WHERE siteId = ?',
    TicketPerson: 'SELECT * FROM TicketPerson WHERE ticketId IN (SELECT id FROM Ticket WHERE siteId = ?)',
    Event: 'SELECT * FROM Event WHERE ticketId IN (SELECT id FROM Ticket WHERE siteId = ?)',
  } as const;
  const read = Object.entries(select).map(([table, sql]) => [table, file.prepare(sql).all(site) as Record<string, unknown>[]] as const);
  for (const [, rows] of read) for (const row of rows) if (typeof row['id'] === 'string') own.add(row['id']);
  const moved = (text: string) => text.replace(UUID, (id) => (own.has(id) ? `${mark}${id.slice(2)}` : id));
  file.transaction(() => {
    for (const [table, rows] of read) {
      for (const row of rows) {
        const copy: Record<string, unknown> = {};
        for (const [column, value] of Object.entries(row)) copy[column] = typeof value === 'string' ? moved(value) : value;
        if ('version' in copy) copy['version'] = Number(copy['version']) + version;
        if (table === 'Site') Object.assign(copy, { uai: `BENCH${mark.toUpperCase()}A`, name: `Lycée ${mark}` });
        if (table === 'Sticker') copy['code'] = dice.code();
        if (table === 'Ticket' && typeof copy['number'] === 'string') {
          const number = `2025-${mark}${String(copy['number']).slice(-4)}`;
          copy['head'] = String(copy['head']).replace(String(copy['number']), number);
          copy['number'] = number;
        }
        if (table === 'Event') Object.assign(copy, { data: String(copy['data']), origin: null, seq: null });
        const names = Object.keys(copy);
        file
          .prepare(`INSERT INTO ${table} (${names.map((c) => `"${c}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
          .run(...Object.values(copy));
      }
    }
    file.prepare('UPDATE Organisation SET version = ?').run(version * 2 + 1);
  })();
}
