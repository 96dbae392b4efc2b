'use client';
import { useState } from 'react';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { SelectField, TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { sentence, useOfficeAct } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { Double } from '#server/office/merge.ts';
import type { PersonPage } from '#server/office/person.ts';
import { lookAtTwo, mergeTwo } from './actions.ts';

type Props = { person: PersonPage; texts: Texts };

/** Two accounts of one person: compared, the one that stays is chosen, and what cannot be undone is confirmed by the other's login. */
export function Merge({ person, texts }: Props) {
  const { w, o } = texts;
  const say = o.access.merge;
  const [login, setLogin] = useState('');
  const [two, setTwo] = useState<readonly [Double, Double] | null>(null);
  const [done, setDone] = useState<{ readonly goes: string; readonly stays: string } | null>(null);
  const { act, trouble, working } = useOfficeAct();
  if (done !== null) {
    return (
      <Note icon="circle-check" tone="o" alert title={say.done({ goes: done.goes })}>
        <LinkButton href={`/admin/person?id=${done.stays}`}>{o.access.person.title}</LinkButton>
      </Note>
    );
  }
  const look = () =>
    act(
      () => lookAtTwo({ person: person.id, login }),
      async (found) => setTwo(found),
    );
  return (
    <section className="panel roomy stack">
      <h2>{say.title}</h2>
      <p className="s q">{say.lead}</p>
      {two === null ? (
        <>
          <TextField
            label={say.login}
            value={login}
            onChange={({ target }) => setLogin(target.value)}
            error={trouble === null ? null : sentence(w, o, trouble)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={120}
          />
          <p className="filters">
            <Button icon="users-round" disabled={working || login.trim() === ''} onClick={() => void look()}>
              {say.look}
            </Button>
          </p>
        </>
      ) : (
        <Confirm two={two} texts={texts} done={setDone} cancel={() => setTwo(null)} />
      )}
    </section>
  );
}

type ConfirmProps = {
  two: readonly [Double, Double];
  texts: Texts;
  done: (done: { readonly goes: string; readonly stays: string }) => void;
  cancel: () => void;
};

function Confirm({ two, texts, done, cancel }: ConfirmProps) {
  const { w, o } = texts;
  const say = o.access.merge;
  // One's own account is never the one that goes.
  const may = two.filter((one) => !two.some((other) => other.self && other.id !== one.id));
  const [kept, setKept] = useState(may[0]?.id ?? two[0].id);
  const [typed, setTyped] = useState('');
  const { act, trouble, working } = useOfficeAct();
  const [stays, goes] = two[0].id === kept ? two : [two[1], two[0]];
  const merge = () =>
    act(
      () => mergeTwo({ stays: stays.id, goes: goes.id, login: typed }),
      async () => done({ goes: goes.login, stays: stays.id }),
    );
  return (
    <>
      <div className="officefour">
        {two.map((one) => (
          <Card key={one.id} one={one} texts={texts} />
        ))}
      </div>
      <SelectField label={say.which} value={kept} choose={setKept} options={may.map((one) => [one.id, say.stays(one)])} />
      <Note icon="triangle-alert" tone="w" title={say.gets({ stays: stays.login, goes: goes.login })}>
        <p>{say.closed({ goes: goes.login })}</p>
        <p>{say.waiting}</p>
        {goes.roles.some(({ role }) => role === 'admin') && <p>{say.roles}</p>}
      </Note>
      <TextField
        label={say.confirm({ login: goes.login })}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        error={trouble === 'confirm' ? sentence(w, o, trouble) : null}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={120}
      />
      {trouble !== null && trouble !== 'confirm' && <Note icon="triangle-alert" tone="d" alert title={sentence(w, o, trouble)} />}
      <p className="filters">
        <Button kind="danger" disabled={working || typed.trim() === ''} onClick={() => void merge()}>
          {say.submit}
        </Button>
        <Button disabled={working} onClick={cancel}>
          {w.common.cancel}
        </Button>
      </p>
    </>
  );
}

function Card({ one, texts: { w, o } }: { one: Double; texts: Texts }) {
  const say = o.access.merge;
  const names: Readonly<Record<string, string>> = w.status.role;
  const lines = [
    ...one.roles.map(({ role, site }) => o.people.roleAt({ role: names[role] ?? role, site: site ?? o.people.everywhere })),
    ...one.teams,
    ...(one.email === null ? [] : [say.email({ email: one.email })]),
    say.tickets({ n: one.tickets }),
    say.devices({ n: one.devices }),
    ...(one.outside ? [say.outside] : []),
  ];
  return (
    <section aria-label={say.account({ login: one.login })}>
      <b>{one.name}</b> {one.self && <span className="q s">{say.self}</span>}
      <br />
      <span className="q s officeline">{one.login}</span>
      <ul>
        {lines.map((line) => (
          <li key={line} className="s">
            {line}
          </li>
        ))}
      </ul>
    </section>
  );
}
