'use client';
import { useSyncExternalStore } from 'react';
import { useField } from '#app/_field/field.tsx';
import { installQuestion, onInstallQuestion } from '#app/_field/install.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';

const isApple = () => /iPhone|iPad|iPod/.test(navigator.userAgent);
const isInstalled = () => matchMedia('(display-mode: standalone)').matches;

/** How to put Relais on the home screen; nothing where it is there, or cannot be. */
export function Install() {
  const { words: w } = useField();
  const question = useSyncExternalStore(onInstallQuestion, installQuestion, () => null);
  if (isInstalled() || (question === null && !isApple())) return null;
  return (
    <Group title={w.me.install}>
      <Row middle lead={<Tile icon="download" tone="b" />} title={w.me.installHint} meta={isApple() ? [w.me.installIos] : []}>
        {question !== null && <Button onClick={() => void question.prompt()}>{w.me.install}</Button>}
      </Row>
    </Group>
  );
}
