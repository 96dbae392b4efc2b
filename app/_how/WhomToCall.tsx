'use client';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { opensNext } from '#app/_new/opening.ts';
import { telTo } from '#app/_new/telephone.ts';
import { LinkButton } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import type { SiteDocument } from '#domain/documents.ts';
import { when } from '#domain/words/time.ts';

interface Line {
  readonly key: string;
  readonly name: string;
  readonly role: string;
  readonly phone: string;
  /** Nobody answers now: when somebody will. */
  readonly closed?: string;
}

/** The numbers that this phone knows of the site: the service desk's in its hours, the site's own, and colleagues' for who may see them. */
export function WhomToCall() {
  const { view, words: w, language, sites, site, me, now } = useField();
  const shown = site === null ? sites : [site];
  const deskOf = (s: SiteDocument): Line[] => {
    if (s.desk === null || s.desk === undefined) return [];
    const opens = opensNext(s, now);
    const closed = opens === null ? {} : { closed: w.down.closed({ when: when(opens, now, zoneOf(view, s.id), language) }) };
    return [{ key: `${s.id} desk`, name: w.how.desk, role: s.name, phone: s.desk, ...closed }];
  };
  const lines = shown.flatMap((s): Line[] => [
    ...deskOf(s),
    ...(s.phone === null ? [] : [{ key: s.id, name: s.name, role: s.city, phone: s.phone }]),
    ...s.colleagues.flatMap((c): Line[] => {
      const [first] = c.memberships;
      return c.phone === null || c.id === me.person || first === undefined
        ? []
        : [{ key: `${s.id} ${c.id}`, name: c.name, role: w.status.role[first.role], phone: c.phone }];
    }),
  ]);
  return (
    <Group title={w.how.call}>
      {lines.map((line) => (
        <Row
          key={line.key}
          middle
          lead={<Tile icon="phone" />}
          title={line.name}
          meta={[line.closed ?? line.role]}
          end={
            line.closed === undefined ? (
              <LinkButton href={telTo(line.phone)} aria-label={w.how.callOne({ who: line.name, number: line.phone })}>
                {line.phone}
              </LinkButton>
            ) : (
              <span className="s">{line.phone}</span>
            )
          }
        />
      ))}
      {lines.length === 0 && <EmptyRow text={w.how.callNobody} />}
    </Group>
  );
}
