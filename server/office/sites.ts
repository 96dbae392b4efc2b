import 'server-only';
import * as z from 'zod/mini';
import { isUuid } from '#domain/ids.ts';
import { RESOURCES_MAX, type Resource, readResources } from '#domain/resource.ts';
import { parseUai } from '#domain/uai.ts';
import { withVersion, writeMailbox, writeResources, writeSite } from '#server/register.ts';
import { type Desk, isTaken, no, type Told } from './desk.ts';
import { fieldOf, optionalEmail, optionalText, text } from './fields.ts';

const SiteInput = z.object({
  uai: text(20),
  name: text(120),
  city: text(80),
  phone: optionalText(30),
  desk: z.optional(optionalText(30)),
  mailbox: z.optional(optionalEmail()),
  timeZone: text(60),
});

export interface SiteRow {
  readonly id: string;
  readonly uai: string;
  readonly name: string;
  readonly city: string;
  readonly timeZone: string;
  /** Its IT service’s shared mailbox. */
  readonly mailbox: string | null;
  readonly stickers: number;
  readonly resources: readonly Resource[];
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Creates a site. Faults: invalid, uai (its check letter), uai-taken, time-zone. */
export async function addSite({ db, now }: Desk, input: unknown): Promise<Told<{ id: string }>> {
  const parsed = SiteInput.safeParse(input);
  if (!parsed.success) return refused(parsed.error);
  const uai = parseUai(parsed.data.uai);
  if (uai === null) return no('uai', 'uai');
  if (!isTimeZone(parsed.data.timeZone)) return no('time-zone', 'timeZone');
  try {
    const id = await db.$transaction(async (tx) =>
      writeSite(tx, { ...parsed.data, desk: parsed.data.desk ?? null, mailbox: parsed.data.mailbox ?? null, uai }, await withVersion(tx), now),
    );
    return { ok: true, value: { id } };
  } catch (error) {
    if (isTaken(error)) return no('uai-taken', 'uai');
    throw error;
  }
}

function refused(error: z.core.$ZodError): Told<never> {
  const field = fieldOf(error);
  return no(field === 'mailbox' ? 'email' : 'invalid', field);
}

const Mailbox = z.object({ site: z.string().check(z.refine(isUuid)), mailbox: optionalEmail() });

/** Sets the mailbox that is told of every opening and each status of a site; nothing typed: none. Faults: email, not-allowed. */
export async function setMailbox({ db }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = Mailbox.safeParse(input);
  if (!parsed.success) return refused(parsed.error);
  const { site, mailbox } = parsed.data;
  return db.$transaction(async (tx) =>
    (await writeMailbox(tx, site, mailbox, await withVersion(tx))) ? { ok: true, value: null } : no('not-allowed'),
  );
}

const Resources = z.object({
  site: z.string().check(z.refine(isUuid)),
  resources: z.string().check(z.maxLength(RESOURCES_MAX * 260)),
});

/** Sets what rights are asked on at a site, one a line. Faults: resources (a line is not one), not-allowed. */
export async function setResources({ db }: Desk, input: unknown): Promise<Told<null>> {
  const parsed = Resources.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const list = readResources(parsed.data.resources);
  if (list === null) return no('resources', 'resources');
  return db.$transaction(async (tx) =>
    (await writeResources(tx, parsed.data.site, list, await withVersion(tx))) ? { ok: true, value: null } : no('not-allowed'),
  );
}

/** The office lists this many at most, by name; larger installations search (a later screen). */
export const LISTED = 500;

export async function listSites({ db }: Desk): Promise<Told<readonly SiteRow[]>> {
  const rows = await db.site.findMany({
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: LISTED,
    select: {
      id: true,
      uai: true,
      name: true,
      city: true,
      timeZone: true,
      mailbox: true,
      resources: true,
      _count: { select: { stickers: { where: { state: 'bound' } } } },
    },
  });
  return {
    ok: true,
    value: rows.map(({ _count, resources, ...site }) => ({
      ...site,
      stickers: _count.stickers,
      resources: (resources ?? []) as unknown as Resource[],
    })),
  };
}
