import type { ReactNode } from 'react';

/** Nothing here, and what makes it otherwise. The door is the product's only picture. */
export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <section className="empty">
      <svg className="doorway" viewBox="0 0 132 84" fill="none" aria-hidden="true">
        <rect x="20" y="10" width="44" height="64" rx="4" fill="var(--plate)" />
        <rect x="24" y="14" width="36" height="56" rx="2" stroke="var(--on-plate)" strokeOpacity=".35" />
        <circle cx="55" cy="44" r="3" fill="var(--baton)" />
        <path d="M6 74h120" stroke="var(--edge)" strokeWidth="2" strokeLinecap="round" />
        <rect x="80" y="30" width="32" height="32" rx="7" fill="var(--baton)" stroke="var(--baton-edge)" />
        <path d="m88 46 6 6 11-12" stroke="var(--on-baton)" strokeWidth="3.5" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      <h2>{title}</h2>
      {text && <p className="q">{text}</p>}
      {children}
    </section>
  );
}

/** The same inside a group, as one line: `<li>`. */
export function EmptyRow({ text }: { text: string }) {
  return <li className="empty line">{text}</li>;
}
