import { type CategoryCode, categoryForAssetType, categoryOf, symptomsFor } from '#domain/catalogue.ts';
import type { AssetDocument, RoomDocument, SiteDocument } from '#domain/documents.ts';
import type { PhotoHash, SiteId, StickerCode, TicketId } from '#domain/ids.ts';
import { type CommandOf, PLAIN_OPEN } from '#domain/ticket/commands.ts';
import type { Impact, Urgency } from '#domain/ticket/ticket.ts';

/** What the person has said so far; kept as a draft. */
export interface Report {
  readonly category: CategoryCode | null;
  readonly symptom: string | null;
  readonly text: string;
  readonly impact: Impact | null;
  readonly urgency: Urgency | null;
  /** Chosen by hand, where neither sticker nor equipment says it. */
  readonly room: string | null;
  readonly site: string | null;
}

export const BLANK: Report = { category: null, symptom: null, text: '', impact: null, urgency: null, room: null, site: null };

/** What the ticket is about, as far as the way here told it. */
export interface Subject {
  readonly asset: AssetDocument | null;
  readonly room: RoomDocument | null;
  readonly code: StickerCode | null;
}

/** Until somebody says more: one person, and the lesson goes on less well. */
export const IMPACT: Impact = 'person';
export const URGENCY: Urgency = 'normal';

/** Symptoms to tap for the equipment, or for the category chosen by hand. */
export function symptomsOf({ asset }: Subject, report: Report): readonly string[] {
  if (asset !== null) return symptomsFor(asset.type);
  return report.category === null ? [] : categoryOf(report.category).symptoms;
}

/**
 * The site that it happens at: the thing's, the room's, the one chosen, else the only one there is.
 * @param served ids of the sites that this phone holds: after a month without contact it shows none, and writing goes on (domain.md section 7)
 */
export function siteOf(
  { asset, room }: Subject,
  report: Report,
  current: SiteDocument | null,
  sites: readonly SiteDocument[],
  served: readonly SiteId[],
): SiteId | null {
  const chosen = asset?.site ?? room?.site ?? current?.id ?? (report.site as SiteId | null);
  if (chosen !== null || sites.length > 1) return chosen;
  return sites[0]?.id ?? served[0] ?? null;
}

/** What is missing; empty when it can be opened. */
export function missingIn(report: Report, site: SiteId | null): ('what' | 'site')[] {
  return [...(report.symptom === null && report.text.trim() === '' ? (['what'] as const) : []), ...(site === null ? (['site'] as const) : [])];
}

export function openCommand(ticket: TicketId, subject: Subject, report: Report, site: SiteId, photos: readonly string[]): CommandOf<'open'> {
  const { asset, room, code } = subject;
  const category = asset === null ? categoryOf(report.category ?? 'other') : categoryForAssetType(asset.type);
  return {
    type: 'open',
    ...PLAIN_OPEN,
    ticket,
    site,
    asset: asset?.id ?? null,
    room: asset?.room ?? room?.id ?? (report.room as RoomDocument['id'] | null),
    code: asset?.codes[0] ?? code,
    nature: category.nature,
    channel: asset !== null || code !== null ? 'scan' : 'portal',
    category: category.code,
    symptom: report.symptom,
    text: report.text.trim(),
    impact: report.impact ?? IMPACT,
    urgency: report.urgency ?? URGENCY,
    photos: photos as PhotoHash[],
  };
}
