/** Every shape of a command that was ever shipped, said to today's server: it does what it did. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TicketId } from '#domain/ids.ts';
import type { Command, CommandType } from '#domain/ticket/commands.ts';
import { databases } from '#test/databases.ts';
import { Device, HUGO, MINA, newTicket, opening, openSchool, type School, SITE, TEAM } from './school.ts';

const FOLDER = 'test/fixtures/commands';
const SHAPES = readdirSync(FOLDER).flatMap((file) =>
  Object.entries(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Record<CommandType, Command>).map(([verb, shape]) => ({
    file,
    verb,
    shape,
  })),
);

/** The places, people and things of the fixtures, as this school has them. */
const HERE: Readonly<Record<string, string | null>> = { site: SITE, asset: null, room: null, team: TEAM, helper: HUGO, from: HUGO };

/** What must have been before it can be done, by whom. */
function before(verb: string, ticket: TicketId): readonly (readonly [typeof MINA, Command])[] {
  const rest = { v: 1, ticket } as const;
  const take: Command = { ...rest, type: 'take', expected: null };
  switch (verb) {
    case 'open':
      return [];
    case 'take':
    case 'note':
    case 'attach':
      return [[MINA, opening(ticket)]];
    case 'relieve':
    case 'join':
      return [
        [MINA, opening(ticket)],
        [HUGO, take],
      ];
    case 'resume':
      return [
        [MINA, opening(ticket)],
        [MINA, take],
        [MINA, { ...rest, type: 'wait', reason: 'parts', until: null, text: '' }],
      ];
    default:
      return [
        [MINA, opening(ticket)],
        [MINA, take],
      ];
  }
}

describe.each(databases())('[36] on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
  });
  afterAll(() => school.close());

  test.each(SHAPES)('$verb of $file executes', async ({ verb, shape }) => {
    const ticket = newTicket();
    const devices = new Map([
      [MINA, await Device.ready(school, MINA)],
      [HUGO, await Device.ready(school, HUGO)],
    ]);
    for (const [who, command] of before(verb, ticket)) await devices.get(who)?.say(command);
    const events = await school.db.event.count({ where: { ticketId: ticket } });
    const here = Object.fromEntries(Object.entries(shape).map(([field, value]) => [field, field in HERE && value !== null ? HERE[field] : value]));
    const said = await devices.get(MINA)?.say({ ...here, ticket });
    expect(said?.receipts.map((r) => r.outcome)).toMatchObject([{ kind: 'executed', ticket }]);
    expect(await school.db.event.count({ where: { ticketId: ticket } })).toBeGreaterThan(events);
  });
});
