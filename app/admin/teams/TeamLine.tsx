'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { intoTeam, outOfTeam, renameTeam } from '#app/admin/access.ts';
import { ActTrouble, FormFoot, useOfficeAct, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { Told } from '#server/office/desk.ts';
import type { TeamRow } from '#server/office/teams.ts';

type Props = { team: TeamRow; texts: Texts; changed: () => void };

/** One team: its name, and who is in it. */
export function TeamLine({ team, texts, changed }: Props) {
  const { w, o } = texts;
  const say = o.access.teams;
  const [asking, setAsking] = useState<'name' | 'login' | null>(null);
  const { act, trouble, working } = useOfficeAct();
  const done = () => {
    setAsking(null);
    changed();
  };
  return (
    <li className="officerow">
      <span className="grow">
        <b>{team.name}</b> <span className="q s">{say[team.kind]}</span>
        {team.members.length === 0 && <span className="s q officeline">{say.empty}</span>}
        {team.members.map((member) => (
          <span key={member.id} className="officeline">
            {member.name}{' '}
            <Button
              kind="quiet"
              icon="x"
              disabled={working}
              aria-label={say.leave({ name: member.name })}
              onClick={() =>
                void act(
                  () => outOfTeam({ team: team.id, person: member.id }),
                  async () => changed(),
                )
              }
            >
              {w.common.remove}
            </Button>
          </span>
        ))}
      </span>
      {asking === null && (
        <>
          <Button aria-label={say.renameNamed({ name: team.name })} onClick={() => setAsking('name')}>
            {say.rename}
          </Button>
          <Button icon="plus" aria-label={say.joinNamed({ name: team.name })} onClick={() => setAsking('login')}>
            {say.join}
          </Button>
        </>
      )}
      {asking === 'name' && (
        <One
          name="name"
          label={say.name}
          value={team.name}
          send={(input) => renameTeam({ ...input, team: team.id })}
          texts={texts}
          done={done}
          cancel={() => setAsking(null)}
        />
      )}
      {asking === 'login' && (
        <One
          name="login"
          label={say.login}
          value=""
          send={(input) => intoTeam({ ...input, team: team.id })}
          texts={texts}
          done={done}
          cancel={() => setAsking(null)}
        />
      )}
      <ActTrouble trouble={trouble} w={w} o={o} />
    </li>
  );
}

type OneProps = {
  name: 'name' | 'login';
  label: string;
  value: string;
  send: (input: Record<string, string>) => Promise<Told<null>>;
  texts: Texts;
  done: () => void;
  cancel: () => void;
};

function One({ name, label, value, send, texts, done, cancel }: OneProps) {
  const { w } = texts;
  const { form, submit, errorOf, foot } = useOfficeForm(texts, send, done);
  return (
    <form ref={form} className="grow" noValidate onSubmit={submit}>
      <TextField
        label={label}
        error={errorOf(name)}
        name={name}
        defaultValue={value}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        maxLength={120}
        autoFocus
      />
      <FormFoot {...foot} verb={w.common.save} cancel={cancel} inRow />
    </form>
  );
}
