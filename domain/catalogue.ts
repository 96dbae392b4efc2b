import type { Approval, Check, Level, Nature } from './ticket/ticket.ts';

export const ASSET_TYPES = [
  'workstation',
  'laptop',
  'tablet',
  'printer',
  'projector',
  'board',
  'switch',
  'access_point',
  'server',
  'vm',
  'phone',
  'other',
] as const;
export type AssetType = (typeof ASSET_TYPES)[number];

/** One tap says what is wrong. Codes are stored in tickets for ever; their labels are in the words. */
export const SYMPTOMS = [
  'wont_start',
  'black_screen',
  'very_slow',
  'keyboard_mouse',
  'no_sound',
  'broken_part',
  'no_image',
  'wont_turn_on',
  'bad_image',
  'stylus',
  'remote_missing',
  'paper_jam',
  'no_toner',
  'wont_print',
  'bad_print',
  'wont_scan',
  'no_network',
  'no_wifi',
  'slow_network',
  'site_down',
  'socket_broken',
  'forgotten_password',
  'locked_account',
  'access_denied',
  'mailbox_full',
  'mailbox_lost',
  'app_wont_open',
  'app_error',
  'portal_login',
  'licence',
  'app_missing',
  'no_tone',
  'bad_line',
  'handset_broken',
  'voicemail',
  'wont_charge',
  'cracked_screen',
  'frozen',
  'lost_device',
  'server_down',
  'share_unreachable',
  'disk_full',
  'backup_failed',
  'new_equipment',
  'new_software',
  'access_right',
  'loan',
  'move_equipment',
  'question',
  'complaint',
  'something_else',
] as const;
export type Symptom = (typeof SYMPTOMS)[number];

export const CATEGORY_CODES = [
  'workstation',
  'display',
  'printing',
  'network',
  'accounts',
  'software',
  'telephony',
  'tablets',
  'servers',
  'request',
  'other',
] as const;
export type CategoryCode = (typeof CATEGORY_CODES)[number];

/** A branch of the default tree (domain.md section 2). The most tapped symptoms come first: a form shows three. */
export interface Category {
  readonly code: CategoryCode;
  /** Default level: hardware 1, software and accounts 2, servers 3. */
  readonly level: Level;
  readonly nature: Nature;
  /** The types of equipment that preset it. */
  readonly assetTypes: readonly AssetType[];
  readonly symptoms: readonly Symptom[];
  /** Every ticket of it is hidden from the correspondents (domain.md section 1). */
  readonly confidential?: boolean;
  /** Symptoms that go to another level than the category's. */
  readonly levels?: Readonly<Partial<Record<Symptom, Level>>>;
  /** Symptoms that make the ticket confidential though the category is not. */
  readonly confidentialSymptoms?: readonly Symptom[];
  /** Symptoms that the site's approver has to agree to before anybody may begin. */
  readonly approval?: readonly Symptom[];
  /** What has to be on record before the ticket can be resolved (domain.md section 6). */
  readonly checks?: Readonly<Partial<Record<Symptom, Check>>>;
}

