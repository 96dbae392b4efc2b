/** Runs one schedule on a fresh copy of the prepared organisation; throws `Broken` at the first invariant that does not hold. */
import type { PhotoHash, TicketId } from '#domain/ids.ts';
import type { Command } from '#domain/ticket/commands.ts';
import type { SyncRequest } from '#domain/wire.ts';
import { keepPhoto } from '#server/photos.ts';
import { actorFor } from '#server/session/actor.ts';
import { sync } from '#server/sync.ts';
import type { Picture } from '#sync/port.ts';
import type { SendResult } from '#sync/send.ts';
import { hold } from '#test/truths.ts';
import { changeFor } from './changes.ts';
import type { Fault, House, ServerParts } from './house.ts';
import { checkEnd, checkTables } from './ledger.ts';
import { changeRights, fixedId, moveAsset, OWNERS } from './people.ts';
import { honest, type Packet, Phone, type Spoil, settle } from './phone.ts';
import { pictures } from './photos.ts';
import { phoneName, type Schedule, type Step } from './schedule.ts';
import type { Start } from './start.ts';
import { commandFor } from './taps.ts';
import { executedOf, Watch } from './watch.ts';

/** What a mutant replaces; the honest ones are the shipped code. */
export interface Parts {
  readonly server: ServerParts;
  readonly spoil: Spoil;
}
export const SHIPPED: Parts = { server: { sync }, spoil: honest };

export async function runSchedule(start: Start, schedule: Schedule, parts: Parts = SHIPPED): Promise<void> {
  const { house, phones, close } = await start.open(parts.server, parts.spoil);
  let well = false;
  try {
    const run = new Run(house, phones, parts, await pictures());
    for (const step of schedule.steps) await run.step(step);
    await run.end();
    well = true;
  } finally {
    await close(well);
  }
}

interface Answered {
  readonly packet: Packet;
  readonly result: SendResult;
}

/** Rounds in which everybody says everything, before we call it a day. */
const ROUNDS = 6;

class Run {
  readonly #house: House;
  readonly #phones: Phone[];
  readonly #parts: Parts;
  readonly #pictures: readonly Picture[];
  readonly #watch: Watch;
  #requests: Packet[] = [];
  #answers: Answered[] = [];
  #tickets: TicketId[] = [0, 1, 2, 3, 4, 5, 6].map((n) => fixedId<TicketId>(7, n));
  #taps = 0;

  constructor(house: House, phones: Phone[], parts: Parts, pictures: readonly Picture[]) {
    this.#house = house;
    this.#phones = phones;
    this.#parts = parts;
    this.#pictures = pictures;
    this.#watch = new Watch(house);
  }

