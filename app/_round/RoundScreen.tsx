'use client';
import { useState } from 'react';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { placeName } from '#app/_field/said.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { LinkButton } from '#app/_ui/Button.tsx';
import { Empty } from '#app/_ui/Empty.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { isSupport } from '#domain/actor.ts';
import { pastTour, tourOf } from '#domain/register/tour.ts';
import { RoundReport } from './RoundReport.tsx';
import { Walking } from './Walking.tsx';
import '#app/scan/scan.css';
import './round.css';

/** The report of a tour stands in place of the next one for so long, ms; the room has it for a week. */
const REPORT_STANDS = 12 * 3_600_000;

/** The tour of a room: one thing after the other without leaving the camera, then what it came to. */
export function RoundScreen({ id }: { id: string }) {
  const { view, words: w, actor, now } = useField();
  const [isAgain, setAgain] = useState(false);
  const room = view.rooms.get(id);
  useTitle(room === undefined ? w.round.start : w.round.title({ room: placeName(w, room) }));
  if (room === undefined || !isSupport(actor, room.site)) {
    const back = { href: '/rooms', label: w.common.back };
    return (
      <Screen top={<TopBar title={w.rooms.title} back={back} chip={<Chip />} />} centered>
        <Empty title={room === undefined ? w.round.unknownRoom : w.round.only}>
          <LinkButton href="/rooms">{w.rooms.title}</LinkButton>
        </Empty>
      </Screen>
    );
  }
  const past = pastTour(view, room.id);
  const isOver = past !== null && tourOf(view, room.id, now).round === null && now - (past.round.endedAt ?? 0) < REPORT_STANDS;
  if (past !== null && isOver && !isAgain) return <RoundReport room={room} tour={past} again={() => setAgain(true)} />;
  return <Walking key={past?.round.id ?? ''} room={room} finished={() => setAgain(false)} />;
}
