'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { AddressForm } from '#app/admin/AddressForm.tsx';
import { newPassword, personEmail, reopenPerson, shutPerson } from '#app/admin/actions.ts';
import { ActTrouble, AskAgain, useOfficeAct } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { Reach } from '#app/admin/Reach.tsx';
import type { Words } from '#domain/words/index.ts';
import { when } from '#domain/words/time.ts';
import type { Told } from '#server/office/desk.ts';
import type { PersonRow } from '#server/office/people.ts';
import { AgentNumber } from './AgentNumber.tsx';
import { PersonKnown } from './PersonKnown.tsx';

type Props = {
  person: PersonRow;
  texts: Texts;
  /** @param password the new one, when there is one to show */
  changed: (name: string, password: string | null) => void;
};

function roleName(w: Words, role: string): string {
  const names: Readonly<Record<string, string>> = w.status.role;
  return names[role] ?? role;
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** One account, and what can be done to it; what cannot be undone at once is asked again, in place. */
export function PersonLine({ person, texts: { language, w, o }, changed }: Props) {
  const [asking, setAsking] = useState<'shut' | 'renew' | 'agent' | 'known' | 'email' | null>(null);
  const { act, trouble, working } = useOfficeAct();
  const { id, name, login, disabled, self, roles, hasAgentNumber } = person;

  const done = (password: string | null = null) => {
    setAsking(null);
    changed(name, password);
  };
  const send = (verb: (person: string) => Promise<Told<{ password: string } | null>>) =>
    act(
      () => verb(id),
      async (told) => done(told?.password),
    );

  const held = roles.map(({ role, site }) => o.people.roleAt({ role: roleName(w, role), site: site ?? o.people.everywhere }));
  return (
    <li className="officerow">
      <span className="grow">
        <b>{name}</b> <span className="q s">{login}</span>
        <br />
        <span className="s q">{disabled ? o.people.disabled : held.join(' · ') || o.people.noRole}</span>
        <span className="s q"> · {person.email ?? o.mail.person.none}</span>
        {person.emailRefusedAt !== null && (
          <>
            {' '}
            <StatusTag icon="ban" tone="d">
              {o.mail.person.refused({ when: when(person.emailRefusedAt, Date.now(), zone(), language) })}
            </StatusTag>
          </>
        )}
        {person.vip && <span className="s q"> · {o.people.vipShort}</span>}
        {hasAgentNumber && <span className="s q"> · {o.people.agentKnown}</span>}
        <Reach reach={person.reach} texts={{ language, w, o }} />
      </span>
      {asking === null && (
        <a className="link tap s" href={`/admin/person?id=${id}`} aria-label={o.access.person.openNamed({ name })}>
          {o.access.person.open}
        </a>
      )}
      {asking === null && !disabled && (
        <Button icon="id-card" disabled={working} aria-label={`${o.people.agent}, ${name}`} onClick={() => setAsking('agent')}>
          {o.people.agent}
        </Button>
      )}
      {asking === null && !disabled && (
        <Button icon="mail" disabled={working} aria-label={`${o.mail.person.email}, ${name}`} onClick={() => setAsking('email')}>
          {o.mail.person.email}
        </Button>
      )}
      {asking === null && !disabled && (
        <Button icon="star" disabled={working} aria-label={`${o.people.known}, ${name}`} onClick={() => setAsking('known')}>
          {o.people.known}
        </Button>
      )}
      {asking === null && !disabled && !self && (
        <>
          <Button icon="key-round" disabled={working} aria-label={`${o.people.renew}, ${name}`} onClick={() => setAsking('renew')}>
            {o.people.renew}
          </Button>
          <Button kind="danger" icon="ban" disabled={working} aria-label={`${o.people.shut}, ${name}`} onClick={() => setAsking('shut')}>
            {o.people.shut}
          </Button>
        </>
      )}
      {disabled && (
        <Button icon="undo-2" disabled={working} aria-label={`${o.people.reopen}, ${name}`} onClick={() => void send(reopenPerson)}>
          {o.people.reopen}
        </Button>
      )}
      {asking === 'agent' && <AgentNumber person={id} texts={{ language, w, o }} done={() => done()} cancel={() => setAsking(null)} />}
      {asking === 'email' && (
        <AddressForm
          name="email"
          address={person.email}
          say={{ ...o.mail.person, label: o.mail.person.email }}
          act={(input) => personEmail({ ...input, person: person.id })}
          texts={{ language, w, o }}
          done={() => done()}
          cancel={() => setAsking(null)}
        />
      )}
      {asking === 'known' && <PersonKnown person={person} texts={{ language, w, o }} done={() => done()} cancel={() => setAsking(null)} />}
      {(asking === 'shut' || asking === 'renew') && (
        <AskAgain
          title={asking === 'shut' ? o.people.shutAsk({ name }) : o.people.renewAsk({ name })}
          verb={asking === 'shut' ? o.people.shut : o.people.renew}
          working={working}
          w={w}
          go={() => void send(asking === 'shut' ? shutPerson : newPassword)}
          cancel={() => setAsking(null)}
        />
      )}
      <ActTrouble trouble={trouble} w={w} o={o} />
    </li>
  );
}
