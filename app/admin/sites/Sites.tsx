'use client';
import { useState } from 'react';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { sites } from '#app/admin/actions.ts';
import { Frame } from '#app/admin/Frame.tsx';
import { useTold } from '#app/admin/office.ts';
import { SiteForm } from './SiteForm.tsx';

/** The sites of the organisation, and one more. */
export function Sites() {
  const { load, again } = useTold(sites);
  const [made, setMade] = useState<string | null>(null);
  return (
    <Frame page="sites" load={load} again={again}>
      {(rows, texts) => {
        const { o } = texts;
        return (
          <>
            <Group title={o.sites.title} count={rows.length}>
              {rows.length === 0 && <EmptyRow text={o.sites.none} />}
              {rows.map(({ id, name, city, uai, timeZone, stickers }) => (
                <li key={id} className="officerow">
                  <span className="grow">
                    <b>{name}</b> <span className="q s">{city}</span>
                    <br />
                    <span className="s q">
                      <span className="code">{uai}</span> · {timeZone}
                    </span>
                  </span>
                  <a className="link tap s" href={`/admin/service?site=${id}`}>
                    {o.nav.service}
                  </a>
                  <a className="link tap s" href={`/admin/presence?site=${id}`}>
                    {o.nav.presence}
                  </a>
                  <a className="link tap s" href={`/admin/labels?site=${id}`}>
                    {o.sites.stickers({ n: stickers })}
                  </a>
                </li>
              ))}
            </Group>
            {made !== null && (
              <Note icon="circle-check" tone="o" alert title={o.sites.done({ name: made })}>
                <a className="link" href="/admin/people">
                  {o.sites.next}
                </a>
              </Note>
            )}
            <SiteForm
              texts={texts}
              made={(name) => {
                setMade(name);
                void again();
              }}
            />
          </>
        );
      }}
    </Frame>
  );
}
