'use client';
import { useEffect, useRef, useState } from 'react';
import { Chip } from '#app/_field/Chip.tsx';
import { mintId, useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { useAct } from '#app/_field/useAct.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { dayIn } from '#app/_new/day.ts';
import { BLANK, openCommand, siteOf } from '#app/_new/form.ts';
import { alertState, thisDevice } from '#app/_push/subscribe.ts';
import { runTrial, type TrialStep } from '#app/_push/trial.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import type { IconName } from '#app/_ui/icons.ts';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import type { TicketId } from '#domain/ids.ts';
import { isOpen } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { clock } from '#domain/words/time.ts';
import { trialSaid } from './trialSaid.ts';

type State = 'yes' | 'wait' | 'no' | 'later';
const ICON: Readonly<Record<State, IconName>> = { yes: 'check', wait: 'hourglass', no: 'triangle-alert', later: 'circle-dashed' };
const NOTHING = { asset: null, room: null, code: null };

/** Does the worker hold the page that every address opens? */
async function holdsShell(): Promise<boolean> {
  return 'caches' in globalThis && (await caches.match('/', { ignoreSearch: true, ignoreVary: true })) !== undefined;
}

/** A ticket of nobody's goes the whole way, offline too, and says at each step how far it came. What it shows is read from the tickets themselves. */
export function TrialScreen() {
  const { view, words: w, me, site: current, sites, now } = useField();
  const t = w.trial;
  useTitle(t.title);
  const { act, problem } = useAct();
  const [holds, setHolds] = useState<boolean | null>(null);
  useEffect(() => void holdsShell().then(setHolds, () => setHolds(false)), []);
  const mine = [...view.tickets.values()].filter(({ head }) => head.isTest && head.recorder === me.person);
  const ticket = mine.reduce<TicketView | null>((last, one) => (last === null || one.id > last.id ? one : last), null);
  const alert = useAlertOf(ticket);
  const site = siteOf(NOTHING, { site: sites[0]?.id ?? null }, current, sites, me.sites);
  const run = () => {
    if (site === null) return;
    const report = { ...BLANK, text: t.text({ name: me.name }) };
    const command = openCommand(mintId<TicketId>(), NOTHING, report, site, [], dayIn(zoneOf(view, site), now));
    void act({ ...command, isTest: true });
  };
  const isGood = holds === true && ticket !== null && ticket.head.number !== null && alert?.step === 'shown';
  return (
    <Screen
      top={<TopBar title={t.title} back={{ href: '/me', label: w.common.back }} chip={<Chip />} />}
      column
      actions={
        <Button kind="primary" shape="block" icon="list-checks" disabled={site === null} onClick={run}>
          {ticket === null ? t.run : t.again}
        </Button>
      }
    >
      <p>{t.what}</p>
      <p className="s q">{t.offline}</p>
      {problem !== null && <Note icon="triangle-alert" tone="d" title={problem} alert />}
      <Group title={t.steps}>
        <Step title={t.step.shell} state={holds === null ? 'wait' : holds ? 'yes' : 'no'} {...(holds === false ? { said: t.shellNot } : {})} />
        {ticket !== null && <Way ticket={ticket} alert={alert} />}
      </Group>
      {isGood && <Note icon="circle-check" tone="o" alert title={t.good} />}
    </Screen>
  );
}

/** What became of the ticket: each step follows from what this phone holds of it. */
function Way({ ticket, alert }: { ticket: TicketView; alert: TrialStep | null }) {
  const field = useField();
  const { view, words: w, language, connection } = field;
  const t = w.trial;
  const { head } = ticket;
  const isSent = head.number !== null;
  const isAway = !isOpen(head);
  const hasAlerts = alertState() === 'on';
  const isAlerting = alert?.step === 'stored' || alert?.step === 'accepted';
  const alertSays = hasAlerts ? (alert === null ? t.notYet : trialSaid(alert, field)) : t.alertsOff;
  const alerted: State = !hasAlerts ? 'no' : alert === null ? 'later' : isAlerting ? 'wait' : alert.step === 'shown' ? 'yes' : 'no';
  return (
    <>
      <Step title={t.step.kept} state="yes" said={t.keptAt({ time: clock(head.openedAt, zoneOf(view, head.site), language) })} />
      <Step
        title={t.step.sent}
        state={isSent ? 'yes' : 'wait'}
        said={head.number !== null ? t.number({ number: head.number }) : connection.kind === 'online' ? t.waits : t.waitsNetwork}
      />
      <Step title={t.step.alert} state={alerted} said={alertSays} {...(hasAlerts ? {} : { href: '/alerts' })} />
      <Step title={t.step.away} state={isAway ? (ticket.pending.length > 0 ? 'wait' : 'yes') : 'later'} said={isAway ? '' : t.notYet} />
    </>
  );
}

function Step({ title, state, said = '', href }: { title: string; state: State; said?: string; href?: string }) {
  const tone = state === 'yes' ? 'o' : state === 'no' ? 'w' : undefined;
  return (
    <Row
      middle
      lead={<Tile icon={ICON[state]} {...(tone === undefined ? {} : { tone })} />}
      title={title}
      meta={said === '' ? [] : [said]}
      {...(href === undefined ? {} : { href, chevron: true })}
    />
  );
}

/** Once the server has the ticket: this device is rung, if it may be, and the ticket is put away. */
function useAlertOf(ticket: TicketView | null): TrialStep | null {
  const { act } = useAct();
  const [told, setTold] = useState<{ of: string; step: TrialStep } | null>(null);
  const begun = useRef<string | null>(null);
  const due = ticket !== null && ticket.head.number !== null && isOpen(ticket.head) ? ticket.id : null;
  const { words: w } = useField();
  useEffect(() => {
    if (due === null || begun.current === due) return;
    begun.current = due;
    void (async () => {
      if (alertState() === 'on') await runTrial(thisDevice(), (step) => setTold({ of: due, step }));
      await act({ type: 'withdraw', v: 1, ticket: due, text: '' }, { said: w.trial.step.away });
    })();
  }, [due, act, w]);
  return told !== null && told.of === ticket?.id ? told.step : null;
}
