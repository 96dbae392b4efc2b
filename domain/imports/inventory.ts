import type { Facts } from '#domain/register/thing.ts';
import { parseUai } from '#domain/uai.ts';
import type { Field } from './fields.ts';
import { type Mapping, NO_CHOICES } from './mapping.ts';
import type { WithFacts } from './plan.ts';
import { isHollow } from './values.ts';

/** What an agent's file is laid out as, so that it is read as a table of one line each. */
const COLUMNS: readonly (readonly [header: string, field: Field | null])[] = [
  ['Fichier', null],
  ['UAI', 'site'],
  ['Nom', 'name'],
  ['Type', 'type'],
  ['Fabricant', 'maker'],
  ['Modèle', 'model'],
  ['Numéro de série', 'serial'],
  ['Numéro d’inventaire', 'inventory'],
  ['Identifiant', 'id'],
];

export const INVENTORY_HEADERS = COLUMNS.map(([header]) => header);
export const INVENTORY_MAPPING: Mapping = { columns: COLUMNS.map(([, field]) => field), dayOrder: 'dmy', otherwise: null, choices: NO_CHOICES };

/** An element of XML, as a reader gives it. */
interface Element {
  readonly name: string;
  readonly children: readonly Element[];
  readonly text: string;
}

/** The same as JSON would have it: names in small letters, what is said several times as a list. */
export function plainOf(element: Element): unknown {
  if (element.children.length === 0) return element.text.trim();
  const out: Record<string, unknown> = {};
  for (const child of element.children) {
    const name = child.name.toLowerCase();
    const value = plainOf(child);
    const before = out[name];
    out[name] = before === undefined ? value : Array.isArray(before) ? [...(before as unknown[]), value] : [before, value];
  }
  return out;
}

type Dict = Readonly<Record<string, unknown>>;
const isDict = (value: unknown): value is Dict => value !== null && typeof value === 'object' && !Array.isArray(value);
const dict = (value: unknown): Dict => (isDict(value) ? value : Array.isArray(value) ? dict(value[0]) : {});
const list = (value: unknown): Dict[] => (Array.isArray(value) ? value.filter(isDict) : isDict(value) ? [value] : []);
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).replace(/\s+/g, ' ').trim().slice(0, 400) : '';
const solid = (...values: readonly unknown[]): string => values.map(text).find((v) => !isHollow(v)) ?? '';

/** Is it what an inventory agent wrote, and in which of the two spellings? */
export function isInventory(value: unknown): boolean {
  const root = dict(value);
  return (
    isDict(root['content']) &&
    (isDict(dict(root['content'])['hardware']) ||
      'bios' in dict(root['content']) ||
      'network_device' in dict(root['content']) ||
      'device' in dict(root['content']))
  );
}

/** The lines of one inventory file: one a machine; a file of a network's tour holds several. Empty: none that one could know again. */
export function linesOf(value: unknown, fileName: string): Omit<WithFacts, 'n'>[] {
  const root = dict(value);
  const content = dict(root['content']);
  if ('network_device' in content) return [network(content['network_device'], content, fileName)].flat();
  if ('device' in content) return list(content['device']).flatMap((device) => network('info' in device ? device['info'] : device, device, fileName));
  return [computer(root, content, fileName)];
}

/** A machine on which an agent runs. */
function computer(root: Dict, content: Dict, fileName: string): Omit<WithFacts, 'n'> {
  const [hardware, bios, system] = [dict(content['hardware']), dict(content['bios']), dict(content['operatingsystem'])];
  const account = list(content['accountinfo']).find((a) => text(a['keyname']).toUpperCase() === 'TAG');
  const tag = text(root['tag']) || text(account?.['keyvalue']);
  const maker = solid(bios['smanufacturer'], bios['mmanufacturer'], bios['bmanufacturer']);
  const model = solid(bios['smodel'], bios['mmodel']);
  const id = text(root['deviceid']);
  const asset = text(bios['assettag']);
  const serial = solid(bios['ssn'], bios['msn']);
  const networks = list(content['networks']);
  const facts = {
    os: solid(system['full_name'], hardware['osname'], system['name']),
    processor: solid(dict(content['cpus'])['name'], hardware['processort']),
    memory: amount(Number(text(hardware['memory'])) / 1024),
    disk: diskOf(list(content['storages'])),
    mac: unique(networks.map((n) => text(n['mac'] ?? n['macaddr']).toLowerCase())),
    ip: unique(networks.flatMap((n) => [text(n['ipaddress']), ...listed(n['ip'])])).filter((ip) => !isOwnAddress(ip)),
  };
  // An asset tag that repeats the serial number or the name is nobody's inventory number.
  const inventory = isHollow(asset) || asset === serial || asset === text(hardware['name']) ? '' : asset;
  const cells = [
    fileName,
    parseUai(tag) ?? '',
    text(hardware['name']),
    computerType(root, hardware, { maker, model, id }),
    maker,
    model,
    serial,
    inventory,
    id,
  ];
  return { cells, facts: bare(facts) };
}

