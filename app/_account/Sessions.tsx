'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { when } from '#domain/words/time.ts';
import { type AccountFault, type SessionLine, tell } from './ask.ts';

type Props = { sessions: readonly SessionLine[]; changed: () => void };

/** Where one is signed in, since when, how; each can be ended, and a lost one told to forget. */
export function Sessions({ sessions, changed }: Props) {
  const { words: w, view, now, language, toast } = useField();
  const a = w.account;
  const zone = zoneOf(view, null);
  const [asked, setAsked] = useState<SessionLine | null>(null);
  const [fault, setFault] = useState<AccountFault | null>(null);
  const others = sessions.filter((s) => !s.isThis);
  const at = (instant: number) => ({ when: when(instant, now, zone, language) });
  const nameOf = ({ label }: SessionLine) => label || a.unknown;

  const end = async (body: unknown) => {
    const found = await tell('DELETE', '/api/account/sessions', body);
    setFault(found);
    setAsked(null);
    if (found === null) toast(a.ended);
    changed();
  };

  return (
    <>
      <Group
        title={a.sessions}
        count={sessions.length}
        after={
          <>
            {fault !== null && <Note icon="triangle-alert" tone="d" alert title={a.fault[fault]} />}
            {others.length > 1 && (
              <Button shape="block" icon="log-out" onClick={() => void end({ others: true })}>
                {a.others({ n: others.length })}
              </Button>
            )}
          </>
        }
      >
        {sessions.map((session) => (
          <Row
            key={session.id}
            middle
            lead={<Tile icon="smartphone" {...(session.isThis ? { tone: 'b' as const } : {})} />}
            title={session.isThis ? a.thisOne({ label: nameOf(session) }) : nameOf(session)}
            meta={[a.seen(at(session.lastSeen))]}
          >
            <span className="s q">
              {a.since(at(session.since))} · {a.by[session.by]}
            </span>
            {!session.isThis && (
              <Button aria-label={a.endNamed({ label: nameOf(session) })} onClick={() => setAsked(session)}>
                {a.end}
              </Button>
            )}
          </Row>
        ))}
      </Group>
      <Sheet
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={asked === null ? '' : a.endAsk({ label: nameOf(asked) })}
        closeLabel={w.common.close}
      >
        <p>{a.endThen}</p>
        <Button kind="primary" shape="block" onClick={() => void end({ session: asked?.id })}>
          {a.end}
        </Button>
        <p>{a.lostThen}</p>
        <Button kind="danger" shape="block" onClick={() => void end({ session: asked?.id, lost: true })}>
          {a.lost}
        </Button>
      </Sheet>
    </>
  );
}
