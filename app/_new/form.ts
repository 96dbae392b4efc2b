import { CATALOGUE, type CategoryCode, categoryForAssetType, categoryOf, symptomsFor } from '#domain/catalogue.ts';
import type { AssetDocument, RoomDocument, SiteDocument } from '#domain/documents.ts';
import type { PersonId, PhotoHash, SiteId, StickerCode, TicketId } from '#domain/ids.ts';
import { type CommandOf, PLAIN_OPEN } from '#domain/ticket/commands.ts';
import { ratingOfOpening } from '#domain/ticket/opening.ts';
import type { AccessForm, AccessRight, Channel, Impact, Nature, Ticket, Urgency } from '#domain/ticket/ticket.ts';
import { contextOf, type View } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';

/** What the person has said so far; kept as a draft. */
export interface Report {
  /** The door that was chosen. */
  readonly nature: Nature | null;
  readonly category: CategoryCode | null;
  readonly symptom: string | null;
  readonly text: string;
  readonly impact: Impact | null;
  readonly urgency: Urgency | null;
  /** Chosen by hand, where neither sticker nor equipment says it. */
  readonly room: string | null;
  readonly site: string | null;
  readonly isForOther: boolean;
  /** A colleague known to this phone; null: the name that was typed. */
  readonly person: string | null;
  readonly name: string;
  /** Where to call back, and when. */
  readonly phone: string;
  readonly when: string;
  /** How it came to whoever types it; null: by their own hand. */
  readonly channel: Channel | null;
  readonly sense: AccessForm['sense'];
  readonly resource: string;
  readonly rights: AccessRight;
  /** Days of the local calendar; empty: today, and without end. */
  readonly from: string;
  readonly until: string;
}

export const BLANK: Report = {
  nature: null,
  category: null,
  symptom: null,
  text: '',
  impact: null,
  urgency: null,
  room: null,
  site: null,
  isForOther: false,
  person: null,
  name: '',
  phone: '',
  when: '',
  channel: null,
  sense: 'open',
  resource: '',
  rights: 'read',
  from: '',
  until: '',
};

/** Longest parts of "where and when to call back": together they fit the command's. */
export const PHONE_MAX = 30;
export const WHEN_MAX = 80;
export const NAME_MAX = 80;
export const RESOURCE_MAX = 120;

/** How a report comes to somebody who types it for another. */
export const BY_MOUTH = ['oral', 'phone', 'logbook', 'email', 'sms', 'chat'] as const satisfies readonly Channel[];

/** What the ticket is about, as far as the way here told it. */
export interface Subject {
  readonly asset: AssetDocument | null;
  readonly room: RoomDocument | null;
  readonly code: StickerCode | null;
}

/** Until somebody says more: one person, and the lesson goes on less well. */
export const IMPACT: Impact = 'person';
export const URGENCY: Urgency = 'normal';

/** The door: chosen, else that of what was chosen behind it; who scanned a sticker comes for something that fails. */
export function natureOf({ asset, code }: Subject, { nature, category }: Report): Nature | null {
  if (nature !== null) return nature;
  if (asset !== null || code !== null) return 'incident';
  return category === null ? null : categoryOf(category).nature;
}

/** First level behind a door, where it is not the equipment that says it; a door with one category has none to choose. */
export function categoriesOf(subject: Subject, report: Report): readonly CategoryCode[] {
  if (natureOf(subject, report) !== 'incident' || subject.asset !== null) return [];
  return [...CATALOGUE.filter((c) => c.nature === 'incident').map((c) => c.code), 'other'];
}

/** The category that the choices lead to. */
export function categoryFor(subject: Subject, report: Report): CategoryCode {
  const nature = natureOf(subject, report);
  if (nature === 'service_request') return 'request';
  if (nature === 'assistance') return 'other';
  return subject.asset === null ? (report.category ?? 'other') : categoryForAssetType(subject.asset.type).code;
}

/** The category, once something says it: the thing that was scanned, or a choice; null until then. */
export function topicOf(subject: Subject, report: Report): CategoryCode | null {
  const nature = natureOf(subject, report);
  const isUnsaid = subject.asset === null && report.category === null && (nature === null || nature === 'incident');
  return isUnsaid ? null : categoryFor(subject, report);
}

