'use client';
import { useField } from '#app/_field/field.tsx';
import { codeName, roomOf, titleOf, zoneOf } from '#app/_field/said.ts';
import { stateOf } from '#app/_field/state.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { STATUS_LOOK } from '#app/_ui/looks.ts';
import { Mark } from '#app/_ui/Mark.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { type Step, Track } from '#app/_ui/Track.tsx';
import type { Told } from '#domain/outbox.ts';
import type { TicketView } from '#domain/view.ts';
import { clock, when } from '#domain/words/time.ts';
import { RefusedHere } from './RefusedHere.tsx';
import { storyOf } from './story.ts';

/** Acts of the same absence are told with the take that came second, ms before and after it. */
const SAME_ABSENCE = 24 * 3_600_000;

/** A take that came second: who has it and since when, what became of all that was done meanwhile, and what one can do now. */
export function CameSecond({ ticket, told }: { ticket: TicketView; told: Told }) {
  const field = useField();
  const { view, words: w, language, now, me, store, navigate } = field;
  const { head } = ticket;
  const zone = zoneOf(view, head.site);
  const room = roomOf(view, head);
  const who = told.joined.name;
  const first = who.split(' ')[0] ?? who;
  const time = (at: number) => when(at, now, zone, language);
  const colleague = view.sites.get(head.site)?.colleagues.find((c) => c.id === told.joined.owner);
  const look = STATUS_LOOK[head.status];
  const steps: Step[] = [
    { key: 'reported', icon: 'user-round', label: w.timeline.dot.reported, detail: time(head.openedAt), state: 'had' },
    { key: 'now', icon: 'hand', label: who, detail: time(told.joined.since), state: 'now' },
    { key: 'me', icon: 'x', label: w.common.you, detail: time(told.at), state: 'next' },
  ];
  const mine = new Set(
    ticket.timeline.filter((r) => r.by === me.person && Math.abs(r.at - told.at) < SAME_ABSENCE && DONE.has(r.event.type)).map((r) => r.id),
  );
  const done = storyOf(ticket, { view, me: me.person, language, now }).filter((line) => mine.has(line.id));

  const read = async (then: () => void) => {
    await store.clearTold(told).catch(() => 'told again at the next visit');
    then();
  };
  return (
    <Screen
      column
      top={<TopBar title={codeName(w, head)} back={{ href: '/', label: w.common.back }} />}
      actions={
        <>
          <Button kind="primary" shape="block" icon="users-round" onClick={() => void read(() => undefined)}>
            {w.refusals.stayHelper}
          </Button>
          <Button kind="quiet" shape="block" onClick={() => void read(() => navigate('/'))}>
            {w.verbs.leaveTo({ who: first })}
          </Button>
        </>
      }
    >
      <section className="stack">
        <h2 className="t-2xl">{w.refusals.secondTitle({ who })}</h2>
        <p>
          {w.refusals.alreadyTaken({ who, time: time(told.joined.since) })} {w.refusals.yourGesture({ time: clock(told.at, zone, language) })}
        </p>
        <p>{w.refusals.nowHelper({ who: first })}</p>
      </section>
      <section className="panel roomy">
        <div className="row mid bare">
          <Plate building={room?.building ?? null} room={room?.name ?? null} />
          <span className="grow">
            <h3>{titleOf(view, w, head)}</h3>
            <span className="meta">
              <StatusTag icon={look.icon} tone={look.tone}>
                {stateOf(ticket, field)}
              </StatusTag>
            </span>
          </span>
        </div>
        <Track label={w.timeline.track} steps={steps} folded={(n) => w.timeline.dot.folded({ n })} />
      </section>
      <Group title={w.outbox.done}>
        <Row lead={<Tile icon="hand" />} title={w.refusals.takeSecond} meta={[w.status.by({ label: w.status.label.taken, who })]} />
        {done.map((line) => (
          <Row
            key={line.id}
            lead={<Tile icon={line.icon} tone="o" />}
            title={`${line.sentence.actor ?? ''} ${line.sentence.text}`}
            meta={line.quote === null ? [] : [line.quote]}
          >
            <Mark state={line.seq === null ? 'saved' : 'phone'}>{line.seq === null ? w.refusals.saved({ who: first }) : w.sync.mark.phone}</Mark>
          </Row>
        ))}
      </Group>
      <RefusedHere ticket={ticket} />
      {colleague?.phone && (
        <LinkButton href={`tel:${colleague.phone.replace(/\s/g, '')}`} icon="phone">
          {w.common.call({ who: first })}
        </LinkButton>
      )}
    </Screen>
  );
}

const DONE: ReadonlySet<string> = new Set([
  'NoteAdded',
  'PhotoAttached',
  'WorkStarted',
  'WorkPaused',
  'WorkResumed',
  'TicketResolved',
  'TicketEscalated',
  'HelpAsked',
  'TicketQualified',
  'TaskAdded',
  'TaskCompleted',
  'TaskReopened',
]);
