import type { AssetType, CategoryCode, Symptom } from '#domain/catalogue.ts';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import { type PersonId, provisionalCode } from '#domain/ids.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import { nameOf, type TicketView, type View } from '#domain/view.ts';
import type { Words } from '#domain/words/fr/index.ts';
import type { Who } from '#domain/words/types.ts';

/** A label by a code that may come from a newer server; the code itself where it is not known here. */
function labelOf<K extends string>(table: Readonly<Record<K, string>>, code: string): string {
  return Object.hasOwn(table, code) ? table[code as K] : code;
}

export const assetLabel = (w: Words, asset: Pick<AssetDocument, 'type'>) => labelOf<AssetType>(w.catalogue.assetType, asset.type);
export const symptomLabel = (w: Words, symptom: string) => labelOf<Symptom>(w.catalogue.symptom, symptom);
export const categoryLabel = (w: Words, category: string) => labelOf<CategoryCode>(w.catalogue.category, category);

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
/** Longest piece of somebody's text in a title, characters. */
const TITLE = 60;

function firstWords(text: string): string {
  const line = text.split('\n', 1)[0]?.trim() ?? '';
  if (line.length <= TITLE) return line;
  const cut = line.lastIndexOf(' ', TITLE);
  return `${line.slice(0, cut > 20 ? cut : TITLE)}…`;
}

/** A ticket in one sentence, "Vidéoprojecteur : pas d’image". */
export function titleOf(view: Pick<View, 'assets'>, w: Words, ticket: Pick<Ticket, 'asset' | 'symptom' | 'text' | 'category'>): string {
  const asset = ticket.asset === null ? undefined : view.assets.get(ticket.asset);
  const fault = ticket.symptom === null ? firstWords(ticket.text) : symptomLabel(w, ticket.symptom);
  const thing = asset === undefined ? null : assetLabel(w, asset);
  if (thing === null)
    return fault === ''
      ? categoryLabel(w, ticket.category)
      : ticket.symptom === null
        ? fault
        : w.common.subject({ thing: categoryLabel(w, ticket.category), fault: lower(fault) });
  return fault === '' ? thing : w.common.subject({ thing, fault: ticket.symptom === null ? fault : lower(fault) });
}

/** The room of a ticket: its own, or its equipment's of today. */
export function roomOf(view: Pick<View, 'rooms' | 'assets'>, ticket: Pick<Ticket, 'room' | 'asset'>): RoomDocument | null {
  const asset = ticket.asset === null ? undefined : view.assets.get(ticket.asset);
  const id = ticket.room ?? asset?.room ?? null;
  return id === null ? null : (view.rooms.get(id) ?? null);
}

/** "Bât. B, salle 203", or that there is none. */
export function placeName(w: Words, room: Pick<RoomDocument, 'building' | 'name'> | null): string {
  return room === null ? w.common.noRoom : w.common.place({ building: room.building, room: room.name });
}

/** Its number, or the word by which it goes until it has one. */
export function codeName(w: Words, ticket: Pick<Ticket, 'id' | 'number'>): string {
  return ticket.number === null ? provisionalCode(ticket.id) : w.common.number({ number: ticket.number });
}

/** Somebody in a sentence; null for the house itself. */
export function whoOf(
  view: Pick<View, 'sites'>,
  w: Words,
  me: PersonId,
  ticket: Pick<TicketView, 'names'> | null,
  person: PersonId | null,
): Who | null {
  if (person === null) return null;
  return { name: nameOf(view, ticket, person) ?? w.common.unknownPerson, you: person === me };
}

/** A person's name for a label: "Vous" for the reader. */
export function shownName(w: Words, who: Who): string {
  return who.you ? w.common.you : who.name;
}

/** The zone in which a site's times are told. */
export function zoneOf(view: Pick<View, 'sites'>, site: string | null): string {
  const found = site === null ? undefined : view.sites.get(site);
  return found?.timeZone ?? [...view.sites.values()][0]?.timeZone ?? 'Europe/Paris';
}

/** The name of a provider's team; null where it is not known here. */
export function teamName(view: Pick<View, 'sites'>, team: string | null): string | null {
  if (team === null) return null;
  for (const site of view.sites.values()) {
    const found = site.teams.find((t) => t.id === team);
    if (found !== undefined) return found.name;
  }
  return null;
}
