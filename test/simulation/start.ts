/** Made once in the process: a database where every device has had its first answer, and those devices. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { OriginId, TicketId } from '#domain/ids.ts';
import { type Command, PLAIN_OPEN } from '#domain/ticket/commands.ts';
import { openSqlite } from '#test/databases.ts';
import { BLANKS } from './changes.ts';
import { House, type ServerParts } from './house.ts';
import { MemoryStore } from './memory-store.ts';
import { fixedId, OWNERS, PEOPLE, SITES, seedPeople, TEAMS } from './people.ts';
import { Phone, type Spoil } from './phone.ts';
import { phoneName } from './schedule.ts';

const DAY = 86_400_000;
/** Each run has a day of its own: the server remembers between runs when it last rotated its incarnation. */
let today = Date.UTC(2026, 10, 2, 8);

export class Start {
  readonly #folder: string;
  readonly #stores: readonly MemoryStore[];
  #houses = 0;
  #idle: House | null = null;

  private constructor(folder: string, stores: readonly MemoryStore[]) {
    this.#folder = folder;
    this.#stores = stores;
  }

  static async make(): Promise<Start> {
    const folder = mkdtempSync(join(tmpdir(), 'relais-simulation-'));
    // Where the server keeps the photos.
    process.env['DATA_DIR'] = folder;
    const seeded = await openSqlite();
    await seedPeople(seeded.db, 'first');
    await seeded.db.sticker.createMany({ data: BLANKS.map((b) => ({ ...b, state: 'blank' })) });
    copyDatabase(seeded.url.replace('file:', ''), join(folder, 'relais.db'));
    await seeded.close();
    const house = await House.open(folder, today);
    const phones = OWNERS.map((owner, i) => new Phone(phoneName(i), new MemoryStore(PEOPLE[owner].id, fixedId<OriginId>(8, i)), house));
    await everybodySays(house, phones);
    for (const [i, command] of beginnings().entries()) {
      house.now += 1000;
      await phones[command.phone]?.tap(command.says, []);
      if (i % 5 === 4) await everybodySays(house, phones);
    }
    await everybodySays(house, phones);
    const stores = phones.map((p) => p.store);
    await house.close();
    copyDatabase(join(folder, 'relais.db'), join(folder, 'start.db'));
    return new Start(folder, stores);
  }

  /** A server and devices of their own, as they stood at the start. `close` is told whether all went well. */
  async open(server: ServerParts, spoil: Spoil): Promise<{ house: House; phones: Phone[]; close: (well: boolean) => Promise<void> }> {
    today += DAY;
    const house = this.#idle ?? (await this.#newHouse(server));
    if (house === this.#idle) house.renew(join(this.#folder, 'start.db'), today, server);
    this.#idle = null;
    const phones = this.#stores.map((store, i) => new Phone(phoneName(i), store.copy(), house, spoil));
    const close = async (well: boolean) => {
      // What was put back, or broke half-way, is not used again.
      if (well && house.restores === 0) this.#idle = house;
      else await house.demolish();
    };
    return { house, phones, close };
  }

  #newHouse(server: ServerParts): Promise<House> {
    this.#houses += 1;
    const folder = join(this.#folder, `house-${this.#houses}`);
    mkdirSync(folder);
    copyFileSync(join(this.#folder, 'start.db'), join(folder, 'relais.db'));
    return House.open(folder, today, server);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function everybodySays(house: House, phones: readonly Phone[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    for (const phone of phones) {
      await phone.drain((packet) => {
        void house.deliver(phone.store.person, packet.request).then(({ result }) => packet.answer(result));
      });
    }
  }
}

/** Tickets at all levels and with all kinds of people, so that a schedule can begin anywhere. `phone`: an index of OWNERS. */
function beginnings(): { phone: number; says: Command }[] {
  const [rose, thomas, irene, corinne, paul] = [5, 3, 6, 0, 4];
  const id = (n: number) => fixedId<TicketId>(7, n);
  const open = (phone: number, n: number, category: string, site: 0 | 1 = 0): { phone: number; says: Command } => ({
    phone,
    says: {
      type: 'open',
      ...PLAIN_OPEN,
      ticket: id(n),
      site: SITES[site],
      asset: null,
      room: null,
      code: null,
      nature: 'incident',
      channel: 'portal',
      category,
      symptom: null,
      text: `déjà ${n}`,
      impact: 'person',
      urgency: 'normal',
      photos: [],
    },
  });
  const out = (n: number): Command => ({
    type: 'escalate',
    v: 1,
    ticket: id(n),
    direction: 'out',
    reason: 'warranty',
    text: `dehors ${n}`,
    team: TEAMS[0],
  });
  return [
    open(rose, 0, 'workstation'),
    open(rose, 1, 'accounts'),
    open(corinne, 2, 'printing'),
    open(irene, 3, 'servers'),
    open(thomas, 4, 'software', 1),
    { phone: corinne, says: { type: 'take', v: 1, ticket: id(2), expected: null } },
    { phone: thomas, says: { type: 'take', v: 1, ticket: id(1), expected: null } },
    open(irene, 5, 'workstation'),
    { phone: irene, says: out(5) },
    open(thomas, 6, 'workstation', 1),
    { phone: thomas, says: out(6) },
    { phone: paul, says: { type: 'take', v: 1, ticket: id(6), expected: null } },
  ];
}

function copyDatabase(from: string, to: string): void {
  const raw = new Database(from);
  raw.exec(`VACUUM INTO '${to}'`);
  raw.close();
}
