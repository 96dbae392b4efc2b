'use client';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { type Load, type Texts, useTexts } from './office.ts';

/** Of everybody of the support, each within their sites. */
const SUPPORT = [{ path: '/admin/register', name: 'register' }] as const;
/** Of whoever keeps the register somewhere: not of the hands on site. */
const KEEPING = [{ path: '/admin/imports', name: 'imports' }] as const;
const PAGES = [
  { path: '/admin/sites', name: 'sites' },
  { path: '/admin/service', name: 'service' },
  { path: '/admin/people', name: 'people' },
  { path: '/admin/teams', name: 'teams' },
  { path: '/admin/sign-in', name: 'signIn' },
  { path: '/admin/labels', name: 'labels' },
] as const;
/** Of whoever runs the service, an administrator or not. */
const RUNNING = [
  { path: '/admin/oncall', name: 'oncall' },
  { path: '/admin/presence', name: 'presence' },
  { path: '/admin/announcements', name: 'announcements' },
  { path: '/admin/mail', name: 'mail' },
  { path: '/admin/readings', name: 'readings' },
] as const;

/** Of whoever works with the equipment of some sites. */
const READING = [
  { path: '/admin/replacement', name: 'replacement' },
  { path: '/admin/rounds', name: 'rounds' },
] as const;

type Props<T> = {
  page: (typeof SUPPORT | typeof KEEPING | typeof PAGES | typeof RUNNING | typeof READING)[number]['name'];
  /** Of a page below one of these. */
  title?: string;
  load: Load<T>;
  again: () => Promise<void>;
  /** The rest of the office is theirs as well. */
  isAdmin?: boolean;
  keeps?: boolean;
  /** Those pages too that whoever runs the service has. */
  runs?: boolean;
  children: (value: T, texts: Texts) => ReactNode;
};

/** A page of the office: where one can go, its title, and what it shows once the server has answered. */
export function Frame<T>({ page, title: own, load, again, isAdmin = true, keeps = true, runs = true, children }: Props<T>) {
  const texts = useTexts();
  const { w, o } = texts;
  const title = own ?? (page === 'labels' ? w.admin.labels.title : page === 'teams' || page === 'signIn' ? o.access[page].title : o[page].title);
  useEffect(() => {
    document.title = w.common.title({ screen: title });
  }, [title, w]);
  return (
    <>
      <nav className="filters officenav noprint" aria-label={o.nav.label}>
        {[...SUPPORT, ...(keeps ? KEEPING : []), ...(isAdmin ? PAGES : []), ...(runs ? RUNNING : []), ...READING].map(({ path, name }) => (
          <a key={name} className="pillbtn" href={path} aria-current={name === page ? 'page' : undefined}>
            {o.nav[name]}
          </a>
        ))}
        <a className="pillbtn" href="/">
          {o.nav.app}
        </a>
      </nav>
      <main className="page" aria-busy={load.state === 'loading'}>
        <h1 className="noprint">{title}</h1>
        {load.state === 'loading' && <p role="status">{w.common.loading}</p>}
        {load.state === 'forbidden' && <Note icon="lock" tone="w" alert title={onlyFor(page, texts)} />}
        {load.state === 'failed' && (
          <Note icon="cloud-off" tone="w" alert title={w.errors.server}>
            <Again label={o.reload} again={again} />
          </Note>
        )}
        {load.state === 'here' && children(load.value, texts)}
      </main>
    </>
  );
}

function onlyFor(page: Props<unknown>['page'], { w, o }: Texts): string {
  if (page === 'register' || page === 'imports') return o[page].only;
  if (READING.some(({ name }) => name === page)) return o.onlyReading;
  return RUNNING.some(({ name }) => name === page) ? o.onlyRunning : w.admin.only;
}

function Again({ label, again }: { label: string; again: () => Promise<void> }) {
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    await again();
    setAsking(false);
  };
  return (
    <Button icon="refresh-cw" disabled={asking} onClick={() => void ask()}>
      {label}
    </Button>
  );
}
