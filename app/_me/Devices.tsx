'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { thisDevice } from '#app/_push/subscribe.ts';
import { Button } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { isSilent } from '#domain/alerts.ts';
import { when } from '#domain/words/time.ts';

export interface DeviceLine {
  readonly id: string;
  readonly label: string;
  readonly lastContact: number;
  readonly lastShown: number | null;
}

export const DEVICES = ['push', 'devices'] as const;

async function readDevices(): Promise<readonly DeviceLine[]> {
  const answer = await fetch('/api/push/devices', { redirect: 'error', cache: 'no-store' });
  if (!answer.ok) throw new Error(`devices: ${answer.status}`);
  return ((await answer.json()) as { devices: readonly DeviceLine[] }).devices;
}

/** My devices, each with its last contact and its last proof; one that is gone for good can be taken off. */
export function Devices({ isOn, onStop }: { isOn: boolean; onStop: () => void }) {
  const { words: w, language, now, view, toast } = useField();
  const [a, d] = [w.alerts, w.devices];
  const mine = thisDevice();
  const queries = useQueryClient();
  const { data: devices = [], isError } = useQuery({ queryKey: DEVICES, queryFn: readDevices });
  const [failed, setFailed] = useState(false);
  const zone = zoneOf(view, null);
  const at = (instant: number) => ({ when: when(instant, now, zone, language) });
  const remove = async (device: string) => {
    const answer = await fetch('/api/push/subscribe', {
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ device }),
      redirect: 'error',
    }).catch(() => null);
    setFailed(answer?.status !== 204);
    if (answer?.status === 204) toast(a.removed);
    await queries.invalidateQueries({ queryKey: DEVICES });
  };
  return (
    <Group title={a.devices} count={devices.length} after={failed && <Note icon="triangle-alert" tone="d" alert title={d.notRemoved} />}>
      {devices.map((device) => {
        const isMine = device.id === mine;
        const silent = !isMine && isSilent(device.lastContact, now);
        return (
          <Row
            key={device.id}
            middle
            lead={<Tile icon={silent ? 'bell-off' : 'smartphone'} {...(isMine ? { tone: 'b' as const } : silent ? { tone: 'w' as const } : {})} />}
            title={isMine ? `${a.thisDevice} : ${device.label}` : device.label}
            meta={[silent ? d.silent(at(device.lastContact)) : d.contact(at(device.lastContact))]}
          >
            <span className="s q">{silent ? d.silentThen : device.lastShown === null ? a.neverShown : a.shown(at(device.lastShown))}</span>
            {isMine && isOn && <Button onClick={onStop}>{a.disable}</Button>}
            {!isMine && (
              <Button aria-label={d.removeNamed({ label: device.label })} onClick={() => void remove(device.id)}>
                {a.remove}
              </Button>
            )}
          </Row>
        );
      })}
      {devices.length === 0 && <EmptyRow text={isError ? a.needNetwork : a.none} />}
    </Group>
  );
}
