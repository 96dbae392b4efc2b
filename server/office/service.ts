import 'server-only';
import * as z from 'zod/mini';
import type { AlertDelays } from '#domain/chain.ts';
import { isUuid } from '#domain/ids.ts';
import { DEFAULT_MATRIX, type Matrix, slipIn } from '#domain/priority.ts';
import { faultOf, type Week } from '#domain/sla/calendar.ts';
import { HOLIDAY_ZONES, type HolidayZone, LACKS_OWN_DAYS, SCHOOL_ZONES, type SchoolZone } from '#domain/sla/calendar-for.ts';
import { type Missing, missingBetween } from '#domain/sla/openings.ts';
import type { SlaPolicy } from '#domain/sla/policy.ts';
import { parseDays, parseHours, parseLength, typedDays, typedHours, typedLength } from '#domain/sla/typed.ts';
import { IMPACTS, type Impact, type Priority, URGENCIES, type Urgency } from '#domain/ticket/ticket.ts';
import { calendarOf, hoursOf, policyOf } from '#server/calendars.ts';
import { stampSites, withVersion, writeAlerts, writePolicy, writeService } from '#server/register.ts';
import { delaysOf } from '#server/settings.ts';
import { lookAgain } from '#server/sweep/again.ts';
import { wakeOpen } from '#server/ticket-rows.ts';
import { type Desk, no, type Told } from './desk.ts';
import { fieldOf, text } from './fields.ts';
import { LISTED } from './sites.ts';

const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
const PRIORITIES = [1, 2, 3, 4] as const satisfies readonly Priority[];
/** The school and public holidays of so many days ahead should be known, or the office says so. */
const AHEAD = 90 * 86_400_000;

/** The service of a site, as it can be typed again. */
export interface ServiceRow {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  /** Monday first. */
  readonly week: readonly string[];
  readonly holidays: HolidayZone | null;
  readonly school: SchoolZone | null;
  readonly closures: string;
  /** What will be needed soon and nobody knows. */
  readonly missing: readonly Missing[];
  /** The territory has days off of its own that the data does not hold. */
  readonly lacksOwn: boolean;
}

export interface PolicyRow {
  readonly day: string;
  readonly targets: readonly { readonly priority: Priority; readonly tto: string; readonly ttr: string }[];
  /** P1 by the clock. */
  readonly always: boolean;
  readonly usage: boolean;
}

/** How long calls wait, as it can be typed again. */
export interface AlertsRow {
  readonly answer: string;
  readonly critical: string;
  readonly again: string;
  readonly quiet: boolean;
}

export interface Service {
  readonly sites: readonly ServiceRow[];
  readonly alerts: AlertsRow;
  readonly policy: PolicyRow;
  readonly matrix: Matrix;
}

/** Hours of the sites and the promise of the organisation. */
export async function listService({ db, now }: Desk): Promise<Told<Service>> {
  const [rows, { sla, alerts }] = await Promise.all([
    db.site.findMany({
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: LISTED,
      select: { id: true, name: true, timeZone: true, service: true },
    }),
    db.organisation.findUniqueOrThrow({ where: { id: 'org' }, select: { sla: true, alerts: true } }),
  ]);
  const sites = rows.map(({ id, name, timeZone, service }): ServiceRow => {
    const { week, holidays, school, closures } = hoursOf(service, timeZone);
    return {
      ...{ id, name, timeZone, holidays, school, week: week.map(typedHours), closures: typedDays(closures) },
      missing: missingBetween(now, now + AHEAD, calendarOf(service, timeZone, now)),
      lacksOwn: holidays !== null && LACKS_OWN_DAYS.includes(holidays),
    };
  });
  const { dayMinutes, targets, helpsWithUse, matrix = DEFAULT_MATRIX } = policyOf(sla);
  const policy: PolicyRow = {
    day: typedLength(dayMinutes, Number.POSITIVE_INFINITY),
    targets: PRIORITIES.map((priority) => ({
      priority,
      tto: typedLength(targets[priority].tto.minutes, dayOf(targets[priority].tto, dayMinutes)),
      ttr: typedLength(targets[priority].ttr.minutes, dayOf(targets[priority].ttr, dayMinutes)),
    })),
    always: targets[1].ttr.counts === 'always',
    usage: helpsWithUse !== false,
  };
  return { ok: true, value: { sites, policy, matrix, alerts: alertsRow(delaysOf(alerts)) } };
}

function alertsRow({ answer, critical, again, quiet }: AlertDelays): AlertsRow {
  const typed = (minutes: number) => typedLength(minutes, Number.POSITIVE_INFINITY);
  return { answer: typed(answer), critical: typed(critical), again: typed(again), quiet };
}

/** What "one day" means in a target. */
function dayOf({ counts }: { counts: 'service' | 'always' }, dayMinutes: number): number {
  return counts === 'always' ? 1440 : dayMinutes;
}

const line = z.string().check(z.maxLength(200));
const HoursInput = z.object({
  site: z.string(),
  timeZone: text(60),
  ...{ day0: line, day1: line, day2: line, day3: line, day4: line, day5: line, day6: line },
  holidays: z.enum(['', ...HOLIDAY_ZONES]),
  school: z.enum(['', ...SCHOOL_ZONES]),
  closures: z.string().check(z.maxLength(4000)),
});

