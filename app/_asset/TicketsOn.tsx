'use client';
import { useField } from '#app/_field/field.tsx';
import { symptomLabel, titleOf, zoneOf } from '#app/_field/said.ts';
import { isStaff, stateOf } from '#app/_field/state.ts';
import { MarkOf } from '#app/_tickets/TicketRow.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { STATUS_LOOK, symptomIcon } from '#app/_ui/looks.ts';
import { Prio } from '#app/_ui/Prio.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { isOpen } from '#domain/ticket/ticket.ts';
import { nameOf, type TicketView, ticketsOn } from '#domain/view.ts';
import { LAST_FIXES } from '#domain/window.ts';
import { date } from '#domain/words/time.ts';
import { ReportedRow } from './SameFault.tsx';

/** A ticket of a known thing: its symptom, its state; the thing itself is the page's title, unless it is to be `named`. */
export function TicketOnRow({ ticket, named }: { ticket: TicketView; named?: boolean }) {
  const { view, words: w, me, language, now } = useField();
  const { head } = ticket;
  const title = named || head.symptom === null ? titleOf(view, w, named ? head : { ...head, asset: null }) : symptomLabel(w, head.symptom);
  return (
    <Row
      href={`/tickets/${head.id}`}
      chevron
      lead={<Tile icon={head.symptom === null ? 'circle-question-mark' : symptomIcon(head.symptom)} tone="w" />}
      title={title}
      meta={[
        <StatusTag key="s" {...STATUS_LOOK[head.status]}>
          {stateOf(ticket, { view, me, language, now })}
        </StatusTag>,
        ...(isStaff(me, ticket) ? [<Prio key="p" priority={head.priority} label={w.status.priority.code({ priority: head.priority })} />] : []),
      ]}
    >
      {ticket.pending.length > 0 && <MarkOf ticket={ticket} />}
    </Row>
  );
}

/** Open tickets on an asset, and what was reported by others as far as this person may know. */
export function OpenOn({ asset }: { asset: string }) {
  const { view, words: w } = useField();
  const open = ticketsOn(view, asset).filter((t) => isOpen(t.head));
  const reported = [...view.reported.values()].filter((r) => r.asset === asset && (isOpen(r) || r.joined));
  return (
    <Group title={w.asset.openTitle} count={open.length + reported.length}>
      {open.map((t) => (
        <TicketOnRow key={t.id} ticket={t} />
      ))}
      {reported.map((r) => (
        <ReportedRow key={r.id} reported={r} />
      ))}
      {open.length + reported.length === 0 && <EmptyRow text={w.asset.noOpen} />}
    </Group>
  );
}

/** The last three repairs: what was done, when, by whom. */
export function FixesOn({ asset }: { asset: string }) {
  const { view, words: w, language, now } = useField();
  const fixes = ticketsOn(view, asset)
    .filter((t) => t.head.resolution !== null && t.head.endedAt !== null)
    .sort((a, b) => (b.head.endedAt ?? 0) - (a.head.endedAt ?? 0))
    .slice(0, LAST_FIXES);
  return (
    <Group title={w.asset.fixes}>
      {fixes.map((t) => {
        const { resolution, endedAt } = t.head;
        if (resolution === null || endedAt === null) return null;
        const who = nameOf(view, t, resolution.by) ?? w.common.unknownPerson;
        return (
          <Row
            key={t.id}
            href={`/tickets/${t.id}`}
            lead={<Tile icon={t.head.symptom === null ? 'wrench' : symptomIcon(t.head.symptom)} />}
            title={resolution.text}
            meta={[w.asset.fixedBy({ date: date(endedAt, now, zoneOf(view, t.head.site), language), who }), w.status.resolutionType[resolution.type]]}
          />
        );
      })}
      {fixes.length === 0 && <EmptyRow text={w.asset.neverBroken} />}
    </Group>
  );
}
