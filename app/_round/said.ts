import { thingName } from '#app/_asset/thing.ts';
import { placeName } from '#app/_field/said.ts';
import type { AssetDocument } from '#domain/documents.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Count } from '#domain/register/thing.ts';
import type { View } from '#domain/view.ts';
import { explainAct } from '#domain/words/explain.ts';
import type { Words } from '#domain/words/fr/index.ts';
import type { RefusalText } from '#domain/words/types.ts';

type Known = Pick<View, 'rooms' | 'assets'>;

/** What a thing is called while one stands before it: by its own name if it has one. */
export function calledThing(w: Words, asset: AssetDocument): string {
  return asset.name ?? thingName(w, asset);
}

/** What was counted, in words: the thing, or what its label said. */
export function calledCount(view: Known, w: Words, count: Pick<Count, 'asset' | 'key' | 'label'>): string {
  const asset = count.asset === null ? undefined : view.assets.get(count.asset);
  return asset === undefined ? firstLine(count.label ?? count.key) : calledThing(w, asset);
}

/** The first line of a label, as much as a row holds. */
export function firstLine(label: string): string {
  const line = label.split('\n', 1)[0] ?? '';
  return line.length > 48 ? `${line.slice(0, 47)}…` : line;
}

/** A room in words; null: none, or one that is not on this phone. */
export function roomNamed(view: Known, w: Words, room: string | null): string | null {
  const known = room === null ? undefined : view.rooms.get(room);
  return known === undefined ? null : placeName(w, known);
}

/** Where something on a visit belongs. */
export function homeOf(view: Known, w: Words, count: Pick<Count, 'asset'>): string | null {
  const asset = count.asset === null ? undefined : view.assets.get(count.asset);
  return roomNamed(view, w, asset?.room ?? null);
}

/** What was done with the last one, in one sentence. */
export function sentenceOf(view: Known, w: Words, count: Count): string {
  const say = w.round.said;
  const name = calledCount(view, w, count);
  switch (count.how) {
    case 'found':
      return say.found({ name });
    case 'moved': {
      const room = roomNamed(view, w, count.from);
      return room === null ? say.movedFromNowhere({ name }) : say.moved({ name, room });
    }
    case 'left': {
      const room = homeOf(view, w, count);
      return room === null ? say.found({ name }) : say.left({ name, room });
    }
    case 'unknown':
      return say.unknown({ name });
    case 'remark':
      return say.remark({ name });
  }
}

/** Why something cannot be added, before anything was refused: the rule itself, without the word. */
export function whyOf(w: Words, refusal: Refusal): RefusalText {
  if (refusal.code !== 'rule') return explainAct(w, 'add_asset', refusal);
  const rule = w.refusals.rule[refusal.rule];
  return { what: `${rule.charAt(0).toUpperCase()}${rule.slice(1)}.`, can: w.refusals.ruleThen[refusal.rule] };
}

/** By name, as one would look for it. */
export function byName(w: Words): (a: AssetDocument, b: AssetDocument) => number {
  const letters = new Intl.Collator('fr', { numeric: true });
  return (a, b) => letters.compare(calledThing(w, a), calledThing(w, b));
}
