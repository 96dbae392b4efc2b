'use client';
import { useCallback, useState } from 'react';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { people, sites } from '#app/admin/actions.ts';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { isUnreached, ReachFilter } from '#app/admin/Reach.tsx';
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
          <Listed people={held.people} texts={texts} changed={given} />
          <PersonForm sites={held.sites} texts={texts} made={given} />
        </>
      )}
    </Frame>
  );
}

type ListProps = { people: readonly PersonRow[]; texts: Texts; changed: (name: string, made: string | null) => void };

function Listed({ people: all, texts, changed }: ListProps) {
  const [only, setOnly] = useState(() => new URLSearchParams(globalThis.location?.search).has('unreachable'));
  const shown = only ? all.filter(isUnreached) : all;
  return (
    <>
      <ReachFilter n={all.filter(isUnreached).length} only={only} choose={setOnly} texts={texts} />
      <Group title={only ? texts.o.people.unreachable : texts.o.people.title} count={shown.length}>
        {shown.length === 0 && <EmptyRow text={texts.o.people.allReached} />}
        {shown.map((person) => (
          <PersonLine key={person.id} person={person} texts={texts} changed={changed} />
        ))}
      </Group>
    </>
  );
}
