/** What the tests of the register's commands find: a school with rooms, equipment and stickers made as they need them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import type { AssetId, RoomId, SiteId, StickerCode } from '#domain/ids.ts';
import { makeCode } from '#domain/sticker.ts';
import type { TestDatabase } from '#test/databases.ts';
import { OTHER_SITE, openSchool, type Said, type School, SITE } from './school.ts';

export const newAsset = () => randomUUID() as AssetId;
export const newCode = () => makeCode(crypto.getRandomValues(new Uint8Array(7)));
/** What became of each command, or why it was refused. */
export const rules = (said: Said) =>
  said.receipts.map(({ outcome: o }) => (o.kind === 'refused' ? (o.refusal.code === 'rule' ? o.refusal.rule : o.refusal.code) : o.kind));
export const documentOf = (said: Said, id: string) =>
  said.changes.find((c) => c.kind !== 'gone' && c.id === id) as AssetDocument | RoomDocument | undefined;

export class RegisterStage {
  school!: School;
  /** Two of the school's, and one of the other's. */
  room!: RoomId;
  other!: RoomId;
  foreign!: RoomId;

  async newRoom(siteId: SiteId, name: string): Promise<RoomId> {
    const id = randomUUID() as RoomId;
    await this.school.db.room.create({ data: { id, siteId, name, version: 1 } });
    return id;
  }
  async thing(siteId: SiteId = SITE, more: Partial<{ roomId: string; serial: string; inventory: string }> = {}): Promise<AssetId> {
    const id = newAsset();
    await this.school.db.asset.create({ data: { id, siteId, roomId: null, type: 'projector', version: 1, ...more } });
    return id;
  }
  async blank(siteId: SiteId | null = SITE): Promise<StickerCode> {
    const code = newCode();
    await this.school.db.sticker.create({ data: { code, siteId, state: 'blank' } });
    return code;
  }
  events(subjectId: string) {
    return this.school.db.registerEvent.findMany({ where: { subjectId }, orderBy: [{ version: 'asc' }, { ordinal: 'asc' }] });
  }
}

/** To be called once in a `describe`. @param ready called with it before the first test */
export function onRegister(kind: TestDatabase, ready: (stage: RegisterStage) => void): RegisterStage {
  const stage = new RegisterStage();
  beforeAll(async () => {
    stage.school = await openSchool(kind);
    // Tours are shown for a week: of now.
    stage.school.now = Date.now();
    [stage.room, stage.other, stage.foreign] = await Promise.all([
      stage.newRoom(SITE, 'B 203'),
      stage.newRoom(SITE, 'CDI'),
      stage.newRoom(OTHER_SITE, 'Loin'),
    ]);
    ready(stage);
  });
  afterAll(() => stage.school.close());
  return stage;
}
