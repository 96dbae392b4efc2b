'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { saveSignIn, signInPage } from '#app/admin/access.ts';
import { RoleField } from '#app/admin/choices.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { ActTrouble, useOfficeAct } from '#app/admin/form.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import type { GivenRole } from '#domain/membership.ts';
import type { ClaimRule } from '#domain/sign-in.ts';
import type { SignInPage } from '#server/office/sign-in.ts';

/** How people sign in: the portals' buttons, and which of their claims give which role. */
export function SignIn() {
  const { load, again } = useTold(signInPage);
  return (
    <Frame page="signIn" load={load} again={again}>
      {(page, texts) => <Settings page={page} texts={texts} />}
    </Frame>
  );
}

function Settings({ page: { settings, set, directory, keyless }, texts }: { page: SignInPage; texts: Texts }) {
  const { w, o } = texts;
  const say = o.access.signIn;
  const [buttons, setButtons] = useState({ oidc: settings.buttons.oidc ?? '', cas: settings.buttons.cas ?? '' });
  const [rules, setRules] = useState<readonly ClaimRule[]>(settings.rules);
  const [create, setCreate] = useState(settings.create);
  const [byEmail, setByEmail] = useState(settings.byEmail);
  const [from, setFrom] = useState(dayOf(settings.passkeysFrom));
  const [done, setDone] = useState(false);
  const { act, trouble, working } = useOfficeAct();
  const keep = () => {
    const named = Object.fromEntries(Object.entries(buttons).filter(([, label]) => label.trim() !== ''));
    setDone(false);
    return act(
      () => saveSignIn({ buttons: named, rules, create, byEmail, passkeysFrom: instantOf(from, settings.passkeysFrom) }),
      async () => setDone(true),
    );
  };
  return (
    <>
      <p className="s q">{say.lead}</p>
      {directory !== null && (
        <Note icon={directory === 'ok' ? 'circle-check' : 'triangle-alert'} tone={directory === 'ok' ? 'o' : 'd'} title={say.directory[directory]}>
          {say.directoryThen}
        </Note>
      )}
      {!set.oidc && !set.cas && directory === null && <Note icon="triangle-alert" tone="w" title={say.notSet} />}
      <div className="panel roomy officeform">
        {(['oidc', 'cas'] as const)
          .filter((id) => set[id])
          .map((id) => (
            <TextField
              key={id}
              label={say[id]}
              hint={say.button}
              value={buttons[id]}
              onChange={(event) => setButtons({ ...buttons, [id]: event.target.value })}
              autoComplete="off"
              maxLength={60}
            />
          ))}
        <label className="officecheck">
          <input type="checkbox" checked={create} onChange={(event) => setCreate(event.target.checked)} /> {say.create}
        </label>
        <label className="officecheck">
          <input type="checkbox" checked={byEmail} onChange={(event) => setByEmail(event.target.checked)} /> {say.byEmail}
        </label>
      </div>
      <div className="panel roomy stack">
        <TextField label={say.passkeys} hint={say.passkeysHint} type="date" value={from} onChange={({ target }) => setFrom(target.value)} />
        {keyless.length > 0 && (
          <details>
            <summary>{say.keyless({ n: keyless.length })}</summary>
            <ul>
              {keyless.map(({ id, name }) => (
                <li key={id}>
                  <a className="link tap" href={`/admin/person?id=${id}`}>
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <Rules rules={rules} change={setRules} texts={texts} />
      {done && <Note icon="circle-check" tone="o" alert title={say.kept} />}
      <ActTrouble trouble={trouble} w={w} o={o} />
      <p className="filters">
        <Button kind="primary" disabled={working} onClick={() => void keep()}>
          {say.keep}
        </Button>
      </p>
    </>
  );
}

/** The day of an instant, as a field of dates has it. */
function dayOf(instant: number | null): string {
  if (instant === null) return '';
  const day = new Date(instant);
  return new Date(instant - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** The beginning of a day; one that was not touched stays the instant that it is. */
function instantOf(day: string, before: number | null): number | null {
  if (day === '') return null;
  return day === dayOf(before) ? before : new Date(`${day}T00:00`).getTime();
}

function Rules({ rules, change, texts }: { rules: readonly ClaimRule[]; change: (rules: readonly ClaimRule[]) => void; texts: Texts }) {
  const { w, o } = texts;
  const say = o.access.signIn;
  const [role, setRole] = useState<GivenRole>('correspondent');
  const [typed, setTyped] = useState({ claim: '', value: '', sites: '' });
  const said = (rule: ClaimRule) => say.rule({ ...rule, role: w.status.role[rule.role] });
  const add = () => {
    const { claim, value, sites } = typed;
    if (claim.trim() === '' || value.trim() === '') return;
    change([...rules, { claim: claim.trim(), value: value.trim(), role, sites: sites.trim() || null }]);
    setTyped({ ...typed, value: '' });
  };
  return (
    <div className="panel roomy stack">
      <Group title={say.rules} count={rules.length}>
        {rules.length === 0 && <EmptyRow text={say.noRule} />}
        {rules.map((rule) => (
          <li key={JSON.stringify(rule)} className="officerow">
            <span className="grow">
              {said(rule)} <span className="s q">{rule.sites === null ? o.people.everywhere : say.at({ sites: rule.sites })}</span>
            </span>
            <Button icon="trash-2" aria-label={say.take({ rule: said(rule) })} onClick={() => change(rules.filter((one) => one !== rule))}>
              {w.common.remove}
            </Button>
          </li>
        ))}
      </Group>
      <p className="s q">{say.rulesLead}</p>
      <div className="officeform">
        {(['claim', 'value', 'sites'] as const).map((name) => (
          <TextField
            key={name}
            label={say[name]}
            value={typed[name]}
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
            autoComplete="off"
            spellCheck={false}
            maxLength={300}
          />
        ))}
        <RoleField role={role} choose={setRole} texts={texts} />
        <div className="officeacts">
          <Button icon="plus" onClick={add}>
            {say.addRule}
          </Button>
        </div>
      </div>
    </div>
  );
}
