import type { Instant, OriginId } from './ids.ts';
import type { Refusal } from './refusal.ts';
import type { Outcome } from './wire.ts';

/** A refused command, kept with its words until the person dismisses or resends it (invariants 27, 28). */
export interface Refused {
  readonly origin: OriginId;
  readonly seq: number;
  readonly at: Instant;
  readonly command: unknown;
  readonly refusal: Refusal;
  /** The name that belongs to an id in the refusal (the owner), as the server told it. */
  readonly name: string | null;
  /** seq of the refused `open` this one depends on: shown as one thing, with one choice (invariant 53). */
  readonly because: number | null;
}

/** A take that came second, told until the person has read it (invariant 54). */
export interface Told {
  readonly origin: OriginId;
  readonly seq: number;
  readonly at: Instant;
  readonly joined: NonNullable<Extract<Outcome, { kind: 'executed' }>['joined']>;
  readonly ticket: string;
  readonly number: string | null;
}
