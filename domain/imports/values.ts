import type { AssetState } from '#domain/documents.ts';
import { foldLabel } from '#domain/register/search-text.ts';

/** Whether the day or the month comes first. */
export type DayOrder = 'dmy' | 'mdy';

/** What tools write where there is no day. */
const NO_DAY = /^(0000-00-00.*|-+|n\/?a|none|null|aucune?)$/i;

const isLeap = (y: number) => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function day(year: number, month: number, date: number): string | null {
  const longest = month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0);
  if (year < 1970 || year > 2100 || date < 1 || date > longest) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

const fullYear = (y: string) => (y.length === 4 ? Number(y) : Number(y) + (Number(y) < 70 ? 2000 : 1900));

/** A day as "2026-11-24", however it was written; "" where there is none, null where it is not one. Time of day is left away. */
export function parseDay(text: string, order: DayOrder): string | null {
  const typed = text.trim();
  if (typed === '' || NO_DAY.test(typed)) return '';
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(typed);
  if (iso !== null) return day(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const said = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,].*)?$/.exec(typed);
  if (said !== null) {
    const [a, b] = [Number(said[1]), Number(said[2])];
    const year = fullYear(said[3] ?? '');
    return order === 'dmy' ? day(year, b, a) : day(year, a, b);
  }
  // A spreadsheet's own count of days: 1982 to 2064.
  if (/^\d{5}([.,]\d+)?$/.test(typed)) {
    const serial = Math.floor(Number(typed.replace(',', '.')));
    return serial >= 30_000 && serial <= 60_000 ? dayOfCount(serial) : null;
  }
  return null;
}

/** Days since 30 December 1899, as spreadsheets count from March 1900 on. Of Hinnant's calendar: no clock is asked. */
function dayOfCount(serial: number): string | null {
  const z = serial - 25_569 + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return day(yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - Math.floor((153 * mp + 2) / 5) + 1);
}

