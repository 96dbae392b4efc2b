'use client';
import { Button } from '#app/_ui/Button.tsx';
import { Field, TextField } from '#app/_ui/Field.tsx';
import { personIdentity } from '#app/admin/access.ts';
import { FormTrouble, sentence, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { LANGUAGES } from '#domain/words/index.ts';
import type { PersonPage } from '#server/office/person.ts';

type Props = { person: PersonPage; texts: Texts; kept: (text: string) => void };

/** What a person is called, signs in with, and is telephoned at. */
export function Identity({ person, texts: { w, o }, kept }: Props) {
  const { form, submit, trouble, working } = useOfficeForm(
    (input) => personIdentity({ ...input, person: person.id }),
    () => kept(o.access.person.kept),
  );
  const errorOf = (field: string) => (trouble?.field === field ? sentence(w, o, trouble.fault) : null);
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
      <Field label={o.people.language} error={errorOf('language')}>
        {(bound) => (
          <select className="input" name="language" defaultValue={person.language} {...bound}>
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
          {o.access.person.keep}
        </Button>
      </div>
    </form>
  );
}
