import { foldLabel } from '#domain/register/search-text.ts';

/** A room as a file names it. */
export interface Place {
  readonly building: string | null;
  readonly floor: string | null;
  readonly room: string | null;
}

const FLOOR = /^(rdc|rez|sous-?sol|s\/?s|étage|etage|niveau|floor|level|basement|ground|(1er|\d+\s?(e|è|ème|eme|nd|st|rd|th))(\s|$)|r\s?[+-]\s?\d)/i;
const BUILDING = /^(bât(iment)?|bat(iment)?|building|bldg)\.?\s+/i;

/** "Bâtiment B" is "Bât. B", as door plates have it. */
export function buildingName(text: string): string {
  const typed = text.replace(/\s+/g, ' ').trim();
  return BUILDING.test(typed) ? `Bât. ${typed.replace(BUILDING, '')}` : typed;
}

/** "Salle 203" is "203"; a room that has a name keeps it whole. */
export function roomName(text: string): string {
  const typed = text.replace(/\s+/g, ' ').trim();
  return typed.replace(/^(salle|room|pièce|piece)\s+(?=n°|\S*\d)(n°\s*)?/i, '');
}

/** By what two spellings of a building, or of a room, are the same. */
export const buildingKey = (text: string | null) => foldLabel((text ?? '').replace(BUILDING, ''));
export const roomKey = (text: string) => foldLabel(roomName(text));

/** The same for signs that are read for each other: O and 0, I, L and 1. */
export const lookalike = (key: string) => key.replace(/o/g, '0').replace(/[il]/g, '1');

/** The parts of GLPI's "Bât. B > 1er étage > 203"; a dash with spaces or a slash with spaces separates as well. */
export function partsOf(place: string): string[] {
  const by = place.includes('>') ? />/ : / \/ | [-–—] |\\/;
  return place
    .split(by)
    .map((p) => p.replace(/\s+/g, ' ').trim())
    .filter((p) => p !== '');
}

/** The last part is the room; before it the floor, where it looks like one, and the building. */
export function placeOf(parts: readonly string[]): Place {
  const [room, ...before] = parts.toReversed();
  if (room === undefined) return { building: null, floor: null, room: null };
  const floorAt = before.findIndex((p) => FLOOR.test(p));
  const floor = before[floorAt] ?? (before.length > 1 ? before[0] : undefined) ?? null;
  const building = before.find((p) => p !== floor) ?? null;
  return { building: building === null ? null : buildingName(building), floor, room: roomName(room) };
}
