'use client';
import { useState } from 'react';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { sites } from '#app/admin/actions.ts';
import { Frame } from '#app/admin/Frame.tsx';
import { useTold } from '#app/admin/office.ts';
import { SiteForm } from './SiteForm.tsx';
import { SiteLine } from './SiteLine.tsx';

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
              {rows.map((site) => (
                <SiteLine key={site.id} site={site} texts={texts} changed={() => void again()} />
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
