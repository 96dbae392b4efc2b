/** A device of the simulation: the shipped `submit` and `drain` over a store in memory, and its own idea of the time. */
import type { OriginId } from '#domain/ids.ts';
import { project } from '#domain/project.ts';
import type { Command } from '#domain/ticket/commands.ts';
import { saidOf } from '#domain/ticket/events.ts';
import { type Pending, replicaOf, type View } from '#domain/view.ts';
import { parseAnswer, type SyncRequest } from '#domain/wire.ts';
import { absorb } from '#sync/absorb.ts';
import { type DrainResult, drain } from '#sync/drain.ts';
import type { Base, Picture, Store } from '#sync/port.ts';
import type { SendResult } from '#sync/send.ts';
import { submit } from '#sync/submit.ts';
import type { House } from './house.ts';
import type { MemoryStore } from './memory-store.ts';

/** A request on its way; `answer` wakes the drain that waits for it, once. */
export interface Packet {
  readonly phone: Phone;
  readonly request: SyncRequest;
  readonly sent: number;
  waits: boolean;
  readonly answer: (result: SendResult) => void;
}

/** Wraps the store that one drain sees; how a mutant spoils the device. */
export type Spoil = (
  store: MemoryStore,
  phone: Phone,
) => { readonly store: Base; readonly onSend?: (request: SyncRequest) => void; readonly onAnswer?: (asked: SyncRequest, result: SendResult) => void };

export const honest: Spoil = (store) => ({ store });

/** Lets every promise that can go on go on. */
export function settle(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

export class Phone {
  readonly name: string;
  readonly store: MemoryStore;
  /** Its clock is wrong by this, ms. */
  skew = 0;
  readonly #house: House;
  readonly #spoil: Spoil;
  #mints = 0;

  constructor(name: string, store: MemoryStore, house: House, spoil: Spoil = honest) {
    this.name = name;
    this.store = store;
    this.#house = house;
    this.#spoil = spoil;
  }

  now(): number {
    return Math.max(0, this.#house.now + this.skew);
  }

  tap(command: Command, photos: readonly Picture[]): Promise<number> {
    return submit(this.store as unknown as Store, command, { now: this.now(), photos });
  }

  view(): View | null {
    const { me } = this.store.meta;
    if (me === null) return null;
    const pending = this.store.entries().map(
      (e): Pending => ({
        seq: e.seq,
        at: e.at + e.offset,
        command: e.command,
        said: saidOf(this.store.meta.origin, e.seq),
      }),
    );
    return project(replicaOf(this.store.documents), pending, me);
  }

  /** Starts one more turn beside those under way: what two tabs without locks do. `post` puts its requests on the network. */
  async drain(post: (packet: Packet) => void): Promise<DrainResult> {
    const { store, onSend, onAnswer } = this.#spoil(this.store, this);
    return drain(store, {
      now: () => this.now(),
      mint: () => this.mint(),
      takeTurn: async (_name, work) => work(),
      send: (request) => {
        onSend?.(request);
        return new Promise<SendResult>((wake) => {
          const packet: Packet = {
            phone: this,
            request,
            sent: this.now(),
            waits: true,
            answer: (result) => {
              if (!packet.waits) return;
              packet.waits = false;
              onAnswer?.(request, result);
              wake(result);
            },
          };
          post(packet);
        });
      },
    });
  }

  /** The same answer once more. */
  async absorbAgain({ request, sent }: Packet, result: SendResult): Promise<void> {
    const answer = result.kind === 'answer' ? parseAnswer(result.body) : null;
    if (answer === null) return;
    const state = await this.store.state();
    const patch = absorb(state, answer, { asked: request, sent, now: this.now(), spare: this.mint() });
    if (patch !== null) await this.store.apply(patch, state.meta);
  }

  mint(): OriginId {
    this.#mints += 1;
    const n = [...this.name].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 65_536, 7);
    return `0000000a-0000-7000-8000-${n.toString(16).padStart(6, '0')}${this.#mints.toString(16).padStart(6, '0')}` as OriginId;
  }
}