/** Second level: symptoms to tap, the likeliest first. */
export function symptomsOf(subject: Subject, report: Report): readonly string[] {
  const nature = natureOf(subject, report);
  if (nature === 'service_request') return categoryOf('request').symptoms;
  if (nature === 'assistance') return ['question', 'complaint', 'something_else'];
  if (subject.asset !== null) return symptomsFor(subject.asset.type);
  // "Autre" is said in a sentence; the whole network has a screen of its own (DownScreen).
  return report.category === null || report.category === 'other' ? [] : categoryOf(report.category).symptoms.filter((s) => s !== 'site_down');
}

/**
 * The site that it happens at: the thing's, the room's, the one chosen, else the only one there is.
 * @param served ids of the sites that this phone holds: after a month without contact it shows none, and writing goes on (domain.md section 7)
 */
export function siteOf(
  { asset, room }: Subject,
  report: Pick<Report, 'site'>,
  current: SiteDocument | null,
  sites: readonly SiteDocument[],
  served: readonly SiteId[],
): SiteId | null {
  const chosen = asset?.site ?? room?.site ?? current?.id ?? (report.site as SiteId | null);
  if (chosen !== null || sites.length > 1) return chosen;
  return sites[0]?.id ?? served[0] ?? null;
}

export type Lack = 'what' | 'site' | 'resource' | 'name';

/** What is missing; empty when it can be opened. */
export function missingIn(report: Report, site: SiteId | null): Lack[] {
  const { symptom, text, resource, isForOther, person, name } = report;
  return [
    ...(symptom === null && text.trim() === '' ? (['what'] as const) : []),
    ...(site === null ? (['site'] as const) : []),
    ...(symptom === 'access_right' && resource.trim() === '' ? (['resource'] as const) : []),
    ...(isForOther && person === null && name.trim() === '' ? (['name'] as const) : []),
  ];
}

/** What the next line of a notebook shares with this one. */
export function keptForNext({ nature, site, room, channel, isForOther, person, name, phone, when }: Report): Partial<Report> {
  return { nature, site, room, channel, isForOther, person, name, phone, when };
}

/** @param today a day of the site's calendar, "2026-11-22" */
export function openCommand(
  ticket: TicketId,
  subject: Subject,
  report: Report,
  site: SiteId,
  photos: readonly string[],
  today: string,
): CommandOf<'open'> {
  const { asset, room, code } = subject;
  const category = categoryFor(subject, report);
  const { symptom } = report;
  const isWholeSite = symptom === 'site_down';
  return {
    type: 'open',
    ...PLAIN_OPEN,
    ticket,
    site,
    asset: asset?.id ?? null,
    room: asset?.room ?? room?.id ?? (report.room as RoomDocument['id'] | null),
    code: asset?.codes[0] ?? code,
    nature: natureOf(subject, report) ?? categoryOf(category).nature,
    channel: report.channel ?? (asset !== null || code !== null ? 'scan' : 'portal'),
    category,
    symptom,
    text: report.text.trim(),
    impact: isWholeSite ? 'site' : (report.impact ?? IMPACT),
    urgency: isWholeSite ? 'blocking' : (report.urgency ?? URGENCY),
    photos: photos as PhotoHash[],
    beneficiary: beneficiaryOf(report),
    callback: [report.phone.trim(), report.when.trim()].filter((part) => part !== '').join(', '),
    access: symptom === 'access_right' ? accessOf(report, today) : null,
  };
}

/** The facts and the priority that they will really be given, by the very rule that will judge them. */
export function ratingFor(
  subject: Subject,
  report: Report,
  site: SiteId,
  view: View,
  me: Me,
): Pick<Ticket, 'impact' | 'urgency' | 'symptom' | 'priority' | 'raised'> {
  const command = openCommand('' as TicketId, subject, report, site, [], '');
  const { impact, urgency, symptom } = command;
  return { impact, urgency, symptom, ...ratingOfOpening(command, contextOf(view, view.tickets, me, command, 0)) };
}

function beneficiaryOf({ isForOther, person, name }: Report): CommandOf<'open'>['beneficiary'] {
  if (!isForOther) return null;
  return person === null ? { person: null, name: name.trim() } : { person: person as PersonId, name: '' };
}

function accessOf({ sense, resource, rights, from, until }: Report, today: string): AccessForm {
  return { sense, resource: resource.trim(), rights, from: from === '' ? today : from, until: until === '' ? null : until };
}
