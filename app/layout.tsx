import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import './styles/index.css';
import './_field/field.css';

export const metadata: Metadata = {
  title: 'Relais',
  applicationName: 'Relais',
  // Numbers of rooms and tickets are no telephone numbers.
  formatDetection: { telephone: false, date: false, address: false, email: false },
  icons: { icon: '/icons/icon.svg', apple: '/icons/apple-touch-icon.png' },
  appleWebApp: { capable: true, title: 'Relais', statusBarStyle: 'default' },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f2f5f3' },
    { media: '(prefers-color-scheme: dark)', color: '#0b1312' },
  ],
};

/** The language of the person is set on the root once the device has said who they are (app/_field/appearance.ts). */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="fr" suppressHydrationWarning>
      <body>{children}</body>
    </html>
  );
}
