import { assetLabel, placeName, roomOf, symptomLabel, titleOf } from '#app/_field/said.ts';
import { provisionalCode } from '#domain/ids.ts';
import { nameOf, type TicketView, type View } from '#domain/view.ts';
import type { Words } from '#domain/words/fr/index.ts';
import { type Index, indexOf, isIn, wordsOf } from './queue.ts';

/** All by which a ticket is looked for: number, provisional code, room, symptom, equipment and its codes, words, who has it. */
export function haystackOf(ticket: TicketView, view: View, w: Words): (string | null)[] {
  const { head } = ticket;
  const room = roomOf(view, head);
  const asset = head.asset === null ? undefined : view.assets.get(head.asset);
  return [
    head.number,
    provisionalCode(head.id),
    titleOf(view, w, head),
    room === null ? null : `${room.building ?? ''} ${room.name} ${placeName(w, room)}`,
    head.symptom === null ? null : symptomLabel(w, head.symptom),
    head.text,
    head.code,
    ...(asset === undefined ? [] : [assetLabel(w, asset), asset.maker, asset.model, asset.inventory, asset.serial, ...asset.codes]),
    head.assignee === null ? null : nameOf(view, ticket, head.assignee),
    view.sites.get(head.site)?.name ?? null,
  ];
}

/** What an index was made from: when one of them is another object, it is made again. */
interface Made extends Index {
  readonly of: readonly unknown[];
}
const made = new WeakMap<TicketView, Made>();

/** The index of one ticket, kept as long as nothing that it says has changed: a change of one ticket makes one again, not two thousand. */
function indexFor(ticket: TicketView, view: View, w: Words): Index {
  const { head } = ticket;
  const asset = head.asset === null ? undefined : view.assets.get(head.asset);
  const of = [w, asset, roomOf(view, head), view.sites.get(head.site)];
  const known = made.get(ticket);
  if (known !== undefined && of.every((part, i) => part === known.of[i])) return known;
  const index = { ...indexOf(haystackOf(ticket, view, w)), of };
  made.set(ticket, index);
  return index;
}

/** The tickets of this phone that answer a search. */
export function search(view: View, w: Words, text: string): TicketView[] {
  const words = wordsOf(text);
  return [...view.tickets.values()].filter((t) => isIn(indexFor(t, view, w), words));
}

/** Work of the index at a time, ms: a tap is never waited for. */
const SLICE = 6;

/** Makes the index in small pieces, off the way of whatever is drawn and tapped. @returns the way to stop */
export function prepareSearch(view: View, w: Words): () => void {
  const left = view.tickets.values();
  const step = () => {
    const end = performance.now() + SLICE;
    do {
      const next = left.next();
      if (next.done) return;
      indexFor(next.value, view, w);
    } while (performance.now() < end);
    timer = setTimeout(step, 16);
  };
  let timer = setTimeout(step, 300);
  return () => clearTimeout(timer);
}
