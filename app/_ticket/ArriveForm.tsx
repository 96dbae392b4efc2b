'use client';
import { useField } from '#app/_field/field.tsx';
import { useAct } from '#app/_field/useAct.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { TicketView } from '#domain/view.ts';

/** Arriving: the equipment's sticker proves it; without one, or without equipment, the word is enough. */
export function ArriveForm({ ticket, onDone }: { ticket: TicketView; onDone: () => void }) {
  const { words: w } = useField();
  const { act, problem } = useAct();
  const { head } = ticket;
  const say = w.forms.visit;
  const isProvable = head.asset !== null && head.visit?.remote !== true;
  const arrive = () => void act({ type: 'arrive', v: 1, ticket: head.id, asset: null }).then((isKept) => isKept && onDone());
  return (
    <div className="stack">
      {problem !== null && (
        <Note icon="triangle-alert" tone="d" alert>
          {problem}
        </Note>
      )}
      {isProvable && <p>{say.arriveLead}</p>}
      {isProvable && (
        <LinkButton kind="primary" shape="block" icon="scan-qr-code" href="/scan">
          {say.arriveScan}
        </LinkButton>
      )}
      <Button kind={isProvable ? 'plain' : 'primary'} shape="block" icon="map-pin-check" onClick={arrive}>
        {isProvable ? say.arrivePlain : w.verbs.command.arrive.label}
      </Button>
    </div>
  );
}