export const CATALOGUE: readonly Category[] = [
  {
    code: 'workstation',
    level: 1,
    nature: 'incident',
    assetTypes: ['workstation', 'laptop'],
    symptoms: ['wont_start', 'black_screen', 'very_slow', 'keyboard_mouse', 'no_sound', 'broken_part'],
  },
  {
    code: 'display',
    level: 1,
    nature: 'incident',
    assetTypes: ['projector', 'board'],
    symptoms: ['no_image', 'wont_turn_on', 'no_sound', 'bad_image', 'stylus', 'remote_missing'],
  },
  {
    code: 'printing',
    level: 1,
    nature: 'incident',
    assetTypes: ['printer'],
    symptoms: ['paper_jam', 'wont_print', 'no_toner', 'bad_print', 'wont_scan'],
  },
  {
    code: 'network',
    level: 1,
    nature: 'incident',
    assetTypes: ['switch', 'access_point'],
    symptoms: ['no_network', 'no_wifi', 'slow_network', 'socket_broken', 'site_down'],
    levels: { site_down: 3 },
  },
  {
    code: 'accounts',
    level: 2,
    nature: 'incident',
    assetTypes: [],
    symptoms: ['forgotten_password', 'locked_account', 'mailbox_lost', 'access_denied', 'mailbox_full'],
    levels: { access_denied: 3 },
    checks: { forgotten_password: 'identity', locked_account: 'identity' },
  },
  {
    code: 'software',
    level: 2,
    nature: 'incident',
    assetTypes: [],
    symptoms: ['app_wont_open', 'portal_login', 'app_error', 'app_missing', 'licence'],
  },
  {
    code: 'telephony',
    level: 1,
    nature: 'incident',
    assetTypes: ['phone'],
    symptoms: ['no_tone', 'bad_line', 'handset_broken', 'voicemail'],
  },
  {
    code: 'tablets',
    level: 1,
    nature: 'incident',
    assetTypes: ['tablet'],
    symptoms: ['wont_charge', 'frozen', 'cracked_screen', 'app_missing', 'lost_device'],
    levels: { app_missing: 2 },
  },
  {
    code: 'servers',
    level: 3,
    nature: 'incident',
    assetTypes: ['server', 'vm'],
    symptoms: ['server_down', 'share_unreachable', 'disk_full', 'backup_failed'],
  },
  {
    code: 'request',
    level: 2,
    nature: 'service_request',
    assetTypes: [],
    symptoms: ['new_equipment', 'new_software', 'access_right', 'loan', 'move_equipment'],
    levels: { access_right: 3, move_equipment: 1 },
    confidentialSymptoms: ['access_right'],
    approval: ['access_right', 'new_equipment'],
    checks: { access_right: 'form' },
  },
  {
    code: 'other',
    level: 1,
    nature: 'assistance',
    assetTypes: ['other'],
    symptoms: ['something_else', 'question', 'complaint'],
    confidentialSymptoms: ['complaint'],
  },
];

/** Types that do not share the first symptoms of their category. */
const FIRST: Readonly<Partial<Record<AssetType, readonly Symptom[]>>> = {
  board: ['stylus', 'wont_turn_on', 'no_image'],
  access_point: ['no_wifi', 'slow_network', 'no_network'],
  laptop: ['wont_start', 'wont_charge', 'black_screen'],
};

const byCode = new Map<string, Category>(CATALOGUE.map((c) => [c.code, c]));
const byType = new Map<string, Category>(CATALOGUE.flatMap((c) => c.assetTypes.map((t) => [t, c] as const)));
const OTHER = byCode.get('other') as Category;

/** The category of a code; one that this version does not know is treated as `other` (a newer server may have more). */
export function categoryOf(code: string): Category {
  return byCode.get(code) ?? OTHER;
}

/** The category preset by a type of equipment; an unknown type is `other`. */
export function categoryForAssetType(type: string): Category {
  return byType.get(type) ?? OTHER;
}

/** Symptoms to tap for a type of equipment, the likeliest first. */
export function symptomsFor(type: string): readonly Symptom[] {
  const all = categoryForAssetType(type).symptoms;
  const first = Object.hasOwn(FIRST, type) ? (FIRST[type as AssetType] ?? []) : [];
  return [...first, ...all.filter((s) => !first.includes(s))];
}

/** The level that a new ticket of this category and symptom starts at. */
export function levelOf(category: string, symptom: string | null): Level {
  const { level, levels } = categoryOf(category);
  return (symptom !== null && levels && Object.hasOwn(levels, symptom) ? levels[symptom as Symptom] : undefined) ?? level;
}

/** Complaints and access requests are not for the correspondents (domain.md section 1). */
export function isConfidential(category: string, symptom: string | null): boolean {
  const { confidential, confidentialSymptoms } = categoryOf(category);
  return confidential === true || (confidentialSymptoms?.some((s) => s === symptom) ?? false);
}

/** The approval that a ticket of this category needs; what was settled before stays settled. */
export function approvalFor(category: string, symptom: string | null, before: Approval | null): Approval | null {
  const isNeeded = categoryOf(category).approval?.some((s) => s === symptom) ?? false;
  return isNeeded ? (before ?? { state: 'pending' }) : null;
}

/** What has to be on record before a ticket of this category can be resolved; null: nothing. */
export function checkFor(category: string, symptom: string | null): Check | null {
  const { checks } = categoryOf(category);
  return symptom !== null && checks && Object.hasOwn(checks, symptom) ? (checks[symptom as Symptom] ?? null) : null;
}
