import type { MetadataRoute } from 'next';
import { words } from '#domain/words/index.ts';

const w = words('fr');
const icon = (src: string, size: number, purpose: 'any' | 'maskable') =>
  ({ src: `/icons/${src}-${size}.png`, sizes: `${size}x${size}`, type: 'image/png', purpose }) as const;

/** What a phone installs. One language: a manifest is fetched without a person. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: w.common.app,
    short_name: w.common.app,
    description: w.common.tagline,
    lang: 'fr',
    dir: 'ltr',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f2f5f3',
    theme_color: '#f2f5f3',
    categories: ['productivity', 'education', 'utilities'],
    icons: [icon('icon', 192, 'any'), icon('icon', 512, 'any'), icon('maskable', 192, 'maskable'), icon('maskable', 512, 'maskable')],
    shortcuts: [
      { name: w.common.nav.scan, url: '/scan', icons: [{ src: '/icons/shortcut-scan.png', sizes: '96x96', type: 'image/png' }] },
      { name: w.tickets.newTicket, url: '/new', icons: [{ src: '/icons/shortcut-new.png', sizes: '96x96', type: 'image/png' }] },
    ],
  };
}
