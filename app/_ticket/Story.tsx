'use client';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { Mark } from '#app/_ui/Mark.tsx';
import { Timeline, TimelineEntry } from '#app/_ui/Timeline.tsx';
import type { TicketView } from '#domain/view.ts';
import { fieldTime } from '#domain/words/time.ts';
import { type Line, storyOf } from './story.ts';

/** What happened, newest first; what the server has not got yet carries its mark. */
export function Story({ ticket }: { ticket: TicketView }) {
  const { view, words: w, me, language, now } = useField();
  const lines = storyOf(ticket, { view, me: me.person, language, now });
  const zone = zoneOf(view, ticket.head.site);
  return (
    <section className="stack" aria-labelledby="story">
      <h2 id="story">{w.timeline.title}</h2>
      <Timeline>
        {lines.map((line) => (
          <TimelineEntry
            key={line.id}
            icon={line.icon}
            tone={line.tone}
            pending={line.seq !== null}
            actor={line.sentence.actor}
            text={line.sentence.text}
            quote={line.quote}
            when={fieldTime(line.at, line.received, now, zone, language)}
            mark={<LineMark line={line} />}
          />
        ))}
      </Timeline>
    </section>
  );
}

function LineMark({ line }: { line: Line }) {
  const { snapshot, words: w } = useField();
  if (line.seq === null) return null;
  const isSent = snapshot.outbox.some((e) => e.seq === line.seq && e.state === 'sent');
  return <Mark state={isSent ? 'sent' : 'phone'}>{isSent ? w.sync.mark.sent : w.sync.mark.phone}</Mark>;
}
