'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { siteMailbox } from '#app/admin/actions.ts';
import { FormTrouble, sentence, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { SiteRow } from '#server/office/sites.ts';

type Props = { site: SiteRow; texts: Texts; changed: () => void };

/** One site: where it is, where its IT service is written to, and the pages about it. */
export function SiteLine({ site, texts, changed }: Props) {
  const { o } = texts;
  const [isChanging, setChanging] = useState(false);
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
      {!isChanging && (
        <Button icon="mail" aria-label={`${o.mail.mailboxOf.change}, ${name}`} onClick={() => setChanging(true)}>
          {o.mail.mailboxOf.change}
        </Button>
      )}
      {isChanging && (
        <Mailbox
          site={site}
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

function Mailbox({ site, texts: { w, o }, done, cancel }: { site: SiteRow; texts: Texts; done: () => void; cancel: () => void }) {
  const { form, submit, trouble, working } = useOfficeForm((input) => siteMailbox({ ...input, site: site.id }), done);
  return (
    <form ref={form} className="grow" noValidate onSubmit={submit}>
      <TextField
        label={o.mail.mailboxOf.label}
        hint={o.mail.mailboxOf.hint}
        error={trouble?.field === 'mailbox' ? sentence(w, o, trouble.fault) : null}
        name="mailbox"
        type="email"
        inputMode="email"
        autoComplete="off"
        spellCheck={false}
        defaultValue={site.mailbox ?? ''}
        maxLength={254}
        autoFocus
      />
      <FormTrouble trouble={trouble} w={w} o={o} />
      <span className="filters">
        <Button type="submit" kind="primary" disabled={working}>
          {o.mail.mailboxOf.keep}
        </Button>
        <Button disabled={working} onClick={cancel}>
          {w.common.cancel}
        </Button>
      </span>
    </form>
  );
}
