'use client';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { StaffWritten } from '#domain/staff/report.ts';
import { Problems } from './Looked.tsx';

/** What was written, and the links to hand over: the server does not know them any more. */
export function Written({ written: { made, changed, mailed, links, problems }, texts }: { written: StaffWritten; texts: Texts }) {
  const say = texts.o.staff;
  return (
    <>
      <div className="noprint">
        <Note icon="circle-check" tone="o" alert title={say.written({ made, changed })}>
          {mailed > 0 && <p>{say.mailed({ n: mailed })}</p>}
        </Note>
      </div>
      <Problems problems={problems} all={problems.length} texts={texts} />
      {links.length > 0 && (
        <section className="panel roomy stack">
          <h2>{say.links}</h2>
          <div className="noprint stack">
            <Note icon="key-round" tone="w" title={say.linksThen} />
            <p className="filters">
              <Button kind="primary" icon="printer" onClick={() => window.print()}>
                {say.print}
              </Button>
            </p>
          </div>
          <ul className="stafflinks">
            {links.map(({ name, login, url, square }) => (
              <li key={login}>
                <b>{name}</b>
                <span className="s">{say.login({ login })}</span>
                {square.size > 0 && (
                  <svg viewBox={`0 0 ${square.size} ${square.size}`} role="img" aria-label={url}>
                    <path d={square.path} fill="currentColor" shapeRendering="crispEdges" />
                  </svg>
                )}
                <span className="code s">{url}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
