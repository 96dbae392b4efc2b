'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Field, TextField } from '#app/_ui/Field.tsx';
import { createPerson } from '#app/admin/actions.ts';
import { FormTrouble, sentence, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { fitsScope, GIVEN_ROLES, type GivenRole } from '#domain/membership.ts';
import { LANGUAGES } from '#domain/words/index.ts';
import type { SiteRow } from '#server/office/sites.ts';
import type { TeamRow } from '#server/office/teams.ts';

/** Somebody new, and what lets them in: a password or a link to show, or the address that a link was mailed to. */
export interface Made {
  readonly name: string;
  readonly password: string | null;
  readonly url: string | null;
  readonly to: string | null;
}

type Props = { sites: readonly SiteRow[]; teams: readonly TeamRow[]; texts: Texts; made: (made: Made) => void };

const FIRST = ['password', 'link', 'mail'] as const;

/** A new account with one role. The places offered are those where the role can be held. */
export function PersonForm({ sites, teams, texts: { w, o }, made }: Props) {
  const [role, setRole] = useState<GivenRole>('correspondent');
  const { form, submit, trouble, working } = useOfficeForm(createPerson, ({ password, link }, input) => {
    setRole('correspondent');
    const name = `${input['givenName']?.trim()} ${input['familyName']?.trim()}`;
    made({ name, password, url: link?.url ?? null, to: link?.to ?? null });
  });
  const errorOf = (field: string) => (trouble?.field === field ? sentence(w, o, trouble.fault) : null);
  return (
    <form ref={form} className="panel roomy officeform" noValidate onSubmit={submit}>
      <h2>{o.people.add}</h2>
      <TextField label={o.people.givenName} error={errorOf('givenName')} name="givenName" autoComplete="off" required maxLength={60} />
      <TextField label={o.people.familyName} error={errorOf('familyName')} name="familyName" autoComplete="off" required maxLength={60} />
      <TextField
        label={o.people.login}
        hint={o.people.loginHint}
        error={errorOf('login')}
        name="login"
        type="text"
        inputMode="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        maxLength={120}
      />
      <TextField
        label={o.people.phone}
        optional={w.common.optional}
        error={errorOf('phone')}
        name="phone"
        type="tel"
        autoComplete="off"
        maxLength={30}
      />
      <TextField
        label={o.mail.person.email}
        hint={o.mail.person.hint}
        optional={w.common.optional}
        error={errorOf('email')}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="off"
        spellCheck={false}
        maxLength={254}
      />
      <Field label={o.people.role} error={errorOf('role')}>
        {(bound) => (
          <select className="input" name="role" value={role} onChange={(event) => setRole(event.target.value as GivenRole)} {...bound}>
            {GIVEN_ROLES.map((given) => (
              <option key={given} value={given}>
                {w.status.role[given]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={o.people.where} error={errorOf('site')}>
        {(bound) => (
          <select className="input" name="site" {...bound}>
            {fitsScope(role, 'organisation') && <option value="">{o.people.everywhere}</option>}
            {fitsScope(role, 'site') &&
              sites.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </select>
        )}
      </Field>
      {role === 'provider' && (
        <Field label={o.access.list.team} error={errorOf('team')}>
          {(bound) => (
            <select className="input" name="team" {...bound}>
              {teams
                .filter(({ kind }) => kind === 'provider')
                .map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
            </select>
          )}
        </Field>
      )}
      <Field label={o.access.list.first}>
        {(bound) => (
          <select className="input" name="first" {...bound}>
            {FIRST.map((way) => (
              <option key={way} value={way}>
                {o.access.list[way]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={o.people.language} error={errorOf('language')}>
        {(bound) => (
          <select className="input" name="language" {...bound}>
            {LANGUAGES.map((language) => (
              <option key={language} value={language}>
                {w.common.languages[language]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <FormTrouble trouble={trouble} w={w} o={o} />
      <div className="officeacts">
        <Button type="submit" kind="primary" disabled={working}>
          {o.people.submit}
        </Button>
      </div>
    </form>
  );
}
