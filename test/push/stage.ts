import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { FreshDatabase, TestDatabase } from '#test/databases.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { makeWorld, type World } from './world.ts';

/** What each test finds: a database and a school of its own, and the push service of all. */
export interface Stage {
  fresh: FreshDatabase;
  receiver: Receiver;
  world: World;
  stateOf(notice: string): Promise<string>;
  deliveriesOf(notice: string): ReturnType<FreshDatabase['db']['delivery']['findMany']>;
}

/** To be called once in a `describe`. @param prepare beside the school that all have */
export function onStage({ open }: TestDatabase, prepare: (s: Stage) => Promise<void> = async () => {}): Stage {
  const s = {
    stateOf: async (id: string) => (await s.fresh.db.notice.findUniqueOrThrow({ where: { id } })).state,
    deliveriesOf: (noticeId: string) => s.fresh.db.delivery.findMany({ where: { noticeId } }),
  } as Stage;
  beforeAll(async () => {
    s.receiver = await startReceiver();
  });
  afterAll(() => s.receiver.close());
  beforeEach(async () => {
    s.fresh = await open();
    s.world = await makeWorld(s.fresh.db, s.receiver);
    await prepare(s);
    return () => s.fresh.close();
  });
  return s;
}
