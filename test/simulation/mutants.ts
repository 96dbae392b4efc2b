/**
 * The planted faults of sync.md section 3. Each spoils one decision of the design by wrapping what the simulation injects; a simulation
 * that does not catch one of them proves nothing about the shipped code.
 */
import type { Actor } from '#domain/actor.ts';
import { PROTOCOL, parseAnswer, type Receipt, type SyncRequest } from '#domain/wire.ts';
import { readerOf, standingOf } from '#server/epoch.ts';
import { execute } from '#server/execute.ts';
import { type Asker, sync } from '#server/sync.ts';
import { NOTHING } from '#sync/absorb.ts';
import type { Meta, Patch } from '#sync/port.ts';
import { isInsert, type Statement, tableOf } from '#test/statements.ts';
import type { MemoryStore } from './memory-store.ts';
import { honest, type Spoil } from './phone.ts';
import { type Parts, SHIPPED } from './run.ts';

type Sync = typeof sync;
/** A device whose transactions are spoilt: `apply` is given what the shipped code meant to store. */
function spoiltApply(spoil: (store: MemoryStore, patch: Patch, expected: Meta) => Promise<boolean>): Spoil {
  return (store) => ({
    store: { person: store.person, state: () => store.state(), tell: () => store.tell(), apply: (patch, expected) => spoil(store, patch, expected) },
  });
}

/** The two parts of a patch in two transactions: a tab can die between them. */
function apart(first: (patch: Patch) => Patch, second: (patch: Patch) => Patch): Spoil {
  return spoiltApply(async (store, patch, expected) => {
    if (patch.into === 'staging') return store.apply(patch, expected);
    const { dying } = store;
    store.dying = false;
    const done = await store.apply(first(patch), expected);
    store.dying = dying;
    return done && store.apply(second(patch), store.meta);
  });
}

const beforeSending: Spoil = (store) => ({
  store,
  onSend: (request) => store.write({ ...NOTHING, settle: request.entries.map((e) => e.seq) }),
});

/** The first look is the request's, the second the answer's: it is told that nothing has happened in between. */
const believesAnything: Spoil = (store) => {
  let asked: Meta | null = null;
  return {
    store: {
      person: store.person,
      tell: () => store.tell(),
      state: async () => {
        const state = await store.state();
        if (asked === null) return state;
        const { origin, epoch, cursor, reset } = asked;
        asked = null;
        return { ...state, meta: { ...state.meta, origin, epoch, cursor, reset } };
      },
      apply: async (patch) => store.apply(patch, store.meta),
    },
    onSend: () => {
      asked = store.meta;
    },
  };
};

const honoursStaleReceipts: Spoil = (store) => ({
  store,
  onAnswer: (asked, result) => {
    const answer = result.kind === 'answer' ? parseAnswer(result.body) : null;
    if (answer?.kind !== 'answer' || store.dying || asked.since === store.meta.cursor) return;
    const said = new Map(answer.receipts.map((r) => [r.seq, r.outcome]));
    const settled = store.entries().filter((e) => said.get(e.seq)?.kind === 'executed');
    store.write({ ...NOTHING, settle: settled.map((e) => e.seq) });
  },
});

/** What the tables say of an origin is replaced by what the device says: every command is new to this server. */
async function forgetful(op: Statement, next: () => Promise<unknown>, request: SyncRequest | null): Promise<unknown> {
  if (tableOf(op) === 'Receipt' && isInsert(op)) return 0;
  const said = await next();
  if (op.operation !== '$queryRaw' || !Array.isArray(said)) return said;
  const lastSeq = (request?.entries[0]?.seq ?? (request?.settled ?? 0) + 1) - 1;
  return said.map((row: object) => ('lastSeq' in row && row.lastSeq !== null ? { ...row, lastSeq } : row));
}

