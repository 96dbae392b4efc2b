'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { SelectField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { personLink } from '#app/admin/access.ts';
import { ActTrouble, useOfficeAct } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { ShownOnce } from '#app/admin/people/ShownOnce.tsx';
import type { GivenLink } from '#server/office/links.ts';
import type { PersonPage } from '#server/office/person.ts';

type Purpose = 'invitation' | 'recovery' | 'anew';

/** A link by which the person chooses a password, shown here once or mailed. */
export function Ways({ person, texts }: { person: PersonPage; texts: Texts }) {
  const { w, o } = texts;
  const say = o.access.person;
  const purposes: readonly Purpose[] = person.hasPassword ? (person.passkeys > 0 ? ['recovery', 'anew'] : ['recovery']) : ['invitation'];
  const [purpose, setPurpose] = useState<Purpose>(purposes[0] ?? 'recovery');
  const [given, setGiven] = useState<GivenLink | null>(null);
  const { act, trouble, working } = useOfficeAct();
  const name = `${person.givenName} ${person.familyName}`;
  const make = (mail: boolean) =>
    act(
      () => personLink({ person: person.id, purpose, mail }),
      async (link) => setGiven(link),
    );
  return (
    <section className="panel roomy stack">
      <h2>{say.ways}</h2>
      <p className="s q">
        {person.hasPassword ? say.hasPassword : say.noPassword} {person.passkeys > 0 && say.passkeys({ n: person.passkeys })}
      </p>
      {purposes.length > 1 ? (
        <SelectField
          label={say.ways}
          hint={say.linkThen[purpose]}
          hiddenLabel
          value={purpose}
          options={purposes.map((one) => [one, say.link[one]])}
          choose={setPurpose}
        />
      ) : (
        <p>
          <b>{say.link[purpose]}</b> <span className="s q">{say.linkThen[purpose]}</span>
        </p>
      )}
      {given?.url != null && (
        <ShownOnce key={given.url} password={given.url} title={say.shown({ name })} then={say.shownThen} copy={say.copy} texts={texts} />
      )}
      {given?.to != null && <Note icon="mail" tone="o" alert title={say.mailed({ email: given.to })} />}
      <ActTrouble trouble={trouble} w={w} o={o} />
      <p className="filters">
        <Button icon="link" disabled={working} onClick={() => void make(false)}>
          {say.make}
        </Button>
        {person.email !== null && (
          <Button icon="mail" disabled={working} onClick={() => void make(true)}>
            {say.mail({ email: person.email })}
          </Button>
        )}
      </p>
    </section>
  );
}
