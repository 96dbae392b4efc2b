import type { RefusalCode } from '#domain/refusal.ts';

/** Somebody in a sentence. `you`: the reader. */
export interface Who {
  readonly name: string;
  readonly you: boolean;
}

/** One line of a timeline: `actor` is set in bold, `text` follows it after a space. `actor: null`: `text` is the whole sentence. */
export interface Sentence {
  readonly actor: string | null;
  readonly text: string;
}

/** What happened and what is safe (`what`), then what one can do (`can`). */
export interface RefusalText {
  readonly what: string;
  readonly can: string;
}

/** What a refusal sentence may need; ready words, null where it is not known. */
export interface RefusalFacts {
  readonly verb: string | null;
  readonly who: string | null;
  readonly date: string | null;
  readonly site: string | null;
  readonly status: string | null;
  readonly rule: string | null;
  readonly reference: string | null;
}

export type RefusalSentences = Readonly<Record<RefusalCode, (facts: RefusalFacts) => RefusalText>>;

/** A notification: two lines that passers-by may read, so no name and no free text (ux.md section 7). */
export interface LockScreen {
  readonly title: string;
  readonly body: string;
}

/** `place`: "Bât. B, salle 203"; `category`: its label; `before`: "9 h 43". null where it is not known. */
export interface LockFacts {
  readonly number: string | null;
  readonly category: string | null;
  readonly place: string | null;
  readonly before: string | null;
  /** How many, for an alert that gathers several; null: of one ticket. */
  readonly n: number | null;
}