/** An entry that fails is passed over, and the next one runs. */
const skips: Sync = async (db, asker, request, clock) => {
  const known = await db.origin.findUnique({ where: { id: request.origin } });
  const { epoch } = await readerOf(db, asker.actor, await standingOf(db, asker.actor.person));
  if (known === null || epoch !== request.epoch) return sync(db, asker, request, clock);
  const receipts: Receipt[] = [];
  for (const entry of request.entries) {
    try {
      receipts.push({ seq: entry.seq, outcome: (await execute(db, asker.actor, request.origin, entry, clock())).outcome });
    } catch {
      // The next one, then.
    }
  }
  const answer = await sync(db, asker, { ...request, entries: [] }, clock);
  return answer.kind === 'answer' ? { ...answer, receipts } : answer;
};

/** Nothing tells a device that its world has changed. */
const withoutEpoch: Sync = async (db, asker, request, clock) => {
  const standing = await standingOf(db, asker.actor.person);
  const { version } = standing;
  const { epoch } = await readerOf(db, asker.actor, standing);
  if (request.epoch === null || request.page !== null)
    return { ...(await sync(db, asker, request, clock)), epoch: 'always' } as Awaited<ReturnType<Sync>>;
  const first = request.entries[0]?.seq ?? 0;
  const known = await db.origin.findUnique({ where: { id: request.origin } });
  // A gap or a cursor from the future is not noticed either.
  if (known !== null && first > known.lastSeq + 1) return empty(epoch, request, clock());
  const since = Math.min(request.since, version);
  const answer = await sync(db, asker, { ...request, epoch, since, settled: Math.min(request.settled, known?.lastSeq ?? 0) }, clock);
  return answer.kind === 'answer'
    ? { ...answer, epoch: request.epoch, since: request.since, cursor: Math.max(answer.cursor, request.since) }
    : answer;
};

function empty(epoch: string, { since }: SyncRequest, now: number): Awaited<ReturnType<Sync>> {
  return {
    kind: 'answer',
    protocol: PROTOCOL,
    epoch,
    since,
    reset: false,
    cursor: since,
    more: false,
    page: null,
    receipts: [],
    changes: [],
    me: null,
    now,
  };
}

/** A restored server executes what it is told before it thinks of the reset. */
const actsFirst: Sync = async (db, asker: Asker, request, clock) => {
  const known = await db.origin.findUnique({ where: { id: request.origin } });
  if (known?.personId === asker.actor.person) {
    for (const entry of request.entries) if (entry.seq > known.lastSeq) await execute(db, asker.actor as Actor, request.origin, entry, clock());
  }
  return sync(db, asker, request, clock);
};

const onServer = (replaced: Sync): Parts => ({ server: { sync: replaced }, spoil: honest });
const onDevice = (spoil: Spoil): Parts => ({ ...SHIPPED, spoil });

export const MUTANTS: Readonly<Record<string, Parts>> = {
  'no receipts': { server: { sync, statement: forgetful }, spoil: honest },
  'an entry leaves the outbox before it is sent': onDevice(beforeSending),
  'a stale answer is not ignored': onDevice(believesAnything),
  'receipts of a stale answer are honoured': onDevice(honoursStaleReceipts),
  'the cursor is saved before the changes': onDevice(
    apart(
      (p) => ({ ...NOTHING, meta: p.meta }),
      (p) => ({ ...p, meta: {} }),
    ),
  ),
  'receipts are saved apart from the changes': onDevice(
    apart(
      ({ settle, refused, told, named }) => ({ ...NOTHING, settle, refused, told, named }),
      (p) => ({ ...p, settle: [], refused: [], told: [], named: [] }),
    ),
  ),
  'a failed entry is skipped, the rest go on': onServer(skips),
  'a refusal is not filed': onDevice(spoiltApply((store, patch, expected) => store.apply({ ...patch, refused: [] }, expected))),
  'no epoch': onServer(withoutEpoch),
  'a restored server acts before it resets': onServer(actsFirst),
};
