import type { ReactNode } from 'react';
import { RelayPicture } from '#app/_ui/Logo.tsx';

/** The door: the picture with what this is, and the keys under it or beside it. `short`: a long form, without the picture. */
export function Front({ title, lead, short, children }: { title: string; lead: string; short?: boolean; children: ReactNode }) {
  return (
    <main className={short ? 'door short' : 'door'}>
      <div className="front">
        {!short && <RelayPicture />}
        <div className="words">
          <h1>{title}</h1>
          <p>{lead}</p>
        </div>
      </div>
      <div className="keys">{children}</div>
    </main>
  );
}
