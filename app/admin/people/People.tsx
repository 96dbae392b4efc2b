'use client';
import { useCallback, useState } from 'react';
import { Group } from '#app/_ui/Group.tsx';
import { people, sites } from '#app/admin/actions.ts';
import { Frame } from '#app/admin/Frame.tsx';
import { useTold } from '#app/admin/office.ts';
import type { Told } from '#server/office/desk.ts';
import type { PersonRow } from '#server/office/people.ts';
import type { SiteRow } from '#server/office/sites.ts';
import { PersonForm } from './PersonForm.tsx';
import { PersonLine } from './PersonLine.tsx';
import { ShownOnce } from './ShownOnce.tsx';

type Held = { readonly people: readonly PersonRow[]; readonly sites: readonly SiteRow[] };

async function both(): Promise<Told<Held>> {
  const [found, places] = [await people(), await sites()];
  if (!found.ok) return found;
  return places.ok ? { ok: true, value: { people: found.value, sites: places.value } } : places;
}

/** The accounts of the organisation, what an administrator may do to each, and one more. */
export function People() {
  const { load, again } = useTold(both);
  const [password, setPassword] = useState<{ name: string; password: string } | null>(null);
  const given = useCallback(
    (name: string, made: string | null) => {
      setPassword(made === null ? null : { name, password: made });
      void again();
    },
    [again],
  );
  return (
    <Frame page="people" load={load} again={again}>
      {(held, texts) => (
        <>
          {password !== null && <ShownOnce key={password.password} {...password} texts={texts} />}
          <Group title={texts.o.people.title} count={held.people.length}>
            {held.people.map((person) => (
              <PersonLine key={person.id} person={person} texts={texts} changed={given} />
            ))}
          </Group>
          <PersonForm sites={held.sites} texts={texts} made={given} />
        </>
      )}
    </Frame>
  );
}
