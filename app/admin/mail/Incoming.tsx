'use client';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { Texts } from '#app/admin/office.ts';
import { when } from '#domain/words/time.ts';
import type { Mails } from '#server/office/mails.ts';

/** What came back: in which ticket it is, and what is left to be read by somebody. */
export function Incoming({ told: { incoming, trouble }, texts: { w, o, language } }: { told: Mails; texts: Texts }) {
  const say = o.mail.incoming;
  if (incoming === null)
    return (
      <Note icon="info" title={say.off}>
        {say.offThen}
      </Note>
    );
  const at = (instant: number) => when(instant, Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone, language);
  return (
    <>
      {trouble !== null && (
        <Note icon="triangle-alert" tone="d" title={say.trouble}>
          {o.mail.answer({ answer: trouble })}
        </Note>
      )}
      <Group title={say.title}>
        {incoming.length === 0 && <EmptyRow text={say.none} />}
        {incoming.map(({ id, name, address, ticket, outcome, at: came }) => (
          <li key={id} className="officerow">
            <span className="grow">
              <b>{name ?? address ?? o.mail.mailbox}</b>{' '}
              {ticket !== null && <a href={`/tickets/${ticket.id}`}>{w.common.number({ number: ticket.number ?? '' })}</a>}
              <br />
              <span className="q s">
                {say.outcome[outcome]} · {at(came)}
              </span>
            </span>
          </li>
        ))}
      </Group>
    </>
  );
}
