'use client';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { useAct } from '#app/_field/useAct.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { AssetDocument } from '#domain/documents.ts';
import { isOpen, type Visit } from '#domain/ticket/ticket.ts';
import { ticketsOn } from '#domain/view.ts';
import { when } from '#domain/words/time.ts';

/** On site, and not yet begun. */
function isAhead(visit: Visit | null): visit is Visit {
  return visit !== null && !visit.remote && (visit.state === 'proposed' || visit.state === 'accepted');
}

/** A visit of mine to this very thing, which was just scanned: the scan proves the arrival. */
export function Arrival({ asset }: { asset: AssetDocument }) {
  const { view, words: w, actor, navigate, now, language } = useField();
  const { act, problem } = useAct();
  const mine = ticketsOn(view, asset.id).find((t) => isOpen(t.head) && t.head.assignee === actor.person && isAhead(t.head.visit));
  if (mine === undefined || !isAhead(mine.head.visit)) return null;
  const arrive = async () => {
    if (await act({ type: 'arrive', v: 1, ticket: mine.head.id, asset: asset.id })) navigate(`/tickets/${mine.id}`);
  };
  return (
    <>
      <p>{w.forms.visit.yours({ when: when(mine.head.visit.at, now, zoneOf(view, mine.head.site), language) })}</p>
      {problem !== null && <Note icon="triangle-alert" tone="d" alert title={problem} />}
      <Button kind="primary" shape="block" icon="map-pin-check" onClick={() => void arrive()}>
        {w.verbs.command.arrive.label}
      </Button>
    </>
  );
}
