/** A second school of the organisation, with one of everything, and a word in each of its texts that nobody of the first may ever read. */
import { createHash, randomUUID } from 'node:crypto';
import type { PhotoHash, TicketId } from '#domain/ids.ts';
import { keepPhoto } from '#server/photos.ts';
import type { Behind } from './doors.ts';
import { Device, newTicket, note, OTHER_SITE, opening } from './school.ts';

export const SECRET = 'zqxsecret';
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');
export const HASH_THERE = createHash('sha256').update(PIXEL).digest('hex') as PhotoHash;
export const CODE_THERE = '7K3MQ9PX';

/** Every id of the other school, by what it is. */
export type Ids = Readonly<Record<string, string>>;

/** Furnishes it. @returns its ids */
export async function furnish({ school, foreign }: Behind): Promise<Ids> {
  const { db } = school;
  const ids = Object.fromEntries(
    ['room', 'asset', 'file', 'batch', 'source', 'import', 'round', 'report', 'announcement', 'turn', 'mail', 'subscription', 'person'].map(
      (name) => [name, randomUUID()],
    ),
  ) as Record<string, string>;
  const id = (name: string) => ids[name] as string;
  const at = new Date(school.now);
  const later = new Date(school.now + 86_400_000);
  const site = OTHER_SITE;
  await db.site.update({ where: { id: site }, data: { name: `École ${SECRET}`, city: SECRET, mailbox: `${SECRET}@ecole.example` } });
  await db.person.update({ where: { id: foreign }, data: { givenName: SECRET, familyName: SECRET, email: `${SECRET}@ecole.example` } });
  await db.person.create({ data: { id: id('person'), login: SECRET, givenName: SECRET, familyName: SECRET } });
  await db.membership.create({ data: { id: randomUUID(), personId: id('person'), role: 'requester', siteId: site } });
  await db.room.create({ data: { id: id('room'), siteId: site, name: SECRET, version: 1 } });
  await db.asset.create({ data: { id: id('asset'), siteId: site, roomId: id('room'), type: 'laptop', serial: SECRET, name: SECRET, version: 1 } });
  await db.sticker.create({ data: { code: CODE_THERE, siteId: site, assetId: id('asset') } });
  await db.stickerBatch.create({ data: { id: id('batch'), siteId: site, name: SECRET, count: 1, createdBy: foreign, createdAt: at } });
  const file = { name: `${SECRET}.pdf`, mime: 'application/pdf', size: 1, hash: HASH_THERE, createdBy: foreign, createdAt: at };
  await db.assetFile.create({ data: { id: id('file'), assetId: id('asset'), ...file } });
  await db.importSource.create({ data: { id: id('source'), name: SECRET, format: 'sheet', mapping: {}, updatedAt: at } });
  const brought = { siteId: site, fileName: `${SECRET}.csv`, format: 'sheet', state: 'read', mapping: {}, createdBy: foreign, createdAt: at };
  await db.import.create({ data: { id: id('import'), sourceId: id('source'), ...brought } });
  await db.round.create({ data: { id: id('round'), siteId: site, roomId: id('room'), personId: foreign, startedAt: at, report: { text: SECRET } } });
  await db.counted.create({
    data: { roundId: id('round'), key: id('asset'), assetId: id('asset'), note: SECRET, how: 'found', at, personId: foreign },
  });
  const said = { siteId: site, text: `Coupure ${SECRET}`, from: at, until: later, createdBy: foreign, createdAt: at };
  await db.announcement.create({ data: { id: id('announcement'), ...said } });
  await db.onCall.create({ data: { id: id('turn'), personId: foreign, siteId: site, from: at, until: later } });
  await db.presence.create({ data: { personId: foreign, siteId: site, until: null, deputyId: id('person') } });
  const keys = { endpoint: `https://fcm.googleapis.com/fcm/send/${SECRET}`, p256dh: 'x', auth: 'x', label: SECRET };
  await db.subscription.create({ data: { id: id('subscription'), personId: foreign, ...keys, createdAt: at, lastContact: at } });

  const theirs = await Device.ready(school, foreign);
  const [ticket, hidden] = [newTicket(), newTicket()] as [TicketId, TicketId];
  const things = { site, asset: id('asset') as never, room: id('room') as never, text: SECRET };
  await theirs.say(
    opening(ticket, { ...things, photos: [HASH_THERE] }),
    note(ticket, SECRET),
    { type: 'note', v: 2, ticket, text: SECRET, visibility: 'internal', call: null },
    { type: 'escalate', v: 1, ticket, direction: 'up', reason: 'skills', text: SECRET, team: null },
    opening(hidden, { ...things, category: 'request', nature: 'service_request', symptom: null }),
  );
  await keepPhoto(db, await school.actor(foreign), HASH_THERE, PIXEL, school.now);
  await db.publicReport.create({ data: { id: id('report'), code: CODE_THERE, ticketId: ticket, name: SECRET, contact: SECRET, createdAt: at } });
  const letter = { key: randomUUID(), siteId: site, ticketId: ticket, personId: foreign, address: `${SECRET}@ecole.example`, kind: 'status' };
  await db.mail.create({ data: { id: id('mail'), ...letter, data: { text: SECRET }, language: 'fr', nextAt: later, createdAt: at } });
  const notice = await db.notice.findFirstOrThrow({ where: { ticketId: ticket }, select: { id: true } });
  return { ...ids, site, ticket, hidden, notice: notice.id, colleague: foreign, photo: HASH_THERE, code: CODE_THERE };
}
