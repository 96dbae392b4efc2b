'use client';
import { useCallback, useState } from 'react';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { teams } from '#app/admin/access.ts';
import { people, sites } from '#app/admin/actions.ts';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { ReachFilter } from '#app/admin/Reach.tsx';
import type { Told } from '#server/office/desk.ts';
import type { PeoplePage } from '#server/office/people.ts';
import type { SiteRow } from '#server/office/sites.ts';
import type { TeamRow } from '#server/office/teams.ts';
import { type Made, PersonForm } from './PersonForm.tsx';
import { PersonLine } from './PersonLine.tsx';
import { ShownOnce } from './ShownOnce.tsx';

interface Asked {
  readonly search: string;
  readonly page: number;
  readonly unreachable: boolean;
}
interface Held {
  readonly people: PeoplePage;
  readonly sites: readonly SiteRow[];
  readonly teams: readonly TeamRow[];
}

async function all(asked: Asked): Promise<Told<Held>> {
  const [found, places, groups] = [await people(asked), await sites(), await teams()];
  if (!found.ok) return found;
  if (!places.ok) return places;
  return groups.ok ? { ok: true, value: { people: found.value, sites: places.value, teams: groups.value } } : groups;
}

/** The accounts of the organisation, what an administrator may do to each, and one more. */
export function People() {
  const [asked, setAsked] = useState<Asked>(() => ({
    search: '',
    page: 0,
    unreachable: new URLSearchParams(globalThis.location?.search).has('unreachable'),
  }));
  const ask = useCallback(() => all(asked), [asked]);
  const { load, again } = useTold(ask);
  const [made, setMade] = useState<Made | null>(null);
  const given = useCallback(
    (name: string, password: string | null) => {
      setMade(password === null ? null : { name, password, url: null, to: null });
      void again();
    },
    [again],
  );
  return (
    <Frame page="people" load={load} again={again}>
      {(held, texts) => (
        <>
          {made !== null && <Shown made={made} texts={texts} />}
          <p className="filters">
            <LinkButton icon="arrow-up-from-line" href="/admin/people/sheet">
              {texts.o.staff.open}
            </LinkButton>
          </p>
          <Listed people={held.people} asked={asked} ask={setAsked} texts={texts} changed={given} />
          <PersonForm
            sites={held.sites}
            teams={held.teams}
            texts={texts}
            made={(one) => {
              setMade(one);
              void again();
            }}
          />
        </>
      )}
    </Frame>
  );
}

function Shown({ made: { name, password, url, to }, texts }: { made: Made; texts: Texts }) {
  const { people: p, access } = texts.o;
  if (password !== null)
    return <ShownOnce key={password} password={password} title={p.password({ name })} then={p.once} copy={p.copy} texts={texts} />;
  const say = access.person;
  if (url !== null) return <ShownOnce key={url} password={url} title={say.shown({ name })} then={say.shownThen} copy={say.copy} texts={texts} />;
  return to === null ? null : <Note icon="mail" tone="o" alert title={say.mailed({ email: to })} />;
}

type ListProps = {
  people: PeoplePage;
  asked: Asked;
  ask: (asked: Asked) => void;
  texts: Texts;
  changed: (name: string, made: string | null) => void;
};

function Listed({ people: { rows, total, page, pages, unreachable }, asked, ask, texts, changed }: ListProps) {
  const { o } = texts;
  const say = o.access.list;
  const only = asked.unreachable;
  return (
    <>
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            ask({ ...asked, page: 0, search: String(new FormData(event.currentTarget).get('search') ?? '') });
          }}
        >
          <TextField label={say.search} name="search" type="search" defaultValue={asked.search} autoComplete="off" maxLength={100} />
        </form>
      </search>
      <ReachFilter n={unreachable} only={only} choose={(chosen) => ask({ ...asked, page: 0, unreachable: chosen })} texts={texts} />
      <Group title={only ? o.people.unreachable : o.people.title} count={total}>
        {rows.length === 0 && <EmptyRow text={only ? o.people.allReached : say.none} />}
        {rows.map((person) => (
          <PersonLine key={person.id} person={person} texts={texts} changed={changed} />
        ))}
      </Group>
      {pages > 1 && (
        <p className="filters">
          <Button disabled={page === 0} onClick={() => ask({ ...asked, page: page - 1 })}>
            {say.previous}
          </Button>
          <span className="s q">{say.page({ n: page + 1, of: pages })}</span>
          <Button disabled={page + 1 >= pages} onClick={() => ask({ ...asked, page: page + 1 })}>
            {say.next}
          </Button>
        </p>
      )}
    </>
  );
}
