/** The invariants that hold after every step (sync.md section 4; the numbers are its). A breach throws `Broken`. */
import type { Actor } from '#domain/actor.ts';
import { mayReadInternal, maySee } from '#domain/permission.ts';
import { parseRegister } from '#domain/register/commands.ts';
import { subjectsOf } from '#domain/register/lay.ts';
import { parseCommand } from '#domain/ticket/commands.ts';
import { decide } from '#domain/ticket/decide.ts';
import { contextOf, type View } from '#domain/view.ts';
import type { Answer, Entry, Outcome, SyncRequest } from '#domain/wire.ts';
import { actorFor } from '#server/session/actor.ts';
import { ticketChanges } from '#server/ticket-documents.ts';
import { hold } from '#test/truths.ts';
import { showsEffect } from './effect.ts';
import type { House } from './house.ts';
import type { Phone } from './phone.ts';

/** A command is told by its words: origin and seq may change (51), what was tapped and when does not. */
export function wordsOf({ at, command }: Pick<Entry, 'at' | 'command'>): string {
  return JSON.stringify([at, command]);
}

/** Something a person did and expects to find again. */
export interface Tap {
  readonly phone: Phone;
  readonly words: string;
  readonly entry: Pick<Entry, 'at' | 'command'>;
  /** Shown on the screen since the tap, and nothing has happened that may take it away. */
  shown: boolean;
}

