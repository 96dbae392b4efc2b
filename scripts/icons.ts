/**
 * Draws what the product shows as pictures: `app/_ui/icons.ts` (the lucide icons in use, ISC licence) and `public/icons/*.png`.
 * Run after a change: `npx tsx scripts/icons.ts`. What it writes is committed.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';

/** ux.md section 5, and what the screens need beside it. */
const NAMES = [
  // state
  ...['circle', 'hand', 'wrench', 'pause', 'circle-dashed', 'check', 'circle-check', 'circle-slash'],
  // sync
  ...['smartphone', 'arrow-up', 'ban', 'cloud-off', 'refresh-cw', 'signal-low', 'wifi', 'send'],
  // verbs
  ...['arrow-up-from-line', 'footprints', 'truck', 'undo-2', 'users-round', 'message-square-plus', 'message-square', 'plus', 'map-pin-check'],
  ...['book-open', 'phone', 'copy', 'copy-check', 'flag', 'ellipsis', 'trash-2', 'play', 'log-out', 'download', 'camera', 'search'],
  // scan
  ...['scan-qr-code', 'flashlight', 'keyboard', 'image', 'qr-code', 'x', 'link'],
  // symptoms
  ...['image-off', 'power-off', 'volume-x', 'wifi-off', 'cable', 'fan', 'key-round', 'printer', 'hourglass', 'droplet', 'pen-tool', 'lock'],
  ...['app-window', 'circle-question-mark', 'hard-drive', 'battery-warning', 'package', 'puzzle', 'file-x', 'mail-x'],
  // alerts
  ...['bell-ring', 'bell-off', 'moon', 'alarm-clock', 'timer', 'octagon-alert', 'triangle-alert', 'info', 'mail'],
  // guarded
  ...['id-card', 'signature', 'shield-check'],
  // things
  ...['projector', 'monitor', 'laptop', 'tablet', 'presentation', 'network', 'server', 'door-open', 'school', 'map'],
  // navigation and people
  ...['house', 'ticket', 'ticket-plus', 'circle-user-round', 'user-round', 'headset', 'arrow-left', 'chevron-right', 'chevron-down'],
  ...[
    'list-checks',
    'inbox',
    'settings',
    'sun-moon',
    'languages',
    'eye',
    'eye-off',
    'repeat',
    'volume-2',
    'calendar-clock',
    'rotate-ccw',
    'star',
    'filter',
    'history',
  ],
].sort();

/** A shape as path data, so that an icon is one path and one string. */
function pathOf(tag: string, attributes: string): string {
  const read = (name: string) => Number(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? 0);
  const ellipse = (cx: number, cy: number, rx: number, ry: number) =>
    `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;
  switch (tag) {
    case 'path':
      return absoluteStart(/\bd="([^"]*)"/.exec(attributes)?.[1] ?? '');
    case 'circle':
      return ellipse(read('cx'), read('cy'), read('r'), read('r'));
    case 'ellipse':
      return ellipse(read('cx'), read('cy'), read('rx'), read('ry'));
    case 'line':
      return `M${read('x1')} ${read('y1')}L${read('x2')} ${read('y2')}`;
    case 'rect': {
      const [x, y, w, h, r] = [read('x'), read('y'), read('width'), read('height'), read('rx') || read('ry')];
      if (r === 0) return `M${x} ${y}h${w}v${h}h${-w}z`;
      const corner = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
      return `M${x + r} ${y}h${w - 2 * r}${corner(r, r)}v${h - 2 * r}${corner(-r, r)}h${2 * r - w}${corner(-r, -r)}v${2 * r - h}${corner(r, -r)}z`;
    }
    case 'polyline':
    case 'polygon':
      return `M${/\bpoints="([^"]*)"/.exec(attributes)?.[1] ?? ''}${tag === 'polygon' ? 'z' : ''}`;
    default:
      throw new Error(`no path for <${tag}>`);
  }
}

