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

type Props = { sites: readonly SiteRow[]; texts: Texts; made: (name: string, password: string) => void };

/** A new account with one role. The places offered are those where the role can be held. */
export function PersonForm({ sites, texts: { w, o }, made }: Props) {
  const [role, setRole] = useState<GivenRole>('correspondent');
  const { form, submit, trouble, working } = useOfficeForm(createPerson, ({ password }, input) => {
    setRole('correspondent');
    made(`${input['givenName']?.trim()} ${input['familyName']?.trim()}`, password);
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
