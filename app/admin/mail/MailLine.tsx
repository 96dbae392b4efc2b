'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import type { IconName } from '#app/_ui/icons.ts';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import type { Tone } from '#app/_ui/tone.ts';
import { ActTrouble, type Trouble } from '#app/admin/form.tsx';
import { type Texts, toTheDoor } from '#app/admin/office.ts';
import { readMail, sendMailAgain } from '#app/admin/running.ts';
import { when } from '#domain/words/time.ts';
import type { Told } from '#server/office/desk.ts';
import type { MailRow, MailState } from '#server/office/mails.ts';

const LOOK: Readonly<Record<MailState, { readonly icon: IconName; readonly tone?: Tone }>> = {
  waiting: { icon: 'arrow-up' },
  sent: { icon: 'check', tone: 'o' },
  refused: { icon: 'ban', tone: 'd' },
  'given-up': { icon: 'triangle-alert', tone: 'd' },
  kept: { icon: 'cloud-off', tone: 'w' },
  capped: { icon: 'pause', tone: 'w' },
};

type Props = { row: MailRow; sends: boolean; texts: Texts; resent: (address: string) => Promise<void> };

/** One letter: to whom, about which ticket, what became of it. */
export function MailLine({ row, sends, texts: { w, o, language }, resent }: Props) {
  const say = o.mail;
  const [letter, setLetter] = useState<{ subject: string; text: string } | null>(null);
  const [trouble, setTrouble] = useState<Trouble['fault'] | null>(null);
  const [working, setWorking] = useState(false);
  const { id, address, name, ticket, kind, state } = row;
  const at = (instant: number) => when(instant, Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone, language);

  const act = async <T,>(send: (mail: string) => Promise<Told<T>>, then: (value: T) => unknown) => {
    setWorking(true);
    setTrouble(null);
    try {
      const told = await send(id);
      if (told.ok) await then(told.value);
      else if (told.fault === 'signed-out') toTheDoor();
      else setTrouble(told.fault);
    } catch {
      setTrouble('server');
    } finally {
      setWorking(false);
    }
  };

  const facts = [
    say.kind[kind],
    row.sentAt === null ? say.written({ when: at(row.writtenAt) }) : say.left({ when: at(row.sentAt) }),
    ...(row.attempts > 1 ? [say.tries({ n: row.attempts })] : []),
    ...(state === 'waiting' && row.attempts > 0 ? [say.next({ when: at(row.nextAt) })] : []),
  ];
  const named = (label: string) => say.actsOn({ act: label, address, when: at(row.writtenAt) });
  const mayAgain = state !== 'waiting' && (sends || state !== 'kept');
  return (
    <li className="officerow">
      <span className="grow">
        <b>{name ?? say.mailbox}</b> <span className="q s">{address}</span>
        <br />
        <span className="s q">
          {ticket?.number != null && (
            <>
              <a className="link" href={`/tickets/${ticket.id}`}>
                {w.common.number({ number: ticket.number })}
              </a>
              {' · '}
            </>
          )}
          {facts.join(' · ')}
        </span>
        {state === 'capped' && <span className="s q officeline">{say.capped}</span>}
        {row.answer !== null && state !== 'sent' && <span className="s q officeline">{say.answer({ answer: row.answer })}</span>}
        {row.badAddress && (
          <span className="s officeline">
            <a className="link" href="/admin/people">
              {say.badAddress}
            </a>
          </span>
        )}
      </span>
      <StatusTag {...LOOK[state]}>{say.state[state]}</StatusTag>
      <Button
        icon="book-open"
        disabled={working}
        aria-expanded={letter !== null}
        aria-label={named(letter === null ? say.read : say.hide)}
        onClick={() => (letter === null ? void act(readMail, setLetter) : setLetter(null))}
      >
        {letter === null ? say.read : say.hide}
      </Button>
      {mayAgain && (
        <Button icon="refresh-cw" disabled={working} aria-label={named(say.again)} onClick={() => void act(sendMailAgain, () => resent(address))}>
          {say.again}
        </Button>
      )}
      {letter !== null && (
        <blockquote className="officeletter">
          <b>{letter.subject}</b>
          {'\n\n'}
          {letter.text}
        </blockquote>
      )}
      <ActTrouble trouble={trouble} w={w} o={o} />
    </li>
  );
}
