'use client';
import { useEffect, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';

/** Chromium's own question, which it lets a page ask later (not in the DOM's types). */
interface InstallQuestion extends Event {
  prompt(): Promise<unknown>;
}

let question: InstallQuestion | null = null;
const listeners = new Set<() => void>();

/** Keeps the browser's question for the moment when the person asks for it. Called once, at the start of the page. */
export function holdInstallQuestion(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    question = event as InstallQuestion;
    for (const tell of listeners) tell();
  });
}

const isApple = () => /iPhone|iPad|iPod/.test(navigator.userAgent);
const isInstalled = () => matchMedia('(display-mode: standalone)').matches;

/** How to put Relais on the home screen; nothing where it is there, or cannot be. */
export function Install() {
  const { words: w } = useField();
  const [, redraw] = useState(0);
  useEffect(() => {
    const tell = () => redraw((n) => n + 1);
    listeners.add(tell);
    return () => void listeners.delete(tell);
  }, []);
  if (isInstalled() || (question === null && !isApple())) return null;
  return (
    <Group title={w.me.install}>
      <Row middle lead={<Tile icon="download" tone="b" />} title={w.me.installHint} meta={isApple() ? [w.me.installIos] : []}>
        {question !== null && <Button onClick={() => void question?.prompt()}>{w.me.install}</Button>}
      </Row>
    </Group>
  );
}
