'use client';
import { TextField } from '#app/_ui/Field.tsx';
import { LanguageField } from '#app/_ui/LanguageField.tsx';
import { personIdentity } from '#app/admin/access.ts';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { PersonPage } from '#server/office/person.ts';

type Props = { person: PersonPage; texts: Texts; kept: (text: string) => void };

/** What a person is called, signs in with, and is telephoned at. */
export function Identity({ person, texts, kept }: Props) {
  const { w, o } = texts;
  const { form, submit, errorOf, foot } = useOfficeForm(
    texts,
    (input) => personIdentity({ ...input, person: person.id }),
    () => kept(o.access.person.kept),
  );
  const one = (name: 'givenName' | 'familyName' | 'login', most: number) => (
    <TextField
      label={o.people[name]}
      error={errorOf(name)}
      name={name}
      defaultValue={person[name]}
      autoComplete="off"
      spellCheck={false}
      required
      maxLength={most}
    />
  );
  return (
    <form key={JSON.stringify(person)} ref={form} className="panel roomy officeform" noValidate onSubmit={submit}>
      <h2>{o.access.person.identity}</h2>
      {one('givenName', 60)}
      {one('familyName', 60)}
      {one('login', 120)}
      <TextField
        label={o.people.phone}
        optional={w.common.optional}
        error={errorOf('phone')}
        name="phone"
        type="tel"
        defaultValue={person.phone ?? ''}
        autoComplete="off"
        maxLength={30}
      />
      <LanguageField w={w} label={o.people.language} error={errorOf('language')} defaultValue={person.language} />
      <FormFoot {...foot} verb={o.access.person.keep} />
    </form>
  );
}