/** Sets when a site is served. Its phones are told. Faults: invalid, hours (which day), days (closures), time-zone. */
export async function setHours({ db, now }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = HoursInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { site, timeZone, holidays, school, ...typed } = parsed.data;
  if (!isUuid(site)) return no('not-allowed');
  const week = DAYS.map((day) => parseHours(typed[`day${day}`]));
  const unread = week.indexOf(null);
  if (unread !== -1) return no('hours', `day${unread}`);
  const closures = parseDays(typed.closures);
  if (closures === null || closures.length > CLOSURES) return no('days', 'closures');
  const hours = {
    ...{ timeZone, closures, week: week as unknown as Week },
    holidays: holidays === '' ? null : holidays,
    school: school === '' ? null : school,
  };
  const { timeZone: _, ...service } = hours;
  const fault = faultOf({ timeZone, week: hours.week, closures, publicHolidays: null, schoolHolidays: null });
  if (fault !== null) return fault === 'time-zone' ? no('time-zone', 'timeZone') : no(fault);
  // What a phone will be sent is made once here: what cannot be made is not kept.
  calendarOf(service, timeZone, now);
  return db.$transaction(async (tx) => {
    if (!(await writeService(tx, site, hours, await withVersion(tx)))) return no('not-allowed');
    await wakeOpen(tx, site, now);
    await lookAgain(tx, now);
    return { ok: true, value: null };
  });
}

/** Days off that one site has of its own: a phone holds them all. */
const CLOSURES = 100;

const PolicyInput = z.object({
  day: line,
  ...{ tto1: line, tto2: line, tto3: line, tto4: line, ttr1: line, ttr2: line, ttr3: line, ttr4: line },
  always: z.optional(z.string()),
  usage: z.optional(z.string()),
});

/** Sets what the organisation promises. All phones are told. Faults: invalid, length (which field), order (to own takes longer than to resolve). */
export async function setPolicy(desk: Desk, input: unknown): Promise<Told<null>> {
  const parsed = PolicyInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { day, always, usage, ...typed } = parsed.data;
  const dayMinutes = parseLength(day, Number.NaN);
  if (dayMinutes === null || dayMinutes < 60 || dayMinutes > 1440) return no('length', 'day');
  const targets: Partial<Record<Priority, SlaPolicy['targets'][Priority]>> = {};
  for (const priority of PRIORITIES) {
    const counts = priority === 1 && always === 'on' ? 'always' : 'service';
    const [tto, ttr] = (['tto', 'ttr'] as const).map((clock) => parseLength(typed[`${clock}${priority}`], dayOf({ counts }, dayMinutes)));
    if (tto == null) return no('length', `tto${priority}`);
    if (ttr == null) return no('length', `ttr${priority}`);
    if (tto > ttr) return no('order', `tto${priority}`);
    targets[priority] = { tto: { minutes: tto, counts }, ttr: { minutes: ttr, counts } };
  }
  return promise(desk, (policy) => ({ ...policy, dayMinutes, targets: targets as SlaPolicy['targets'], helpsWithUse: usage === 'on' }));
}

/** Keeps what the organisation promises, the rest of it as it was; every phone is told. */
async function promise({ db, now }: Desk, change: (policy: SlaPolicy) => SlaPolicy): Promise<Told<null>> {
  return db.$transaction(async (tx) => {
    const version = await withVersion(tx);
    const { sla } = await tx.organisation.findUniqueOrThrow({ where: { id: 'org' }, select: { sla: true } });
    await writePolicy(tx, change(policyOf(sla)));
    await stampSites(tx, version);
    await wakeOpen(tx, null, now);
    return { ok: true, value: null };
  });
}

/** The field of one place of the matrix. */
function fieldAt(impact: Impact, urgency: Urgency): `${Impact}_${Urgency}` {
  return `${impact}_${urgency}`;
}

const choice = z.enum(['1', '2', '3', '4']);
const MatrixInput = z.object(
  Object.fromEntries(IMPACTS.flatMap((impact) => URGENCIES.map((urgency) => [fieldAt(impact, urgency), choice]))) as Record<
    `${Impact}_${Urgency}`,
    typeof choice
  >,
);

/** Sets which priority the facts give, for what is opened or made precise from now on. Faults: invalid, matrix (graver would be less of a priority). */
export async function setMatrix(desk: Desk, input: unknown): Promise<Told<null>> {
  const parsed = MatrixInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const row = (impact: Impact) =>
    Object.fromEntries(URGENCIES.map((urgency) => [urgency, Number(parsed.data[fieldAt(impact, urgency)])])) as Matrix[Impact];
  const matrix = Object.fromEntries(IMPACTS.map((impact) => [impact, row(impact)])) as Matrix;
  const slip = slipIn(matrix);
  if (slip !== null) return no('matrix', fieldAt(slip.impact, slip.urgency));
  return promise(desk, (policy) => ({ ...policy, matrix }));
}

const AlertsInput = z.object({ answer: line, critical: line, again: line, quiet: z.optional(z.string()) });
/** The shortest and the longest wait, in minutes: under a minute no phone has rung, over a day nobody waits any more. */
const WAITS = [1, 1440] as const;

/** Sets how long calls wait for an answer and whether pushes rest outside the hours. Faults: invalid, length (which field). */
export async function setAlerts({ db, now }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = AlertsInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const minutes: Partial<AlertDelays> = {};
  for (const name of ['answer', 'critical', 'again'] as const) {
    const length = parseLength(parsed.data[name], Number.NaN);
    if (length === null || !(length >= WAITS[0] && length <= WAITS[1])) return no('length', name);
    Object.assign(minutes, { [name]: length });
  }
  return db.$transaction(async (tx) => {
    await withVersion(tx);
    await writeAlerts(tx, { ...(minutes as AlertDelays), quiet: parsed.data.quiet === 'on' });
    await lookAgain(tx, now);
    return { ok: true, value: null };
  });
}
