import { Timeline, TimelineEntry } from '#app/_ui/Timeline.tsx';
import type { AssetHistory } from '#domain/register/history.ts';
import type { Words } from '#domain/words/fr/index.ts';
import type { Language } from '#domain/words/index.ts';
import { clock, when } from '#domain/words/time.ts';
import { toldOf } from './told.ts';

/** Field time and receipt are told apart from so many ms on. */
const APART = 120_000;

type Props = { history: AssetHistory; w: Words; language: Language; zone: string; now: number };

/** What happened to an asset, newest first. */
export function HistoryLines({ history: { lines, rooms, isCut }, w, language, zone, now }: Props) {
  const h = w.history;
  return (
    <>
      <Timeline>
        {lines.map((line) => {
          const { icon, texts } = toldOf(w, language, line, rooms);
          const [first = '', ...more] = texts;
          const at = when(line.at, now, zone, language);
          const time = line.received - line.at > APART ? h.received({ when: at, received: clock(line.received, zone, language) }) : at;
          return (
            <TimelineEntry key={line.id} icon={icon} actor={null} text={first} when={h.by({ who: line.who ?? h.house, when: time })}>
              {more.map((text) => (
                <p key={text} className="h">
                  {text}
                </p>
              ))}
            </TimelineEntry>
          );
        })}
      </Timeline>
      {lines.length === 0 && <p className="q">{h.none}</p>}
      {isCut && <p className="s q">{h.cut}</p>}
    </>
  );
}