  async step(step: Step): Promise<void> {
    this.#house.now += 1009;
    const phone = 'phone' in step ? this.#phones[step.phone] : undefined;
    if ('phone' in step && phone === undefined) return;
    if (phone !== undefined) await this.#onPhone(step, phone);
    else await this.#elsewhere(step);
    for (const p of this.#phones) await this.#watch.device(p);
  }

  async #onPhone(step: Step, phone: Phone): Promise<void> {
    switch (step.do) {
      case 'tap':
        return this.#tap(phone, step.verb, step.seed);
      case 'change': {
        const view = phone.view();
        const { me } = phone.store.meta;
        if (view === null || me === null) return;
        this.#taps += 1;
        return this.#say(phone, changeFor({ seed: step.seed, mark: this.#taps, view, me }));
      }
      case 'gibberish':
        return this.#say(phone, { type: 'teleport', v: 3, ticket: this.#tickets[0] ?? 'nowhere' });
      case 'send':
        void phone.drain((packet) => this.#requests.push(packet));
        return settle();
      case 'sync':
        await this.#drain(phone);
        return;
      case 'kill':
        return this.#kill(phone);
      case 'clock':
        phone.skew += step.by;
        return;
      case 'photo':
        return this.#upload(phone, step.early);
      case 'clone':
        return this.#clone(phone);
      default:
    }
  }

  async #elsewhere(step: Step): Promise<void> {
    switch (step.do) {
      case 'deliver': {
        const [packet] = this.#takeRequest(step.request);
        if (packet === undefined) return;
        await this.#arrive(packet, step.fault);
        if (step.again) await this.#arrive(packet, null);
        return;
      }
      case 'race': {
        const packets = [...this.#takeRequest(step.requests[0]), ...this.#takeRequest(step.requests[1])];
        await Promise.all(packets.map((packet) => this.#arrive(packet, null, false)));
        return;
      }
      case 'lose-request':
        for (const packet of this.#takeRequest(step.request)) packet.answer({ kind: 'timeout' });
        return settle();
      case 'time-out':
        this.#requests[step.request % Math.max(1, this.#requests.length)]?.answer({ kind: 'timeout' });
        return settle();
      case 'answer':
        return this.#answer(step.answer, step.again, step.dies);
      case 'lose-answer':
        for (const { packet } of this.#answers.splice(step.answer % Math.max(1, this.#answers.length), 1)) packet.answer({ kind: 'timeout' });
        return settle();
      case 'wait':
        this.#house.now += step.ms;
        return;
      case 'rights':
        this.#watch.rightsChanged(await changeRights(this.#house.db, step.change));
        return;
      case 'register':
        return moveAsset(this.#house.db, step.asset, this.#house.now);
      case 'backup':
        return this.#house.backup();
      case 'restore':
        if (await this.#house.restore(step.declared)) this.#watch.restored();
        return;
      default:
    }
  }

  async #tap(phone: Phone, verb: Command['type'], seed: number): Promise<void> {
    const view = phone.view();
    const { me } = phone.store.meta;
    if (view === null || me === null) return;
    this.#taps += 1;
    const hashes = this.#pictures.map((p) => p.hash);
    const command = commandFor({ verb, seed, mark: this.#taps, view, me, everywhere: this.#tickets, hashes });
    if (command.type === 'open' && !this.#tickets.includes(command.ticket)) this.#tickets.push(command.ticket);
    await this.#say(phone, command);
  }

  async #say(phone: Phone, command: unknown): Promise<void> {
    const named = JSON.stringify(command);
    await phone.tap(
      command as Command,
      this.#pictures.filter((p) => named.includes(p.hash)),
    );
    const entry = phone.store.entries().at(-1);
    if (entry !== undefined) this.#watch.tapped(phone, entry);
  }

  #takeRequest(n: number): Packet[] {
    return this.#requests.splice(n % Math.max(1, this.#requests.length), 1);
  }

  async #arrive(packet: Packet, fault: Fault | null, alone = true): Promise<void> {
    const result = await this.#deliver(packet.phone.store.person, packet.request, fault, alone);
    if (packet.waits) this.#answers.push({ packet, result });
  }

  /** To the server and back, the tables looked at in between. */
  async #deliver(person: string, request: SyncRequest, fault: Fault | null, alone = true): Promise<SendResult> {
    const before = alone ? executedOf(this.#house, request.origin) : null;
    const { result, answer, actor } = await this.#house.deliver(person, request, fault);
    checkTables(this.#house);
    if (answer !== null && actor !== null) this.#watch.answered(request, answer, actor, before);
    return result;
  }

  async #answer(n: number, again: boolean, dies: boolean): Promise<void> {
    const [answered] = this.#answers.splice(n % Math.max(1, this.#answers.length), 1);
    if (answered === undefined) return;
    const { packet, result } = answered;
    packet.phone.store.dying = dies;
    packet.answer(result);
    await settle();
    if (dies) this.#kill(packet.phone);
    else if (again) await packet.phone.absorbAgain(packet, result);
  }

  /** What its tabs waited for, nobody waits for any more; requests under way still arrive. */
  #kill(phone: Phone): void {
    phone.store.dying = false;
    for (const packet of this.#requests) if (packet.phone === phone) packet.waits = false;
    this.#answers = this.#answers.filter(({ packet }) => packet.phone !== phone);
  }

  #clone(phone: Phone): void {
    if (this.#phones.length > OWNERS.length) return;
    const copy = new Phone(phoneName(OWNERS.length), phone.store.copy(), this.#house, this.#parts.spoil);
    this.#phones.push(copy);
    this.#watch.cloned(phone, copy);
  }

  async #upload(phone: Phone, early: boolean): Promise<void> {
    const actor = await actorFor(this.#house.db, phone.store.person);
    const waiting = phone.store.photosWaiting;
    const picture = this.#pictures.find((p) => (early ? !waiting.includes(p.hash) : waiting.includes(p.hash)));
    if (actor === null || picture === undefined) return;
    const fault = await keepPhoto(this.#house.db, actor, picture.hash as PhotoHash, new Uint8Array(picture.bytes), this.#house.now);
    hold(fault === null || fault === 'unknown', 43, () => `a good photo was refused: ${fault}`);
    if (fault === null) phone.store.photoSettled(picture.hash);
  }

  /** Sends until nothing waits, on a good network. */
  async #drain(phone: Phone): Promise<boolean> {
    let broken: unknown = null;
    const result = await phone.drain((packet) => {
      this.#deliver(phone.store.person, packet.request, null).then(packet.answer, (error: unknown) => {
        broken = error;
        packet.answer({ kind: 'offline' });
      });
    });
    if (broken !== null) throw broken;
    return result.kind === 'ok';
  }

  /** Faults stop, the network is good, everybody says everything; a restored server that nobody could tell is declared by the operator. */
  async end(): Promise<void> {
    for (const phone of this.#phones) this.#kill(phone);
    this.#requests = [];
    this.#house.now += 11 * 60_000;
    for (let round = 0; round < ROUNDS; round += 1) {
      let quiet = true;
      for (const phone of this.#phones) {
        const { revision } = phone.store.meta;
        const ok = await this.#drain(phone);
        await this.#watch.device(phone);
        if (!ok || phone.store.meta.cursor !== this.#version() || (round === 0 && phone.store.meta.revision !== revision)) quiet = false;
      }
      if (round === 1 && this.#house.undeclared) await this.#house.declare();
      else if (quiet) break;
    }
    await checkEnd(this.#house, this.#phones, this.#watch);
  }

  #version(): number {
    return (this.#house.raw.prepare('SELECT version FROM Organisation').get() as { version: number }).version;
  }
}
