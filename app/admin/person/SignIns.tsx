'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { ActTrouble, AskAgain, useOfficeAct } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { endSignIns } from '#app/admin/running.ts';
import { when } from '#domain/words/time.ts';
import type { PersonPage } from '#server/office/person.ts';

type Props = { person: PersonPage; texts: Texts; kept: (text: string) => void };
type Line = PersonPage['sessions'][number];

/** Where a person is signed in; one device, or all, can be signed out, or told to forget. */
export function SignIns({ person, texts: { w, o, language }, kept }: Props) {
  const say = o.access.person;
  const { act, trouble, working } = useOfficeAct();
  const [asking, setAsking] = useState<Line | 'all' | null>(null);
  const at = (instant: number) => ({ when: when(instant, Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone, language) });
  const live = person.sessions.filter((s) => s.endedAt === null && !s.isThis);
  const end = (of: Line | 'all', lost: boolean) =>
    act(
      () => endSignIns({ person: person.id, lost, ...(of === 'all' ? {} : { session: of.id }) }),
      async ({ ended }) => {
        setAsking(null);
        kept(say.endedDone({ n: ended }));
      },
    );
  const nameOf = ({ label }: Line) => label || say.unknown;
  return (
    <Group
      title={say.sessions}
      count={live.length}
      after={
        <>
          {asking !== null && (
            <AskAgain
              title={asking === 'all' ? say.lostAll : say.lostNamed({ label: nameOf(asking) })}
              verb={say.lost}
              working={working}
              w={w}
              go={() => void end(asking, true)}
              cancel={() => setAsking(null)}
            >
              <p>{say.askLost}</p>
            </AskAgain>
          )}
          <ActTrouble trouble={trouble} w={w} o={o} />
          {live.length > 1 && (
            <p className="filters">
              <Button disabled={working} onClick={() => void end('all', false)}>
                {say.endAll}
              </Button>
              <Button kind="danger" disabled={working} onClick={() => setAsking('all')}>
                {say.lostAll}
              </Button>
            </p>
          )}
        </>
      }
    >
      {person.sessions.length === 0 && <EmptyRow text={say.none} />}
      {person.sessions.map((session) => (
        <li key={session.id} className="officerow">
          <span className="grow">
            <b>{nameOf(session)}</b> <span className="s q">{say.by[session.by]}</span>
            <br />
            <span className="s q">{say.seen(at(session.lastSeen))}</span>
            {session.wipe && session.endedAt !== null && (
              <>
                {' '}
                {session.lastSeen > session.endedAt ? (
                  <StatusTag icon="check" tone="o">
                    {say.wiped(at(session.lastSeen))}
                  </StatusTag>
                ) : (
                  <StatusTag icon="hourglass" tone="w">
                    {say.toWipe}
                  </StatusTag>
                )}
              </>
            )}
          </span>
          {session.endedAt === null && !session.isThis && (
            <>
              <Button disabled={working} aria-label={say.endNamed({ label: nameOf(session) })} onClick={() => void end(session, false)}>
                {say.end}
              </Button>
              <Button kind="danger" disabled={working} aria-label={say.lostNamed({ label: nameOf(session) })} onClick={() => setAsking(session)}>
                {say.lost}
              </Button>
            </>
          )}
        </li>
      ))}
    </Group>
  );
}
