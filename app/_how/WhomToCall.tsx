'use client';
import { useField } from '#app/_field/field.tsx';
import { LinkButton } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';

/** The numbers that this phone knows of the site: the site's own, and its colleagues' for who may see them. */
export function WhomToCall() {
  const { words: w, sites, site, me } = useField();
  const shown = site === null ? sites : [site];
  const lines = shown.flatMap((s) => [
    ...(s.desk == null ? [] : [{ key: `${s.id} desk`, name: w.how.desk, role: s.name, phone: s.desk }]),
    ...(s.phone === null ? [] : [{ key: s.id, name: s.name, role: s.city, phone: s.phone }]),
    ...s.colleagues.flatMap((c) => {
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
          meta={[line.role]}
          end={
            <LinkButton href={`tel:${line.phone.replace(/\s/g, '')}`} aria-label={w.how.callOne({ who: line.name, number: line.phone })}>
              {line.phone}
            </LinkButton>
          }
        />
      ))}
      {lines.length === 0 && <EmptyRow text={w.how.callNobody} />}
    </Group>
  );
}
