'use client';
import { useDelays } from '#app/_delay/coming.ts';
import { useField } from '#app/_field/field.tsx';
import { roomOf, shownName, titleOf, whoOf } from '#app/_field/said.ts';
import { useAct } from '#app/_field/useAct.ts';
import { celebrate } from '#app/_ticket/justTaken.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Handover } from '#app/_ui/Handover.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import type { Membership } from '#domain/actor.ts';
import type { SiteDocument } from '#domain/documents.ts';
import type { TicketView } from '#domain/view.ts';

/** The level at which somebody of a site works; null when it is not known. */
function levelOf(site: SiteDocument | undefined, person: string | null): 1 | 2 | 3 | null {
  const memberships: readonly Membership[] = site?.colleagues.find((c) => c.id === person)?.memberships ?? [];
  const has = (role: Membership['role']) => memberships.some((m) => m.role === role);
  return has('engineer') ? 3 : has('technician') ? 2 : has('correspondent') ? 1 : null;
}

/** Somebody holds the baton out: the most pressing hand-over, and its one verb. */
export function HandoverCard({ ticket, others }: { ticket: TicketView; others: number }) {
  const { view, words: w, me, navigate, language, now } = useField();
  const delays = useDelays();
  const { act, problem } = useAct();
  const { head } = ticket;
  const room = roomOf(view, head);
  const passed = ticket.timeline.findLast(({ event }) => event.type === 'TicketEscalated' || event.type === 'OwnershipReleased');
  const who = whoOf(view, w, me.person, ticket, passed?.by ?? null) ?? { name: w.common.system, you: false };
  const level = levelOf(view.sites.get(head.site), passed?.by ?? null);
  const words = passed?.event.type === 'TicketEscalated' ? passed.event.text || w.status.escalationReason[passed.event.reason] : null;
  const from = w.home.handover.from({ who: shownName(w, who), level: level === null ? null : w.status.level({ level }) });

  // Its place is kept while its code is on the way.
  const left = delays === null ? { bold: '\u00a0', rest: '' } : delays.leftToTake(ticket, view.sites.get(head.site), w, language, now);

  const take = async () => {
    const isKept = await act({ type: 'take', v: 1, ticket: head.id, expected: head.assignee });
    if (!isKept) return;
    celebrate(head.id);
    navigate(`/tickets/${head.id}`);
  };
  return (
    <Handover
      title={w.home.handover.title}
      plate={<Plate building={room?.building ?? null} room={room?.name ?? null} />}
      subject={titleOf(view, w, head)}
      from={words === null ? from : w.common.subject({ thing: from, fault: w.home.handover.quote({ text: words }) })}
      left={left}
      verb={
        <>
          {problem !== null && (
            <Note icon="triangle-alert" tone="d" alert>
              {problem}
            </Note>
          )}
          <Button kind="baton" shape="block" icon="hand" onClick={() => void take()}>
            {w.verbs.iTake}
          </Button>
        </>
      }
      others={
        <a className="link s tap" href={others > 0 ? '/tickets?list=toTake' : `/tickets/${head.id}`}>
          {others > 0 ? w.home.handover.others({ n: others }) : w.home.handover.see}
        </a>
      }
    />
  );
}
