/**
 * A bad line for every byte between the phones and the server: so many bits a second for all connections together, a round trip, segments
 * that get lost. A lost segment costs what it costs TCP: the line's time once more and the time until its sender notices (a round trip at
 * first, then twice as long each time); whatever was sent after it on the same connection waits behind it. One lost segment in two
 * hundred breaks its connection, as a hand-over between two cells does. A new connection costs a round trip more.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

export interface BadLine {
  readonly bitsPerSecond: number;
  /** ms */
  readonly roundTrip: number;
  /** Of segments, in [0, 1). */
  readonly loss: number;
}

/** Bytes: what one Ethernet frame carries of TCP. */
const SEGMENT = 1460;
/** Headers of IP and TCP beside each. */
const OVERHEAD = 40;
/** Of the segments that are lost. */
const BREAKS = 1 / 200;

/** One direction of the line, shared by all connections. */
class Way {
  #free = 0;

  /** @returns when the last bit has left, and when it arrives, ms of performance.now(); null: the connection breaks */
  carry(bytes: number, { bitsPerSecond, roundTrip, loss }: BadLine, random: () => number): { sent: number; there: number } | null {
    const takes = ((bytes + OVERHEAD) * 8000) / bitsPerSecond;
    this.#free = Math.max(this.#free, performance.now()) + takes;
    const sent = this.#free;
    let there = sent + roundTrip / 2;
    for (let notices = roundTrip; random() < loss; notices *= 2) {
      if (random() < BREAKS) return null;
      this.#free += takes;
      there += notices;
    }
    return { sent, there };
  }
}

export interface Carrier {
  readonly up: Way;
  readonly down: Way;
  readonly line: BadLine;
  readonly random: () => number;
}

export function carrierOf(line: BadLine, random: () => number): Carrier {
  return { up: new Way(), down: new Way(), line, random };
}

/** What is on its way in one direction of one connection; nothing arrives before what was sent before it. */
class Pipe {
  readonly #queue: (Buffer | null)[] = [];
  readonly #deliver: (part: Buffer | null) => void;
  #last: number;

  constructor(from: number, deliver: (part: Buffer | null) => void) {
    this.#last = from;
    this.#deliver = deliver;
  }

  /** @param part null: the end */
  send(part: Buffer | null, there: number): void {
    this.#last = Math.max(this.#last, there);
    this.#queue.push(part);
    // Timers of the same millisecond may change places; the queue does not.
    at(this.#last, () => this.#deliver(this.#queue.shift() ?? null));
  }
}

/** A connection as its server sees it, slow both ways. */
export class Slowed extends Duplex {
  readonly #socket: Socket;
  readonly #carrier: Carrier;
  readonly #down: Pipe;

  constructor(socket: Socket, carrier: Carrier) {
    super();
    this.#socket = socket;
    this.#carrier = carrier;
    this.#down = new Pipe(0, (part) => {
      if (socket.destroyed) return;
      if (part === null) socket.end();
      else socket.write(part);
    });
    const up = new Pipe(performance.now() + carrier.line.roundTrip, (part) => this.destroyed || this.push(part));
    socket.on('data', (chunk: Buffer) => {
      for (const part of parts(chunk)) {
        const when = this.#carry(carrier.up, part);
        if (when === null) return;
        up.send(part, when.there);
      }
    });
    socket.on('end', () => up.send(null, 0));
    socket.on('close', () => this.destroy());
    socket.on('error', () => this.destroy());
    this.on('error', () => undefined);
  }

  #carry(way: Way, part: Buffer): { sent: number; there: number } | null {
    const when = way.carry(part.byteLength, this.#carrier.line, this.#carrier.random);
    if (when === null) this.#socket.destroy();
    return when;
  }

  override _read(): void {
    // Pushed as it comes.
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    let sent = 0;
    for (const part of parts(chunk)) {
      const when = this.#carry(this.#carrier.down, part);
      if (when === null) {
        done(new Error('the connection broke'));
        return;
      }
      sent = when.sent;
      this.#down.send(part, when.there);
    }
    at(sent, done);
  }

  override _final(done: () => void): void {
    this.#down.send(null, 0);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    // What was written to its end still arrives.
    if (error !== null || !this.writableFinished) this.#socket.destroy();
    done(error);
  }
}

function parts(chunk: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(chunk.byteLength / SEGMENT) }, (_, i) => chunk.subarray(i * SEGMENT, (i + 1) * SEGMENT));
}

function at(instant: number, work: () => void): void {
  setTimeout(work, Math.max(0, instant - performance.now()));
}
