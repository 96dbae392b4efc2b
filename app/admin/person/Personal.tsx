'use client';
import { useState } from 'react';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { erasePersonForEver } from '#app/admin/access.ts';
import { FormTrouble, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { PersonPage } from '#server/office/person.ts';

type Props = { person: PersonPage; texts: Texts };

/** What is kept of a person, as a file for them; and their erasure, which is asked twice and not undone. */
export function Personal({ person, texts }: Props) {
  const { o } = texts;
  const [erased, setErased] = useState<number | null>(null);
  const { form, submit, errorOf, foot } = useOfficeForm(
    texts,
    (input) => erasePersonForEver({ ...input, person: person.id }),
    ({ tickets }) => setErased(tickets),
  );
  if (erased !== null)
    return (
      <Note icon="circle-check" tone="o" alert title={o.erase.done({ n: erased })}>
        <a className="link tap" href="/admin/people">
          {o.erase.back}
        </a>
      </Note>
    );
  return (
    <>
      <section className="panel roomy stack">
        <h2>{o.data.title}</h2>
        <p className="s q">{o.data.lead}</p>
        <p className="filters">
          <LinkButton icon="download" href={`/api/people/${person.id}/export?as=html`} download>
            {o.data.read}
          </LinkButton>
          <LinkButton icon="download" href={`/api/people/${person.id}/export?as=json`} download>
            {o.data.machine}
          </LinkButton>
        </p>
      </section>
      <section className="panel roomy stack">
        <h2>{o.erase.title}</h2>
        <p>{person.self ? o.erase.self : o.erase.lead}</p>
        {!person.self && (
          <form ref={form} onSubmit={submit} className="officeform">
            <label className="tap">
              <input type="checkbox" name="photos" /> {o.erase.photos}
            </label>
            <label className="tap">
              <input type="checkbox" name="labels" /> {o.erase.labels({ name: person.familyName })}
            </label>
            <TextField
              label={o.erase.confirm({ login: person.login })}
              error={errorOf('login')}
              name="login"
              autoComplete="off"
              spellCheck={false}
              required
            />
            <FormTrouble trouble={foot.trouble} w={texts.w} o={o} />
            <div className="officeacts">
              <Button type="submit" kind="danger" disabled={foot.working}>
                {o.erase.submit}
              </Button>
            </div>
          </form>
        )}
      </section>
    </>
  );
}
