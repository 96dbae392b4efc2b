'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { type AlertState, alertState, disableAlerts, enableAlerts, refreshAlerts, thisDevice } from '#app/_push/subscribe.ts';
import { Button } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { NOTICE_KINDS } from '#domain/notice.ts';
import { when } from '#domain/words/time.ts';
import { Trial } from './Trial.tsx';

interface Line {
  readonly id: string;
  readonly label: string;
  readonly lastContact: number;
  readonly lastShown: number | null;
}

const DEVICES = ['push', 'devices'] as const;
const SILENT = 14 * 86_400_000;

async function readDevices(): Promise<readonly Line[]> {
  const answer = await fetch('/api/push/devices', { redirect: 'error', cache: 'no-store' });
  if (!answer.ok) throw new Error(`devices: ${answer.status}`);
  return ((await answer.json()) as { devices: readonly Line[] }).devices;
}

/** Does this phone hear? The truth first, the test at the thumb, then all my devices with their last proof. */
export function AlertsScreen() {
  const { words: w, connection } = useField();
  const a = w.alerts;
  useTitle(a.title);
  const [state, setState] = useState<AlertState>(() => alertState());
  const [isAsking, setAsking] = useState(false);
  const queries = useQueryClient();
  useEffect(() => {
    void refreshAlerts().then(setState);
  }, []);
  const change = async (work: Promise<AlertState>) => {
    setAsking(true);
    setState(await work);
    setAsking(false);
    await queries.invalidateQueries({ queryKey: DEVICES });
  };
  const isOn = state === 'on';
  return (
    <Screen
      top={<TopBar title={a.title} back={{ href: '/me', label: w.common.back }} chip={<Chip />} />}
      column
      actions={
        isOn ? (
          <Trial device={thisDevice()} onDone={() => void queries.invalidateQueries({ queryKey: DEVICES })} />
        ) : (
          <Button
            kind="primary"
            shape="block"
            icon="bell-ring"
            disabled={isAsking || state === 'denied' || state === 'unsupported' || connection.kind !== 'online'}
            onClick={() => void change(enableAlerts())}
          >
            {a.enable}
          </Button>
        )
      }
    >
      <Truth state={state} />
      <Devices isOn={isOn} onStop={() => void change(disableAlerts('asked').then(() => 'default' as const))} />
      <Group title={a.when}>
        {NOTICE_KINDS.filter((k) => k !== 'test').map((k) => (
          <Row key={k} middle title={a.kind[k]} />
        ))}
      </Group>
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

function Devices({ isOn, onStop }: { isOn: boolean; onStop: () => void }) {
  const { words: w, language, now, view } = useField();
  const a = w.alerts;
  const mine = thisDevice();
  const { data: devices = [], isError } = useQuery({ queryKey: DEVICES, queryFn: readDevices });
  const zone = zoneOf(view, null);
  const proof = ({ lastShown, lastContact }: Line) =>
    lastContact < now - SILENT
      ? a.silent({ when: when(lastContact, now, zone, language) })
      : lastShown === null
        ? a.neverShown
        : a.shown({ when: when(lastShown, now, zone, language) });
  return (
    <Group title={a.devices} count={devices.length}>
      {devices.map((d) => (
        <Row
          key={d.id}
          middle
          lead={<Tile icon="smartphone" {...(d.id === mine ? { tone: 'b' as const } : {})} />}
          title={d.id === mine ? `${a.thisDevice} : ${d.label}` : d.label}
          meta={[proof(d)]}
        >
          {d.id === mine && isOn && <Button onClick={onStop}>{a.disable}</Button>}
        </Row>
      ))}
      {devices.length === 0 && <EmptyRow text={isError ? a.needNetwork : a.none} />}
    </Group>
  );
}
