'use client';
import { useState } from 'react';
import { ReportedRow } from '#app/_asset/SameFault.tsx';
import { TicketOnRow } from '#app/_asset/TicketsOn.tsx';
import { Chip } from '#app/_field/Chip.tsx';
import { mintId, useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { useAct } from '#app/_field/useAct.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import type { SiteDocument } from '#domain/documents.ts';
import type { TicketId } from '#domain/ids.ts';
import { isOpen } from '#domain/ticket/ticket.ts';
import { siteDownOf } from '#domain/view.ts';
import { clock, when } from '#domain/words/time.ts';
import { dayIn } from './day.ts';
import { BLANK, openCommand, siteOf } from './form.ts';
import { opensNext } from './opening.ts';
import { smsTo, telTo } from './telephone.ts';

const NOTHING = { asset: null, room: null, code: null };

/** The whole network of a site: one critical ticket, and the telephone, for the Wi-Fi is gone. Works without a network, as it must. */
export function DownScreen() {
  const { view, words: w, sites, site: current, me, now, connection } = useField();
  const d = w.down;
  useTitle(d.title);
  const { act, problem } = useAct();
  const [chosen, setChosen] = useState<string | null>(null);
  const site = siteOf(NOTHING, { site: chosen }, current, sites, me.sites);
  const known = site === null ? undefined : view.tickets.get(siteDownOf(view.tickets, site)?.id ?? '');
  const reported = [...view.reported.values()].find((r) => r.site === site && r.siteDown && isOpen(r));
  const isSaid = known !== undefined || reported !== undefined;

  const tell = () => {
    if (site === null) return;
    const report = { ...BLANK, nature: 'incident', category: 'network', symptom: 'site_down' } as const;
    void act(openCommand(mintId<TicketId>(), NOTHING, report, site, [], dayIn(zoneOf(view, site), now)), { said: d.kept });
  };
  const shown = site === null ? undefined : view.sites.get(site);
  return (
    <Screen
      top={<TopBar title={d.title} back={{ href: '/', label: w.common.back }} chip={<Chip />} />}
      column
      actions={
        isSaid ? undefined : (
          <>
            {connection.kind !== 'online' && <p className="s q center-text">{w.opening.offline}</p>}
            <Button kind="primary" shape="block" icon="octagon-alert" disabled={site === null} onClick={tell}>
              {d.tell}
            </Button>
          </>
        )
      }
    >
      {sites.length > 1 && current === null && (
        <ChoiceGroup legend={w.home.site} columns="one">
          {sites.map((s) => (
            <Choice key={s.id} name="site" value={s.id} checked={site === s.id} onChange={setChosen} label={s.name} hint={s.city} />
          ))}
        </ChoiceGroup>
      )}
      {problem !== null && <Note icon="triangle-alert" tone="d" title={problem} alert />}
      {isSaid ? (
        <Group title={d.said} after={<p className="s q">{d.saidThen}</p>}>
          {known !== undefined ? <TicketOnRow ticket={known} named /> : reported !== undefined && <ReportedRow reported={reported} named />}
        </Group>
      ) : (
        <Note icon="octagon-alert" tone="w" title={d.what}>
          {d.whatThen}
        </Note>
      )}
      {shown !== undefined && <ByPhone site={shown} since={known?.head.openedAt ?? now} />}
    </Screen>
  );
}

/** The Wi-Fi of the site is down: a call, or a text message that is written already. */
function ByPhone({ site, since }: { site: SiteDocument; since: number }) {
  const { view, words: w, language, me, toast, now } = useField();
  const d = w.down;
  const opens = opensNext(site, now);
  const text = d.sms({ site: site.name, uai: site.uai, time: clock(since, zoneOf(view, site.id), language), who: me.name });
  const number = site.desk ?? site.phone;
  return (
    <section className="panel roomy" aria-labelledby="by-phone">
      <h2 id="by-phone">{d.phone}</h2>
      <p>{d.phoneThen}</p>
      {opens !== null && (
        <p>
          <b>{d.closed({ when: when(opens, now, zoneOf(view, site.id), language) })}</b> {number}
        </p>
      )}
      {number !== null && opens === null && (
        <LinkButton href={telTo(number)} icon="phone" shape="block">
          {d.call({ number })}
        </LinkButton>
      )}
      <p className="quote">{text}</p>
      <div className="pair">
        <LinkButton href={smsTo(number, text)} icon="message-square">
          {d.send}
        </LinkButton>
        <Button icon="copy" onClick={() => void navigator.clipboard.writeText(text).then(() => toast(w.common.copied))}>
          {d.copy}
        </Button>
      </div>
    </section>
  );
}
