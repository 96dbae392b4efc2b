'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { AddressForm } from '#app/admin/AddressForm.tsx';
import { siteMailbox } from '#app/admin/actions.ts';
import type { Texts } from '#app/admin/office.ts';
import type { SiteRow } from '#server/office/sites.ts';
import { ResourcesForm } from './ResourcesForm.tsx';

type Props = { site: SiteRow; texts: Texts; changed: () => void };

/** One site: where it is, where its IT service is written to, and the pages about it. */
export function SiteLine({ site, texts, changed }: Props) {
  const { o } = texts;
  const [isChanging, setChanging] = useState(false);
  const [isListing, setListing] = useState(false);
  const { id, name, city, uai, timeZone, stickers, mailbox } = site;
  return (
    <li className="officerow">
      <span className="grow">
        <b>{name}</b> <span className="q s">{city}</span>
        <br />
        <span className="s q">
          <span className="code">{uai}</span> · {timeZone} · {mailbox ?? o.mail.mailboxOf.none}
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
      {!isListing && (
        <Button icon="key-round" aria-label={`${o.sites.resources.change({ n: site.resources.length })}, ${name}`} onClick={() => setListing(true)}>
          {o.sites.resources.change({ n: site.resources.length })}
        </Button>
      )}
      {isListing && (
        <ResourcesForm
          site={site}
          texts={texts}
          cancel={() => setListing(false)}
          done={() => {
            setListing(false);
            changed();
          }}
        />
      )}
      {!isChanging && (
        <Button icon="mail" aria-label={`${o.mail.mailboxOf.change}, ${name}`} onClick={() => setChanging(true)}>
          {o.mail.mailboxOf.change}
        </Button>
      )}
      {isChanging && (
        <AddressForm
          name="mailbox"
          address={mailbox}
          say={o.mail.mailboxOf}
          act={(input) => siteMailbox({ ...input, site: id })}
          texts={texts}
          cancel={() => setChanging(false)}
          done={() => {
            setChanging(false);
            changed();
          }}
        />
      )}
    </li>
  );
}
