'use client';
import { useField } from '#app/_field/field.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import type { SiteDocument } from '#domain/documents.ts';
import { handsOf } from '#domain/presence.ts';
import { localDay } from '#domain/words/time.ts';
import { withPresence } from './presence.ts';

/** Who to call at this site: its correspondents, whether they are there, their telephone. From the phone itself, offline too. */
export function Hands({ site }: { site: SiteDocument }) {
  const field = useField();
  const { words: w, now, sites } = field;
  const hands = handsOf(site, localDay(now, site.timeZone));
  if (hands.length === 0 && site.phone === null) return null;
  return (
    <Group title={sites.length > 1 ? w.guarded.presence.titleAt({ site: site.name }) : w.guarded.presence.title}>
      {hands.map((c) => (
        <Row
          key={c.id}
          middle
          lead={<Tile icon="phone" />}
          title={c.name}
          meta={[withPresence(field, site, c, w.status.role.correspondent), c.phone]}
          {...(c.phone === null ? {} : { href: `tel:${c.phone.replace(/\s/g, '')}` })}
        />
      ))}
      {site.phone !== null && (
        <Row middle lead={<Tile icon="school" />} title={site.name} meta={[site.phone]} href={`tel:${site.phone.replace(/\s/g, '')}`} />
      )}
    </Group>
  );
}
