'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { isStaff, stateOf } from '#app/_field/state.ts';
import { STATUS_LOOK } from '#app/_ui/looks.ts';
import { Note } from '#app/_ui/Note.tsx';
import { Prio } from '#app/_ui/Prio.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { Track } from '#app/_ui/Track.tsx';
import { isUnanswered, type Ticket } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import type { Words } from '#domain/words/fr/index.ts';
import { when } from '#domain/words/time.ts';
import { Because } from './Because.tsx';
import { Delay } from './Delay.tsx';
import { wasJustTaken } from './justTaken.ts';
import { trackOf } from './story.ts';

/** Where it stands, who has had it, how pressing it is and why. */
export function StateCard({ ticket }: { ticket: TicketView }) {
  const field = useField();
  const { view, words: w, me, language, now } = field;
  const { head } = ticket;
  const [opened] = useState(() => ({ holder: head.assignee, taken: wasJustTaken(ticket.id) }));
  const staff = isStaff(me, ticket);
  const look = STATUS_LOOK[head.status];
  const isMineNow = head.assignee === me.person && (opened.taken || opened.holder !== me.person);
  return (
    <section className="panel roomy" aria-label={w.tickets.column.state}>
      <div className="between">
        <StatusTag icon={look.icon} tone={look.tone} size="m">
          {staff || head.status === 'escalated' ? stateOf(ticket, field) : w.status.label[head.status]}
        </StatusTag>
        {staff && <Prio priority={head.priority} label={w.status.priority.code({ priority: head.priority })} />}
      </div>
      {!staff && (
        <p className="s">
          {head.status !== 'escalated' && <b>{stateOf(ticket, field)}.</b>} <span className="q">{nextFor(head, w)}</span>
        </p>
      )}
      <Track
        label={w.timeline.track}
        steps={trackOf(ticket, { view, me: me.person, language, now })}
        folded={(n) => w.timeline.dot.folded({ n })}
        taken={isMineNow}
      />
      <Delay ticket={ticket} />
      {staff && head.calling != null && (
        <Note icon={isUnanswered(head) ? 'bell-off' : 'bell-ring'} {...(isUnanswered(head) ? { tone: 'd' as const } : {})}>
          {(isUnanswered(head) ? w.ticket.unanswered : head.assignee === null ? w.ticket.calling : w.ticket.unseen)({
            when: when(head.calling.since, now, zoneOf(view, head.site), language),
          })}
        </Note>
      )}
      {staff && <Because ticket={ticket} />}
      {head.drop !== null && (
        <p className="s">
          <b>{w.forms.dropped}</b> · {w.status.dropReason[head.drop.reason]}
          {head.endedAt !== null && <span className="qq"> · {when(head.endedAt, now, zoneOf(view, head.site), language)}</span>}
        </p>
      )}
      {head.resolution !== null && (head.status === 'resolved' || head.status === 'closed') && (
        <p className="s">
          <b>{w.ticket.solution}</b> · {w.status.resolutionType[head.resolution.type]}
          {head.endedAt !== null && <span className="qq"> · {when(head.endedAt, now, zoneOf(view, head.site), language)}</span>}
        </p>
      )}
    </section>
  );
}

/** What comes next for whoever reported. */
function nextFor(head: Ticket, w: Words): string {
  const { next } = w.forms;
  if (head.duplicateOf !== null) return w.forms.droppedDuplicate;
  if (head.status !== 'waiting') return next[head.status];
  if (head.waitReason === null || (head.waitReason === 'appointment' && head.visit === null)) return next.waiting.parts;
  if (head.waitReason === 'appointment' && head.visit?.state === 'proposed') return w.forms.nextAnswer;
  return next.waiting[head.waitReason];
}
