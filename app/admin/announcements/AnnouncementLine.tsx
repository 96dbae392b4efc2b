'use client';
import { Button } from '#app/_ui/Button.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { ActTrouble, useOfficeAct } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { endAnnouncement } from '#app/admin/running.ts';
import { when } from '#domain/words/time.ts';
import type { AnnouncementRow, Announcements } from '#server/office/announcements.ts';

type Props = { row: AnnouncementRow; told: Announcements; texts: Texts; kept: (text: string) => Promise<void> };

/** One announcement: what it says, for whom, from when until when, by whom. */
export function AnnouncementLine({ row, told, texts: { w, o, language }, kept }: Props) {
  const say = o.announcements;
  const { act, trouble, working } = useOfficeAct();
  const at = (instant: number) => when(instant, told.now, row.timeZone, language);
  const where = [
    row.siteName ?? say.all,
    say.between({ from: at(row.from), until: at(row.until) }),
    ...(row.by === '' ? [] : [say.by({ who: row.by })]),
  ];
  return (
    <li className="officerow">
      <span className="grow">
        <StatusTag icon={row.tone === 'trouble' ? 'triangle-alert' : 'info'} tone={row.tone === 'trouble' ? 'w' : 'i'}>
          {say.tones[row.tone]}
        </StatusTag>
        <br />
        <b>{row.text}</b>
        <br />
        <span className="s q">{where.join(' · ')}</span>
      </span>
      {row.mayEnd && (
        <Button
          disabled={working}
          aria-label={say.endOf({ text: row.text })}
          onClick={() =>
            void act(
              () => endAnnouncement(row.id),
              () => kept(say.ended),
            )
          }
        >
          {say.end}
        </Button>
      )}
      <ActTrouble trouble={trouble} w={w} o={o} />
    </li>
  );
}