function computerType(
  root: Dict,
  hardware: Dict,
  { maker, model, id }: { readonly maker: string; readonly model: string; readonly id: string },
): string {
  const machine = `${maker} ${model}`;
  if (/virtual|vmware|qemu|kvm|xen|bochs|parallels/i.test(machine)) return 'Machine virtuelle';
  if (/phone/i.test(text(root['itemtype'])) || (/^android/i.test(id) && !/tab/i.test(machine))) return 'Téléphone';
  if (/ipad|\btab\b|tablet|SM-[TXP]\d/i.test(machine)) return 'Tablette';
  const chassis = text(hardware['chassis_type']);
  if (chassis !== '' && !/^(other|unknown)$/i.test(chassis)) return chassis;
  return /book|latitude|portege|thinkpad|xps|probook|zbook|travelmate|satellite|inspiron|vostro/i.test(machine) ? 'Portable' : 'Poste';
}

/** Something that was asked over the network: a switch, a printer, a store of files. */
function network(given: unknown, around: Dict, fileName: string): Omit<WithFacts, 'n'>[] {
  const info = dict(given);
  const macs = unique([text(info['mac'])].map((m) => m.toLowerCase()));
  const name = solid(info['name'], info['snmphostname'], info['dnshostname'], info['netbiosname']);
  const model = text(info['model']);
  const type = deviceType(text(info['type']), `${name} ${model} ${text(info['description'] ?? info['comments'])}`);
  const ips = unique([...listed(dict(info['ips'])['ip'] ?? info['ips']), text(info['ip'])]).filter((ip) => !isOwnAddress(ip));
  const firmware = solid(info['firmware'], ...list(around['firmwares']).map((f) => f['version']));
  const facts = bare({ firmware, memory: amount(Number(text(info['memory'] ?? info['ram'])) / 1024), mac: macs, ip: ips.slice(0, 8) });
  // The id of such a file is the agent's that asked, not the machine's: its own address is.
  const id = macs[0] === undefined ? '' : `mac:${macs[0]}`;
  const serial = solid(info['serial']);
  if (name === '' && serial === '' && id === '') return [];
  const asset = text(info['assettag']);
  return [{ cells: [fileName, '', name, type, solid(info['manufacturer']), model, serial, isHollow(asset) ? '' : asset, id], facts }];
}

function deviceType(said: string, about: string): string {
  if (/print/i.test(said)) return 'Imprimante';
  if (/storage/i.test(said) || /synology|qnap|\bnas\b/i.test(about)) return 'Serveur de fichiers';
  if (/network/i.test(said)) return /\bwlc\b|access point|aironet|unifi|\bap\d/i.test(about) ? 'Borne Wi-Fi' : 'Commutateur';
  if (/phone/i.test(said)) return 'Téléphone';
  return /jet|printer|imprim/i.test(about) ? 'Imprimante' : 'Autre';
}

const unique = (values: readonly string[]) => [...new Set(values.filter((v) => v !== '' && v !== '00:00:00:00:00:00'))].slice(0, 32);
/** Of this machine to itself, or none that was given. */
const isOwnAddress = (ip: string) => /^(127\.|0\.0\.0\.0|::1$|169\.254\.|fe80)/i.test(ip);
const listed = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : typeof value === 'string' ? [value.trim()] : []);

/** All disks together, in GB; agents say MB. */
function diskOf(storages: readonly Dict[]): string {
  const disks = storages.filter((s) => !/cd|dvd|removable|usb|floppy/i.test(`${text(s['type'])} ${text(s['model'])} ${text(s['interface'])}`));
  const all = disks.reduce((sum, s) => sum + (Number(text(s['disksize'])) || 0), 0);
  return amount(all / 1024);
}

/** "7.6 GiB"; nothing of nothing. */
const amount = (gib: number) => (Number.isFinite(gib) && gib > 0 ? `${Number(gib.toPrecision(3))} GiB` : '');

/** Without what nobody said. */
function bare(facts: Readonly<Record<string, string | readonly string[]>>): Facts {
  const said = Object.entries(facts).map(([name, v]) => [name, typeof v === 'string' ? v : v.join(', ')] as const);
  return Object.fromEntries(said.filter(([, v]) => v !== ''));
}

/**
 * Several files may speak of one machine, whole or in part: one line remains, at the place of the first, and what the later files say counts.
 * @returns how many lines were said again
 */
export function mergedLines(lines: readonly WithFacts[]): { readonly lines: WithFacts[]; readonly again: number } {
  const [serial, id] = [INVENTORY_HEADERS.indexOf('Numéro de série'), INVENTORY_HEADERS.indexOf('Identifiant')];
  const out: WithFacts[] = [];
  const at = new Map<string, number>();
  for (const line of lines) {
    const keys = [line.cells[serial] ? `serial ${line.cells[serial]}` : '', line.cells[id] ? `id ${line.cells[id]}` : ''].filter((k) => k !== '');
    const found = keys.map((k) => at.get(k)).find((i) => i !== undefined);
    const before = found === undefined ? undefined : out[found];
    const place = found ?? out.length;
    const cells = line.cells.map((cell, i) => (i === 0 || cell === '' ? (before?.cells[i] ?? cell) : cell));
    out[place] = before === undefined ? line : { ...before, cells, facts: { ...before.facts, ...line.facts } };
    for (const key of keys) at.set(key, place);
  }
  return { lines: out, again: lines.length - out.length };
}
