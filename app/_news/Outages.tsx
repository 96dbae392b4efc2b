'use client';
import { useState } from 'react';
import { SameFault } from '#app/_asset/SameFault.tsx';
import { useField } from '#app/_field/field.tsx';
import { assetLabel, categoryLabel } from '#app/_field/said.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { SiteId } from '#domain/ids.ts';
import type { Outage } from '#domain/incident.ts';
import { useOutages } from './useOutages.ts';

/** A screen with more than these is read by nobody; the first are the gravest. */
const SHOWN = 2;

type Props = {
  sites: readonly SiteId[];
  /** Before a new ticket: what it is not can be put aside, and joining leaves the form. */
  asked?: boolean;
  /** What the new ticket is about, where that is known: several small ones of another category are not it. */
  category?: string | null;
};

/** "Panne déjà connue": what is known of a whole site, its age, and "Moi aussi" in one tap in place of one more ticket. */
export function Outages({ sites, asked = false, category = null }: Props) {
  const [aside, setAside] = useState<readonly string[]>([]);
  const known = useOutages(sites);
  return known
    .filter((o) => !aside.includes(o.lead.id) && (category === null || !o.isSeveral || o.lead.category === category))
    .slice(0, SHOWN)
    .map((outage) => (
      <OutageNote
        key={outage.lead.id}
        outage={outage}
        named={sites.length > 1}
        {...(asked ? { putAside: () => setAside((before) => [...before, outage.lead.id]) } : {})}
      />
    ));
}

function OutageNote({ outage: { lead, since, count, isSeveral }, named, putAside }: { outage: Outage; named: boolean; putAside?: () => void }) {
  const { view, words: w, now, navigate } = useField();
  const say = w.news.outage;
  const asset = lead.asset === null || isSeveral ? undefined : view.assets.get(lead.asset);
  const thing = lead.down
    ? w.catalogue.symptom.site_down
    : asset !== undefined
      ? assetLabel(w, asset)
      : lead.category === null
        ? w.catalogue.symptom.something_else
        : categoryLabel(w, lead.category);
  const site = named ? view.sites.get(lead.site)?.name : undefined;
  const what = site === undefined ? thing : `${thing} (${site})`;
  const title = since === null ? say.knownSome({ what }) : say.known({ what, span: say.age({ n: Math.floor((now - since) / 60_000) }) });
  return (
    <Note icon={lead.down || lead.critical ? 'octagon-alert' : 'triangle-alert'} tone={lead.down || lead.critical ? 'd' : 'w'} title={title}>
      {isSeveral && <>{say.several({ n: count })} </>}
      {lead.isTaken ? say.taken : say.waiting}
      <span className="below wrap">
        {lead.isRead && (
          <LinkButton icon="chevron-right" href={`/tickets/${lead.id}`}>
            {say.see}
          </LinkButton>
        )}
        {!(lead.isRead && lead.isMine) && (
          <SameFault
            reported={{ id: lead.id, site: lead.site, status: 'new', joined: lead.isMine }}
            label={say.meToo}
            said={say.meTooDone}
            {...(putAside === undefined ? {} : { onJoined: () => navigate('/', { replace: true }) })}
          />
        )}
        {putAside !== undefined && <Button onClick={putAside}>{say.else}</Button>}
      </span>
    </Note>
  );
}