export class Watch {
  readonly taps: Tap[] = [];
  /** What the server said of each (origin, seq), as long as it remembers. */
  readonly #said = new Map<string, string>();
  /** Outcomes by words, whatever identity they were said under. */
  readonly outcomes = new Map<string, Outcome>();
  readonly #looked = new Map<Phone, string>();
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
  }

  tapped(phone: Phone, entry: Pick<Entry, 'at' | 'command'>): void {
    const view = phone.view();
    const shown = view !== null && showsEffect(view, entry.command);
    this.taps.push({ phone, words: wordsOf(entry), entry, shown });
  }

  /** The clone has the same past: what waits, what was refused. */
  cloned(original: Phone, copy: Phone): void {
    for (const tap of [...this.taps]) if (tap.phone === original) this.taps.push({ ...tap, phone: copy });
  }

  /** A copy was put back: what it forgot is forgotten. */
  restored(): void {
    this.#said.clear();
    for (const tap of this.taps) if (this.outcomes.has(tap.words)) tap.shown = false;
  }

  /** Rights changed: what this person saw may leave and come back. */
  rightsChanged(person: string): void {
    for (const tap of this.taps) if (tap.phone.store.person === person) tap.shown = false;
  }

  /** @param executedBefore receipts of this origin before it asked; null: others asked at the same instant */
  answered(request: SyncRequest, answer: Answer, actor: Actor, executedBefore: number | null): void {
    if (answer.kind === 'upgrade') return;
    for (const { seq, outcome } of answer.receipts) {
      const entry = request.entries.find((e) => e.seq === seq);
      hold(entry !== undefined, 6, () => `a receipt for seq ${seq}, which was not said`);
      const id = `${request.origin} ${seq}`;
      const text = JSON.stringify([wordsOf(entry), outcome]);
      const before = this.#said.get(id);
      hold(before === undefined || before === text, 6, () => `two receipts for ${id}: ${before} and ${text}`);
      this.#said.set(id, text);
      const known = this.outcomes.get(wordsOf(entry));
      if (outcome.kind !== 'settled' || known === undefined) this.outcomes.set(wordsOf(entry), outcome);
      hold(outcome.kind !== 'settled' || this.#house.restores > 0, 11, () => `${id} was called settled though its receipt was never pruned`);
    }
    if (answer.kind !== 'answer') return;
    if (answer.reset && executedBefore !== null) {
      const executed = executedOf(this.#house, request.origin);
      hold(executed === executedBefore, 'reset', () => `${executed - executedBefore} commands executed in a request that was answered by a reset`);
    }
    for (const change of answer.changes) {
      if (change.kind === 'ticket') {
        hold(maySee(actor, change.head), 19, () => `ticket ${change.id} went to somebody who may not see it`);
        const inside = mayReadInternal(actor, change.head);
        hold(
          inside || !change.timeline.some(({ event }) => event.type === 'NoteAdded' && event.visibility === 'internal'),
          19,
          () => 'an internal note went outside',
        );
      }
      if (change.kind === 'asset' || change.kind === 'room') {
        hold(
          actor.memberships.some((m) => m.site === null || m.site === change.site),
          19,
          () => `${change.kind} of a foreign site`,
        );
      }
      if (change.kind === 'reported')
        hold(
          actor.memberships.some((m) => m.site === change.site),
          19,
          () => 'a report of a foreign site',
        );
    }
  }

  /** Never lost (2), refused once (27), shown until then (24): for one device; nothing new to see where nothing was stored. */
  async device(phone: Phone): Promise<void> {
    const stands = `${phone.store.meta.revision} ${phone.store.entries().length} ${this.taps.length}`;
    if (this.#looked.get(phone) === stands) return;
    this.#looked.set(phone, stands);
    const waiting = new Map<string, Entry>();
    for (const entry of phone.store.entries()) {
      hold(!waiting.has(wordsOf(entry)), 51, () => `${phone.name} says the same tap twice: ${wordsOf(entry)}`);
      waiting.set(wordsOf(entry), entry);
    }
    const view = phone.view();
    const refused: string[] = [];
    for (const tap of this.taps) {
      if (tap.phone !== phone) continue;
      const entry = waiting.get(tap.words);
      const outcome = this.outcomes.get(tap.words);
      if (entry === undefined) {
        hold(outcome !== undefined, 2, () => `${phone.name} lost ${tap.words}: it left the outbox, and the server never said a word about it`);
        if (outcome.kind === 'refused') refused.push(JSON.stringify(tap.entry.command));
      }
      if (tap.shown && view !== null) await this.#stillShown(phone, tap, view, entry, outcome);
    }
    const filed = phone.store.refused.map((r) => JSON.stringify(r.command));
    hold(
      refused.sort().join('\n') === filed.sort().join('\n'),
      27,
      () => `${phone.name} was refused ${refused.join(', ')} and filed ${filed.join(', ')}`,
    );
  }

  async #stillShown(phone: Phone, tap: Tap, view: View, entry: Entry | undefined, outcome: Outcome | undefined): Promise<void> {
    if (showsEffect(view, tap.entry.command)) return;
    const excused = entry === undefined ? outcome?.kind === 'refused' || (await this.#forgotten(phone, tap)) : mayBeRefused(phone, view, entry);
    hold(
      excused,
      24,
      () => `${phone.name} no longer shows ${tap.words}, which is ${entry === undefined ? `settled as ${JSON.stringify(outcome)}` : 'waiting'}`,
    );
    tap.shown = false;
  }

  /** Would this person, asking afresh, not be shown it either; or did the ticket leave them and come back? */
  async #forgotten(phone: Phone, tap: Tap): Promise<boolean> {
    const command = parseCommand(tap.entry.command);
    const actor = await actorFor(this.#house.db, phone.store.person);
    if (actor === null) return true;
    const change = parseRegister(tap.entry.command);
    // Equipment never leaves a site in the play: whoever serves the site goes on seeing it.
    if (change !== null) return !actor.memberships.some((m) => m.site === null || m.site === change.site);
    if (command === null) return true;
    const left = this.#house.raw.prepare('SELECT 1 FROM Exit WHERE personId = ? AND docId = ?').get(phone.store.person, command.ticket);
    if (left !== undefined) return true;
    const rows = await this.#house.db.ticket.findMany({ where: { id: command.ticket }, select: { id: true, version: true, head: true } });
    const changes = await ticketChanges(this.#house.db, { actor, held: [] }, rows);
    const document = changes.find((c) => c.kind === 'ticket');
    if (document === undefined) return true;
    const alone = {
      sites: new Map(),
      rooms: new Map(),
      assets: new Map(),
      reported: new Map(),
      tickets: new Map([[document.id, { ...document, pending: [], doubtful: [] }]]),
    };
    return !showsEffect(alone, tap.entry.command);
  }
}

/** By what the device knows, would the server refuse it now? Then the screen says so instead (25); of an `open`, the outbox does. */
function mayBeRefused(phone: Phone, view: View, entry: Entry): boolean {
  const command = parseCommand(entry.command);
  const { me } = phone.store.meta;
  if (me === null) return true;
  const change = parseRegister(entry.command);
  if (change !== null) return subjectsOf(change).some((id) => view.laid?.get(id)?.doubtful.some((d) => d.seq === entry.seq));
  if (command === null) return true;
  const ticket = view.tickets.get(command.ticket);
  if (ticket === undefined) return !decide(null, command, contextOf(view, view.tickets, me, command, entry.at)).ok;
  return ticket.doubtful.some((d) => d.seq === entry.seq);
}

/** Receipts that the server has written for one origin. */
export function executedOf(house: House, origin: string): number {
  return (house.raw.prepare('SELECT count(*) AS n FROM Receipt WHERE origin = ?').get(origin) as { n: number }).n;
}
