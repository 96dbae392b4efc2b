import { assetLabel, placeName, roomOf, symptomLabel, titleOf } from '#app/_field/said.ts';
import { provisionalCode } from '#domain/ids.ts';
import { nameOf, type TicketView, type View } from '#domain/view.ts';
import type { Words } from '#domain/words/fr/index.ts';

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
