'use client';
import { useEffect, useEffectEvent, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { type Asked, ask } from '#app/_ticket/asked.ts';
import { Row } from '#app/_ui/Row.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import { Switch } from '#app/_ui/Switch.tsx';
import type { TicketView } from '#domain/view.ts';
import { turnChosen } from './chosen.ts';
import { useKeys } from './keys.ts';

/** A barcode reader's first sign cannot be told from a person's: one-letter keys wait for a second one, ms (app/scan/wedge.ts). */
const BURST = 60;

const ASKS: Readonly<Record<string, Asked>> = { p: 'primary', e: 'pass', r: 'note', '.': 'more' };

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, dialog, [contenteditable]') !== null;
}

/** The queue by the keyboard: J and K move, Enter opens, P takes, E passes on, R answers, X chooses, N opens a new one, / searches, . shows the rest. */
export function QueueKeys({ rows, current, isChoosing }: { rows: readonly TicketView[]; current: string | null; isChoosing: boolean }) {
  const { words: w, navigate } = useField();
  const keys = w.tickets.keys;
  const [isListed, setListed] = useState(false);
  const [isOn, turn] = useKeys();
  const isSilent = !isOn;

  const move = (step: 1 | -1) => {
    const at = rows.findIndex((t) => t.id === current);
    const next = rows[at < 0 ? 0 : at + step];
    if (next !== undefined) navigate(`/tickets/${next.id}`, { replace: current !== null });
  };
  const press = useEffectEvent((key: string) => {
    if (key === 'j') move(1);
    else if (key === 'k') move(-1);
    else if (key === 'x' && isChoosing && current !== null) turnChosen(current);
    else if (key === 'n') navigate('/new');
    else if (key === '/') document.querySelector<HTMLInputElement>('[data-search]')?.focus();
    else if (key === '?') setListed(true);
    else if (key === 'Enter' && current !== null) navigate(`/tickets/${current}?full`);
    else if (Object.hasOwn(ASKS, key)) ask(ASKS[key] as Asked);
  });

  useEffect(() => {
    if (isSilent) return;
    let waiting = 0;
    let pressed = '';
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isField(event.target)) return;
      // A link or a button in focus has its own Enter.
      if (event.key === 'Enter' && event.target instanceof Element && event.target.closest('a, button') !== null) return;
      clearTimeout(waiting);
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (key === '/') event.preventDefault();
      pressed = event.code;
      waiting = window.setTimeout(() => press(key), BURST);
    };
    // The reader's listener swallows the key presses that follow the first, not their releases.
    const onRelease = (event: KeyboardEvent) => event.code !== pressed && !event.code.startsWith('Shift') && clearTimeout(waiting);
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onRelease);
    return () => {
      clearTimeout(waiting);
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onRelease);
    };
  }, [isSilent]);

  const shown: readonly (readonly [string, string])[] = [
    ['J K', keys.move],
    [keys.enter, keys.open],
    ['P', keys.take],
    ['E', keys.escalate],
    ['R', keys.note],
    ...(isChoosing ? ([['X', w.desk.selectKey]] as const) : []),
    ['N', keys.new],
    ['/', keys.search],
    ['.', keys.more],
    ['?', keys.all],
  ];
  return (
    <>
      <p className="xs q wrap keys" aria-hidden={isSilent}>
        {!isSilent &&
          shown.slice(0, 5).map(([key, what]) => (
            <span key={key}>
              <kbd>{key}</kbd> {what}
            </span>
          ))}
        <button type="button" className="link" onClick={() => setListed(true)}>
          <kbd>?</kbd> {keys.all}
        </button>
      </p>
      <Sheet open={isListed} onClose={() => setListed(false)} title={keys.title} closeLabel={w.common.close}>
        <ul className="list">
          <Switch label={keys.off} hint={keys.offHint} on={isOn} onChange={turn} yes={w.common.yes} no={w.common.no} />
          {shown.map(([key, what]) => (
            <Row key={key} middle lead={<kbd>{key}</kbd>} title={what} />
          ))}
        </ul>
      </Sheet>
    </>
  );
}
