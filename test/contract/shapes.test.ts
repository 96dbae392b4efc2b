/** Every shape of a command that was ever shipped, said to today's server: it does what it did. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PhotoHash, RoomId, TicketId } from '#domain/ids.ts';
import type { Command, CommandType } from '#domain/ticket/commands.ts';
import { databases } from '#test/databases.ts';
import { Device, HEAD, HUGO, MINA, newTicket, opening, openSchool, REQUESTER, type School, SITE, TEAM, TECH } from './school.ts';

const FOLDER = 'test/fixtures/commands';
const SHAPES = readdirSync(FOLDER).flatMap((file) =>
  Object.entries(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Record<CommandType, Command>).map(([verb, shape]) => ({
    file,
    verb,
    shape,
  })),
);

/** The places, people and things of the fixtures, as this school has them. */
const HERE: Readonly<Record<string, string | null>> = { site: SITE, asset: null, room: null, team: TEAM, helper: HUGO, from: HUGO, person: HUGO };
/** Who says a verb; Mina where nobody is named. */
const BY: Readonly<Record<string, typeof MINA>> = { assign: TECH, receive_form: TECH, approve: HEAD, refuse: HEAD, me_too: REQUESTER };

const ROOM = '00000005-0000-7000-8000-000000000001' as RoomId;
const ACCESS = {
  category: 'request',
  symptom: 'access_right',
  access: { sense: 'open', resource: 'Dossier Compta', rights: 'read', from: '2026-11-23', until: null },
} as const;
const VISIT = (ticket: TicketId): Command => ({
  ...{ type: 'plan_visit', v: 1, ticket, visit: '01932f5e-7b00-7000-8000-0000000000bb', at: 1_795_420_800_000, minutes: 45, remote: false },
  text: '',
});

/** What must have been before it can be done, by whom. */
function before(verb: string, ticket: TicketId, other: TicketId): readonly (readonly [typeof MINA, Command])[] {
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
    case 'assign':
    case 'withdraw':
    case 'qualify':
      return [[MINA, opening(ticket)]];
    case 'me_too':
      return [[MINA, opening(ticket, { room: ROOM })]];
    case 'mark_duplicate':
    case 'link_problem':
      return [
        [MINA, opening(ticket)],
        [MINA, opening(other)],
      ];
    case 'receive_form':
    case 'approve':
    case 'refuse':
      return [
        [MINA, opening(ticket, { ...ACCESS, photos: ['ab'.repeat(32) as PhotoHash] })],
        [TECH, { ...rest, type: 'assign', person: TECH, team: null, text: '' }],
      ];
    case 'confirm':
    case 'reopen':
    case 'rate':
      return [
        [MINA, opening(ticket)],
        [MINA, take],
        [MINA, { ...rest, type: 'resolve', text: 'Fait.', resolution: 'permanent', mode: 'on_site' }],
      ];
    case 'reopen_task':
      return [
        [MINA, opening(ticket)],
        [MINA, take],
        [MINA, { ...rest, type: 'complete_task', task: 'check_plug' }],
      ];
    case 'answer_visit':
    case 'arrive':
      return [
        [MINA, opening(ticket)],
        [MINA, take],
        [MINA, VISIT(ticket)],
      ];
    case 'leave':
      return [
        [MINA, opening(ticket)],
        [MINA, take],
        [MINA, VISIT(ticket)],
        [MINA, { ...rest, type: 'arrive', asset: null }],
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
    await school.db.room.create({ data: { id: ROOM, siteId: SITE, name: '203', version: 1 } });
  });
  afterAll(() => school.close());

  test.each(SHAPES)('$verb of $file executes', async ({ verb, shape }) => {
    const ticket = newTicket();
    const devices = new Map([
      [MINA, await Device.ready(school, MINA)],
      ...(await Promise.all([HUGO, TECH, HEAD, REQUESTER].map(async (who) => [who, await Device.ready(school, who)] as const))),
    ]);
    const other = newTicket();
    for (const [who, command] of before(verb, ticket, other)) await devices.get(who)?.say(command);
    const events = await school.db.event.count({ where: { ticketId: ticket } });
    const here = Object.fromEntries(Object.entries(shape).map(([field, value]) => [field, field in HERE && value !== null ? HERE[field] : value]));
    const named = { ...('of' in shape ? { of: other } : {}), ...('problem' in shape ? { problem: other } : {}) };
    const said = await devices.get(BY[verb] ?? MINA)?.say({ ...here, ...named, ticket });
    expect(said?.receipts.map((r) => r.outcome)).toMatchObject([{ kind: 'executed', ticket }]);
    expect(await school.db.event.count({ where: { ticketId: ticket } })).toBeGreaterThan(events);
  });
});
