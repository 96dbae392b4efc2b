/** What is kept: on the phone's disk, and in the house. */
import type { House } from './house.ts';
import type { Phone } from './phone.ts';

/** The notes of this person that arrived. */
export const notesBy = (house: House, person: string) =>
  house.count('SELECT COUNT(*) AS n FROM "Event" WHERE "actorId" = ? AND "type" = ?', person, 'NoteAdded');

/** How much of this person is on the phone's disk, and under which origin they send; '': none yet. */
export async function onDisk(phone: Phone, person: string): Promise<{ documents: number; outbox: number; origin: string }> {
  return await phone.page.evaluate(async (who) => {
    const request = indexedDB.open(`relais-${who}`);
    const db = await new Promise<IDBDatabase>((done) => {
      request.onsuccess = () => done(request.result);
    });
    const count = (store: string) =>
      new Promise<number>((done) => {
        const asked = db.transaction(store).objectStore(store).count();
        asked.onsuccess = () => done(asked.result);
      });
    const origin = await new Promise<string>((done) => {
      const asked = db.transaction('meta').objectStore('meta').get('meta');
      asked.onsuccess = () => done((asked.result as { origin: string } | undefined)?.origin ?? '');
    });
    const found = { documents: await count('documents'), outbox: await count('outbox'), origin };
    db.close();
    return found;
  }, person);
}
