'use client';
import { useState } from 'react';
import { SelectField, TextField } from '#app/_ui/Field.tsx';
import { LanguageField } from '#app/_ui/LanguageField.tsx';
import { createPerson } from '#app/admin/actions.ts';
import { HeldAtField, named, RoleField } from '#app/admin/choices.tsx';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { GivenRole } from '#domain/membership.ts';
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
export function PersonForm({ sites, teams, texts, made }: Props) {
  const { w, o } = texts;
  const [role, setRole] = useState<GivenRole>('correspondent');
  const { form, submit, errorOf, foot } = useOfficeForm(texts, createPerson, ({ password, link }, input) => {
    setRole('correspondent');
    const name = `${input['givenName']?.trim()} ${input['familyName']?.trim()}`;
    made({ name, password, url: link?.url ?? null, to: link?.to ?? null });
  });
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
      <RoleField name="role" role={role} choose={setRole} error={errorOf('role')} texts={texts} />
      <HeldAtField name="site" role={role} sites={sites} error={errorOf('site')} texts={texts} />
      {role === 'provider' && (
        <SelectField
          label={o.access.list.team}
          name="team"
          error={errorOf('team')}
          options={named(teams.filter(({ kind }) => kind === 'provider'))}
        />
      )}
      <SelectField label={o.access.list.first} name="first" options={FIRST.map((way) => [way, o.access.list[way]])} />
      <LanguageField w={w} label={o.people.language} error={errorOf('language')} />
      <FormFoot {...foot} verb={o.people.submit} />
    </form>
  );
}