/** Which order the days of a column are written in: by one that can only be read so. null: none tells. */
export function dayOrderOf(values: Iterable<string>): DayOrder | null {
  let [dmy, mdy] = [0, 0];
  for (const value of values) {
    const said = /^\s*(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{2,4}/.exec(value);
    if (said === null) continue;
    if (Number(said[1]) > 12) dmy += 1;
    if (Number(said[2]) > 12) mdy += 1;
  }
  if (dmy === mdy) return null;
  return dmy > mdy ? 'dmy' : 'mdy';
}

/** An amount in cents, with a decimal comma or point, thousands apart or not; "" where there is none, null where it is not one. */
export function parseCost(text: string): number | '' | null {
  const bare = text.replace(/[\s\u00a0\u202f]|€|\$|£|EUR|USD|HT|TTC/gi, '');
  if (bare === '' || bare === '-') return '';
  if (!/^\d[\d.,']*$/.test(bare)) return null;
  const last = Math.max(bare.lastIndexOf(','), bare.lastIndexOf('.'));
  const after = bare.length - last - 1;
  const separators = bare.replace(/[\d']/g, '').length;
  const isOfThousands = last >= 0 && after === 3 && (separators > 1 ? new Set(bare.replace(/[\d']/g, '')).size === 1 : true);
  const whole = last < 0 || isOfThousands ? bare : bare.slice(0, last);
  const cents = last < 0 || isOfThousands ? '' : bare.slice(last + 1);
  const value = Math.round(Number(`${whole.replace(/\D/g, '')}.${cents.replace(/\D/g, '') || '0'}`) * 100);
  return Number.isSafeInteger(value) && value < 2_000_000_000 ? value : null;
}

const YES = new Set([
  'oui',
  'yes',
  'true',
  'vrai',
  '1',
  'x',
  'o',
  'y',
  'haute',
  'elevee',
  'eleve',
  'high',
  'critique',
  'critical',
  'treshaute',
  'veryhigh',
  'conforme',
]);
const NO = new Set(['non', 'no', 'false', 'faux', '0', 'n', 'basse', 'low', 'moyenne', 'medium', 'normale', 'normal', 'nonconforme']);

/** null: neither. */
export function parseYes(text: string): boolean | null {
  const folded = foldLabel(text);
  if (YES.has(folded)) return true;
  return NO.has(folded) ? false : null;
}

/** A long number that a spreadsheet has shortened, its last figures gone: 6,37702E+15. */
export function isSpoiled(text: string): boolean {
  return /^\s*[+-]?\d([.,]\d+)?E\+?\d{1,3}\s*$/i.test(text);
}

const HOLLOW = new Set(
  'tobefilledbyoem|defaultstring|notspecified|notavailable|notapplicable|systemserialnumber|chassisserialnumber|none|null|na|unknown|inconnu|aucun|oem|serialnumber|empty|invalid|noassettag|noassetinformation|assettag|sansnumero|neant|releasekeys|0123456789|123456789|1234567890|xxxxxxx'.split(
    '|',
  ),
);

/** Does it look like a number and is none? What makers leave where nobody wrote one. */
export function isHollow(text: string): boolean {
  const folded = foldLabel(text);
  return folded === '' || HOLLOW.has(folded) || /^0+$|^(.)\1{3,}$/.test(folded);
}

const STATES: readonly (readonly [AssetState, RegExp])[] = [
  ['in_repair', /panne|repair|reparation|maintenance|sav|casse|broken|defect/],
  ['lost', /perdu|lost|stolen|vole|missing|disparu|introuvable/],
  ['retired', /reform|rebut|retir|archiv|obsolet|horsservice|outofservice|undeployable|decommission|dispos|sorti|horsparc|jete|recycl|^hs$/],
  ['in_stock', /stock|spare|readytodeploy|deployable|attente|pending|disponible|available|neuf|reserve|storage|commande/],
  ['in_service', /service|use|prod|deploy|affect|actif|active|installe|utilis|fonction|running|operation|ok$|enplace|implement/],
];

/** null: no state that is known. */
export function parseState(text: string): AssetState | null {
  const folded = foldLabel(text);
  return STATES.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
}

/** What makers are called by people, however their machines say it. */
const MAKERS: readonly (readonly [string, RegExp])[] = [
  ['HP', /^(hp|hpinc|hewlettpackard.*|hewlett)$/],
  ['HPE', /^(hpe|hewlettpackardenterprise.*)$/],
  ['Dell', /^dell/],
  ['Lenovo', /^lenovo/],
  ['Apple', /^apple/],
  ['Asus', /^asus/],
  ['Acer', /^acer/],
  ['Toshiba', /^toshiba/],
  ['Fujitsu', /^fujitsu/],
  ['Samsung', /^samsung/],
  ['Epson', /^(seiko)?epson/],
  ['Canon', /^canon/],
  ['Brother', /^brother/],
  ['Cisco', /^cisco/],
  ['Microsoft', /^microsoft/],
  ['VMware', /^vmware/],
  ['SMART', /^smart(tech.*|board)?$/],
  ['Promethean', /^promethean/],
  ['Speechi', /^speechi/],
];

/** A maker's name as people say it. */
export function makerName(text: string): string {
  const typed = text.replace(/\s+/g, ' ').trim();
  const known = MAKERS.find(([, pattern]) => pattern.test(foldLabel(typed)));
  if (known !== undefined) return known[0];
  const short =
    typed.replace(/[,\s]+(inc|corp|corporation|co|ltd|limited|gmbh|s\.?a\.?s?|ag|llc|company|technologies)\.?(,? ?ltd\.?)?$/i, '').trim() || typed;
  return /^\p{Lu}{5,}$/u.test(short) ? `${short.charAt(0)}${short.slice(1).toLowerCase()}` : short;
}

/** A model without its maker's name before it. */
export function modelName(text: string, maker: string | null): string {
  const typed = text.replace(/\s+/g, ' ').trim();
  if (maker === null) return typed;
  const folded = maker.toLowerCase();
  const rest = typed.toLowerCase().startsWith(`${folded} `) ? typed.slice(maker.length + 1).trim() : typed;
  return rest === '' ? typed : rest;
}
