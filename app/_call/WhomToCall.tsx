'use client';
import { useField } from '#app/_field/field.tsx';
import { categoryLabel, zoneOf } from '#app/_field/said.ts';
import { opensNext } from '#app/_new/opening.ts';
import { telTo } from '#app/_new/telephone.ts';
import { withPresence } from '#app/_rooms/presence.ts';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import type { IconName } from '#app/_ui/icons.ts';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { SUPPORT } from '#domain/actor.ts';
import { contactsOf, referentsOf } from '#domain/contacts.ts';
import type { Colleague, SiteDocument } from '#domain/documents.ts';
import { localDay, when } from '#domain/words/time.ts';

type Props = {
  sites: readonly SiteDocument[];
  /** Also who is called by name for what they know, wherever it is. */
  referents?: boolean;
  /** What it is about: who knows that well is named first. */
  category?: string;
  /** Says so where no number is known. */
  always?: boolean;
};

/**
 * Whom to call, from the phone itself, offline too: the hands of each site and whether they are there, the service desk in its hours, the
 * site's own number; then the referents of the organisation, with their fields. Whoever may not see colleagues has the numbers alone.
 */
export function WhomToCall({ sites, referents = false, category, always = false }: Props) {
  const { words: w, me, now, sites: all } = useField();
  const named = referents ? referentsOf(sites, me.person, category) : [];
  const known = sites.map((site) => ({ site, contacts: contactsOf(site, me.person, localDay(now, site.timeZone)) }));
  const some = known.filter(({ contacts: { people, desk, phone } }) => people.length > 0 || desk !== null || phone !== null);
  return (
    <>
      {some.map(({ site, contacts: { people, desk, phone } }) => (
        <Group key={site.id} title={all.length > 1 ? w.guarded.presence.titleAt({ site: site.name }) : w.guarded.presence.title}>
          {people.map((c) => (
            <Somebody key={c.id} site={site} colleague={c} />
          ))}
          {desk !== null && <Desk site={site} number={desk} />}
          {phone !== null && <Line icon="school" name={site.name} meta={[phone]} number={phone} />}
        </Group>
      ))}
      {named.length > 0 && (
        <Group title={w.how.referents}>
          {named.map((c) => (
            <Somebody key={c.id} site={sites.find((s) => s.colleagues.includes(c))} colleague={c} fields />
          ))}
        </Group>
      )}
      {always && some.length + named.length === 0 && (
        <Group title={w.how.call}>
          <EmptyRow text={w.how.callNobody} />
        </Group>
      )}
    </>
  );
}

/** A colleague: what they are, what they know well, whether they are there. */
function Somebody({ site, colleague, fields }: { site: SiteDocument | undefined; colleague: Colleague; fields?: boolean }) {
  const field = useField();
  const { words: w } = field;
  const role = colleague.memberships.find((m) => SUPPORT.has(m.role))?.role;
  const skills = fields ? (colleague.skills ?? []).map((code) => categoryLabel(w, code)) : [];
  const said = [...(role === undefined ? [] : [w.status.role[role]]), ...(skills.length === 0 ? [] : [skills.join(', ')])].join(' · ');
  const { phone } = colleague;
  return (
    <Line
      icon="phone"
      name={colleague.name}
      meta={[withPresence(field, site, colleague, said) ?? said, ...(phone === null ? [] : [phone])]}
      number={phone}
    />
  );
}

/** The service desk; while it is closed its number is told, and when somebody answers. */
function Desk({ site, number }: { site: SiteDocument; number: string }) {
  const { view, words: w, language, now } = useField();
  const opens = opensNext(site, now);
  const closed = opens === null ? [] : [w.down.closed({ when: when(opens, now, zoneOf(view, site.id), language) })];
  return <Line icon="phone" name={w.how.desk} meta={[...closed, number]} number={opens === null ? number : null} />;
}

function Line({ icon, name, meta, number }: { icon: IconName; name: string; meta: readonly string[]; number: string | null }) {
  return <Row middle lead={<Tile icon={icon} />} title={name} meta={meta} {...(number === null ? {} : { href: telTo(number) })} />;
}