/** A path that begins with a relative move means an absolute one; behind another path it would not. */
function absoluteStart(d: string): string {
  const relative = /^m\s*(-?[\d.]+)[\s,]*(-?\d*\.?\d+)\s*(.*)$/s.exec(d);
  if (!relative) return d;
  const [, x, y, rest] = relative;
  return `M${x} ${y}${/^[-\d.]/.test(rest ?? '') ? 'l' : ''}${rest}`;
}

function icon(name: string): string {
  const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, 'utf8');
  const shapes = [...svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1).matchAll(/<(\w+)([^>]*?)\/>/g)];
  return shapes.map(([, tag, attributes]) => pathOf(tag ?? '', attributes ?? '')).join('');
}

/** As the formatter would have it: a line of up to 150 signs, else the path on its own line. */
const lines = NAMES.map((name) => {
  const [key, path] = [/^[a-z]+$/.test(name) ? name : `'${name}'`, `'${icon(name)}',`];
  return key.length + path.length + 4 <= 150 ? `  ${key}: ${path}` : `  ${key}:\n    ${path}`;
});
writeFileSync(
  'app/_ui/icons.ts',
  `// Written by scripts/icons.ts from lucide-static 1.62.0 (ISC licence). One path each, on a grid of 24.
export const ICONS = {
${lines.join('\n')}
} as const;

export type IconName = keyof typeof ICONS;
`,
);

/** The logo: a tile, two dots, the baton at -32 degrees. `inset` shrinks the drawing inside a full-bleed square (maskable icons are cut to a circle). */
function logo(radius: number, inset: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="${radius}" fill="#12403D"/>
<g transform="translate(20 20) scale(${1 - inset}) translate(-20 -20)"><g transform="rotate(-32 20 20)"><rect x="9.5" y="16.6" width="21" height="6.8" rx="3.4" fill="#FFCC33"/></g>
<circle cx="8.6" cy="27.2" r="3.6" fill="#fff"/><circle cx="31.4" cy="12.8" r="3.6" fill="#fff"/></g></svg>`;
}

/** A shortcut's icon: the sign in ink on the baton's yellow. */
function shortcut(name: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="10" fill="#FFCC33"/>
<g transform="translate(8 8)" fill="none" stroke="#0E1F1E" stroke-width="2.1" stroke-linecap="round" stroke-linejoin="round"><path d="${icon(name)}"/></g></svg>`;
}

const FILES = [
  { file: 'icon-192.png', size: 192, svg: logo(10, 0) },
  { file: 'icon-512.png', size: 512, svg: logo(10, 0) },
  { file: 'maskable-192.png', size: 192, svg: logo(0, 0.2) },
  { file: 'maskable-512.png', size: 512, svg: logo(0, 0.2) },
  { file: 'apple-touch-icon.png', size: 180, svg: logo(0, 0.08) },
  { file: 'favicon-32.png', size: 32, svg: logo(10, 0) },
  { file: 'shortcut-scan.png', size: 96, svg: shortcut('scan-qr-code') },
  { file: 'shortcut-new.png', size: 96, svg: shortcut('ticket-plus') },
];
/** Android draws the small sign of a notification from its alpha channel alone. */
const BADGE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><g transform="rotate(-32 20 20)"><rect x="9.5" y="16.6" width="21" height="6.8" rx="3.4" fill="#fff"/></g>
<circle cx="8.6" cy="27.2" r="3.6" fill="#fff"/><circle cx="31.4" cy="12.8" r="3.6" fill="#fff"/></svg>`;

mkdirSync('public/icons', { recursive: true });
for (const { file, size, svg } of [...FILES, { file: 'badge-96.png', size: 96, svg: BADGE }]) {
  await sharp(Buffer.from(svg), { density: (72 * size) / 40 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(`public/icons/${file}`);
}
writeFileSync('public/icons/icon.svg', logo(10, 0));
