import 'server-only';
import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { isUuid, type SiteId, type StickerCode } from '#domain/ids.ts';
import type { RegisterRecord } from '#domain/register/events.ts';
import type { On } from '#domain/register/thing.ts';
import { makeCode } from '#domain/sticker.ts';
import { insertRows } from '#server/insert.ts';
import { stickersOf } from '#server/register-read.ts';
import { writeRegister } from '#server/register-rows.ts';
import { among, type Sql, storeOf } from '#server/sql.ts';
import { raise } from '#server/version.ts';
import { type Desk, no, type Told } from './desk.ts';
import { fieldOf, optionalText } from './fields.ts';
import { GONE } from './label-rows.ts';

const place = z.pipe(
  z.optional(z.string().check(z.maxLength(40))),
  z.pipe(
    z.transform((given: string | undefined) => given || null),
    z.nullable(z.string().check(z.refine(isUuid))),
  ),
);

/** Codes that no sticker has: of 34 billion, so that a clash is a matter of years, and is looked for all the same. */
async function freshCodes(tx: Sql, n: number): Promise<StickerCode[]> {
  const codes = new Set<StickerCode>();
  while (codes.size < n) {
    const tried = Array.from({ length: n - codes.size }, () => makeCode(randomBytes(8)));
    const taken = await stickersOf(tx, tried);
    for (const code of tried) if (!taken.has(code)) codes.add(code);
  }
  return [...codes];
}

const MissingInput = z.object({ of: z.enum(['assets', 'rooms']), site: z.string().check(z.refine(isUuid)), room: place });

/**
 * Gives a sticker to each asset, or room, of a place that has none; what has one keeps it, and its token. As many at once as are printed at once.
 * Faults: not-allowed, invalid.
 */
export async function makeStickers({ db, session, now }: Desk, input: unknown): Promise<Told<{ made: number }>> {
  const parsed = MissingInput.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { of, site } = parsed.data;
  if ((await db.site.count({ where: { id: site } })) === 0) return no('not-allowed');
  const made = await storeOf(db).write(async (tx) => {
    const { version } = await raise(tx);
    const ids = await bareOnes(tx, parsed.data);
    const codes = await freshCodes(tx, ids.length);
    const by = session.actor.person;
    const records = ids.map((id, i): RegisterRecord => {
      const on = (of === 'rooms' ? { kind: 'room', id } : { kind: 'asset', id }) as On;
      const event = { type: 'StickerBound', code: codes[i] as StickerCode, on } as const;
      return { of: on.kind, id: on.id, site: site as SiteId, event, by, at: now, from: null };
    });
    await writeRegister(tx, records, { version, received: now });
    return ids.length;
  });
  return { ok: true, value: { made } };
}

/** Records of one version (server/register-rows.ts). */
const MADE_MOST = 500;

/** What has no sticker that is in use; asked in the writer's turn, so that two clicks do not label a thing twice. */
async function bareOnes(tx: Sql, { of, site, room }: { of: 'assets' | 'rooms'; site: string; room: string | null }): Promise<string[]> {
  const [table, column] = of === 'rooms' ? ['Room', 'roomId'] : ['Asset', 'assetId'];
  const gone = of === 'rooms' ? null : among(GONE);
  const narrowed = room === null ? '' : of === 'rooms' ? ' AND t.id = ?' : ' AND t."roomId" = ?';
  const rows = await tx.all<{ id: string }>(
    `SELECT t.id FROM "${table}" t WHERE t."siteId" = ?${narrowed}${gone === null ? '' : ` AND t.state NOT IN ${gone.marks}`}
      AND NOT EXISTS (SELECT 1 FROM "Sticker" s WHERE s."${column}" = t.id AND s.state = 'bound') ORDER BY t.id LIMIT ${MADE_MOST}`,
    [site, ...(room === null ? [] : [room]), ...(gone?.values ?? [])],
  );
  return rows.map(({ id }) => id);
}

/** Blank stickers of one batch, and batches of an hour for the whole house: each is a code that could be tried. */
export const BATCH_MOST = 650;
const BATCHES_AN_HOUR = 20;

const BatchInput = z.object({ site: place, name: optionalText(60), count: z.string().check(z.regex(/^\d{1,4}$/)) });

/** Makes blank stickers, to be printed first and bound by scanning later; of no site: for any. Faults: not-allowed, count, batches-enough, invalid. */
export async function makeBatch({ db, session, now }: Desk, input: unknown): Promise<Told<{ id: string }>> {
  const parsed = BatchInput.safeParse(input);
  if (!parsed.success) return no(fieldOf(parsed.error) === 'count' ? 'count' : 'invalid', fieldOf(parsed.error));
  const { site, name } = parsed.data;
  const count = Number(parsed.data.count);
  if (count < 1 || count > BATCH_MOST) return no('count', 'count');
  if (site !== null && (await db.site.count({ where: { id: site } })) === 0) return no('not-allowed');
  const id = randomUUID();
  const isMade = await storeOf(db).write(async (tx) => {
    // Nothing that a phone holds changes; the turn keeps two clicks from passing the limit together.
    await raise(tx);
    const [recent] = await tx.all<{ n: number }>('SELECT COUNT(*) AS n FROM "StickerBatch" WHERE "createdAt" > ?', [new Date(now - 3_600_000)]);
    if (Number(recent?.n) >= BATCHES_AN_HOUR) return false;
    const batch = { id, siteId: site, name: name ?? '', count, createdBy: session.actor.person, createdAt: new Date(now) };
    await insertRows(tx, 'StickerBatch', [batch]);
    const codes = await freshCodes(tx, count);
    await insertRows(
      tx,
      'Sticker',
      codes.map((code) => ({ code, siteId: site, state: 'blank', batchId: id })),
    );
    return true;
  });
  return isMade ? { ok: true, value: { id } } : no('batches-enough', 'count');
}
