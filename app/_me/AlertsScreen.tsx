'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { useTitle } from '#app/_field/useTitle.ts';
import { type AlertState, alertState, disableAlerts, enableAlerts, refreshAlerts, thisDevice } from '#app/_push/subscribe.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { AlertChoices } from './AlertChoices.tsx';
import { DEVICES, Devices } from './Devices.tsx';
import { TrialButton, TrialResult, useTrial } from './Trial.tsx';

/** Does this phone hear? The truth first, the test at the thumb, then all my devices with their last proof, and what I want to hear. */
export function AlertsScreen() {
  const { words: w, connection } = useField();
  const a = w.alerts;
  useTitle(a.title);
  const [state, setState] = useState<AlertState>(() => alertState());
  const [isAsking, setAsking] = useState(false);
  const queries = useQueryClient();
  const listAgain = () => queries.invalidateQueries({ queryKey: DEVICES });
  useEffect(() => {
    void refreshAlerts().then(setState);
  }, []);
  const change = async (work: Promise<AlertState>) => {
    setAsking(true);
    setState(await work);
    setAsking(false);
    await listAgain();
  };
  const { run, start } = useTrial(() => {
    setState(alertState());
    void listAgain();
  });
  const isOn = state === 'on';
  return (
    <Screen
      top={<TopBar title={a.title} back={{ href: '/me', label: w.common.back }} chip={<Chip />} />}
      column
      actions={
        <>
          <TrialButton run={run} start={start} quiet={!isOn} />
          {!isOn && (
            <Button
              kind="primary"
              shape="block"
              icon="bell-ring"
              disabled={isAsking || state === 'denied' || state === 'unsupported' || connection.kind !== 'online'}
              onClick={() => void change(enableAlerts())}
            >
              {a.enable}
            </Button>
          )}
        </>
      }
    >
      <Truth state={state} />
      <TrialResult run={run} />
      <Devices isOn={isOn} onStop={() => void change(disableAlerts('asked').then(() => 'default' as const))} />
      <AlertChoices device={isOn ? thisDevice() : null} />
      <p className="s q">{a.privacy}</p>
    </Screen>
  );
}

function Truth({ state }: { state: AlertState }) {
  const { words: w, connection } = useField();
  const a = w.alerts;
  if (state === 'on') return <Note icon="bell-ring" tone="o" title={a.on} />;
  const then = {
    unsupported: '',
    'ios-not-installed': a.unsupportedThen,
    denied: a.deniedThen,
    default: a.why,
    timeout: a.slowThen,
    offline: a.needNetwork,
  }[state];
  const title =
    state === 'denied' ? a.denied : state === 'timeout' ? a.slow : state === 'unsupported' || state === 'ios-not-installed' ? a.unsupported : a.off;
  return (
    <Note icon="bell-off" tone="w" title={title}>
      {state === 'default' && connection.kind !== 'online' ? a.needNetwork : then}
    </Note>
  );
}
