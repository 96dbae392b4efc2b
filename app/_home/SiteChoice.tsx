'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { Icon } from '#app/_ui/Icon.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import { choosesSites } from '#domain/window.ts';

const ALL = '';

/** The site under the title; a choice only where there are several. */
export function SiteChoice() {
  const { site, sites, setSite, words: w, actor } = useField();
  const [isOpen, setOpen] = useState(false);
  const name = site?.name ?? w.home.everywhere;
  const held = choosesSites(actor) && (
    <a className="link tap s" href="/sites" onClick={() => setOpen(false)}>
      {w.home.heldSites}
    </a>
  );
  if (sites.length === 0) return held;
  if (sites.length === 1) return <p className="site">{name}</p>;
  const choose = (id: string) => {
    setSite(id === ALL ? null : id);
    setOpen(false);
  };
  return (
    <>
      <button type="button" className="site" onClick={() => setOpen(true)}>
        <span className="vh">{w.home.site}</span>
        {name}
        <Icon name="chevron-down" />
      </button>
      <Sheet open={isOpen} onClose={() => setOpen(false)} title={w.home.chooseSite} closeLabel={w.common.close}>
        <ChoiceGroup legend={w.home.site} columns="one">
          <Choice name="site" value={ALL} checked={site === null} onChange={choose} label={w.home.everywhere} />
          {sites.map((s) => (
            <Choice key={s.id} name="site" value={s.id} checked={site?.id === s.id} onChange={choose} label={s.name} hint={s.city} />
          ))}
        </ChoiceGroup>
        {held}
      </Sheet>
    </>
  );
}
