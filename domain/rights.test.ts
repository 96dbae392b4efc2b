import { expect, test } from 'vitest';
import type { Actor, Role } from './actor.ts';
import type { PersonId, SiteId, TicketId } from './ids.ts';
import { csvCell, mayReadRights, rightsOf, rightsScope } from './rights.ts';
import type { AccessForm, Ticket } from './ticket/ticket.ts';

const form: AccessForm = { sense: 'open', resource: 'Vie scolaire', rights: 'write', from: '2026-09-01', until: null };
const done = (id: string, endedAt: number, access: Partial<AccessForm>, more: Partial<Ticket> = {}): Ticket =>
  ({
    ...{ id: id as TicketId, number: id, site: 'a' as SiteId, beneficiary: 'paul' as PersonId, beneficiaryName: '', status: 'closed', endedAt },
    ...{ checks: [], approval: { state: 'approved', by: 'anne' as PersonId, at: 0 }, openedAt: 0 },
    resolution: { type: 'delivered', text: '', mode: 'remote', by: 'yann' as PersonId },
    access: { ...form, ...access },
    ...more,
  }) as unknown as Ticket;

test('a right stands until a delivered request takes it back, however the resource was written', () => {
  const given = done('1', 1, {});
  const taken = done('2', 2, { sense: 'close', resource: 'vie  SCOLAIRE' });
  expect(rightsOf([given])).toMatchObject([{ resource: 'Vie scolaire', opened: { number: '1', approver: 'anne', form: null }, closed: null }]);
  expect(rightsOf([taken, given])).toMatchObject([{ opened: { number: '1' }, closed: { number: '2', at: 2 } }]);
  // Given again afterwards: a line of its own.
  expect(rightsOf([given, taken, done('3', 3, {})]).map((r) => [r.opened.number, r.closed?.number ?? null])).toEqual([
    ['3', null],
    ['1', '2'],
  ]);
});

test('of another person, resource or site nothing is taken back', () => {
  const given = done('1', 1, {});
  const close = { sense: 'close' } as const;
  const others = [
    done('2', 2, close, { beneficiary: 'claire' as PersonId }),
    done('3', 2, { ...close, resource: 'Intendance' }),
    done('4', 2, close, { site: 'b' as SiteId }),
    done('5', 2, close, { beneficiaryName: 'M. Durand' }),
  ];
  expect(rightsOf([given, ...others]).map((r) => r.closed)).toEqual([null]);
});

test('what was not delivered gives nothing: open, dropped, resolved by something else', () => {
  const not = [done('1', 1, {}, { status: 'dropped' }), done('2', 1, {}, { status: 'in_progress' })];
  const assisted = done('3', 1, {}, { resolution: { type: 'assisted', text: '', mode: 'remote', by: 'yann' as PersonId } });
  expect(rightsOf([...not, assisted])).toEqual([]);
});

test('the signed form is named', () => {
  const checks = [{ check: 'form', by: 'yann' as PersonId, at: 1, how: 'signed', photo: 'f'.repeat(64) as never }] as const;
  expect(rightsOf([done('1', 1, {}, { checks, approval: { state: 'approved', by: null, at: 1 } })])[0]?.opened).toMatchObject({
    approver: null,
    form: 'f'.repeat(64),
  });
});

test('who reads it: the desk, and the head of the own site', () => {
  const who = (role: Role, site: string | null): Actor => ({
    person: 'x' as PersonId,
    memberships: [{ role, site: site as SiteId | null }],
    teams: [],
  });
  const [a, b] = ['a', 'b'] as [SiteId, SiteId];
  expect(mayReadRights(who('approver', 'a'), a)).toBe(true);
  expect(mayReadRights(who('approver', 'a'), b)).toBe(false);
  expect(rightsScope(who('engineer', null))).toBe('all');
  expect(rightsScope(who('approver', 'a'))).toEqual(['a']);
  for (const role of ['requester', 'correspondent', 'provider', 'partner'] as const) expect(rightsScope(who(role, 'a'))).toEqual([]);
});

test('no cell is a formula', () => {
  for (const text of ['=1+1', '+33', '-2', '@SUM(A1)', '\t=1', ' =1']) expect(csvCell(text)).toMatch(/^"'/);
  expect(csvCell('Partage "Vie scolaire"; 2')).toBe('"Partage ""Vie scolaire""; 2"');
});
