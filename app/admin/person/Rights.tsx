'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { personRights } from '#app/admin/access.ts';
import { HeldAtField, RoleField } from '#app/admin/choices.tsx';
import { ActTrouble, useOfficeAct } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { fitsScope, type GivenRole } from '#domain/membership.ts';
import type { PersonPage } from '#server/office/person.ts';

type Props = { person: PersonPage; texts: Texts; kept: (text: string) => void };
type Held = PersonPage['roles'][number];

/** What a person may do: roles with their places, teams. Nothing is sent before it is saved as a whole. */
export function Rights({ person, texts, kept }: Props) {
  const { w, o } = texts;
  const say = o.access.person;
  const [roles, setRoles] = useState<readonly Held[]>(person.roles);
  const [teams, setTeams] = useState<readonly string[]>(person.teams);
  const [role, setRole] = useState<GivenRole>('correspondent');
  const [site, setSite] = useState(person.sites[0]?.id ?? '');
  const { act, trouble, working } = useOfficeAct();
  const where = (id: string | null) => (id === null ? o.people.everywhere : (person.sites.find((s) => s.id === id)?.name ?? id));
  const said = (held: Held) => o.people.roleAt({ role: w.status.role[held.role], site: where(held.site) });
  const wanted: Held = { role, site: fitsScope(role, 'site') && site !== '' ? site : null };
  const add = () => {
    if (!roles.some((r) => r.role === wanted.role && r.site === wanted.site)) setRoles([...roles, wanted]);
  };
  const keep = () =>
    act(
      () => personRights({ person: person.id, roles, teams }),
      async () => kept(say.kept),
    );
  return (
    <div className="panel roomy stack">
      <Group title={say.rights} count={roles.length}>
        {roles.length === 0 && <EmptyRow text={say.noRole} />}
        {roles.map((held) => (
          <li key={`${held.role} ${held.site}`} className="officerow">
            <span className="grow">{said(held)}</span>
            <Button icon="trash-2" aria-label={say.takeRole({ role: said(held) })} onClick={() => setRoles(roles.filter((r) => r !== held))}>
              {w.common.remove}
            </Button>
          </li>
        ))}
      </Group>
      <div className="officeform">
        <RoleField role={role} choose={setRole} texts={texts} />
        <HeldAtField role={role} sites={person.sites} value={wanted.site ?? ''} choose={setSite} texts={texts} />
        <div className="officeacts">
          <Button icon="plus" onClick={add}>
            {say.addRole}
          </Button>
        </div>
      </div>
      <fieldset>
        <legend>{say.teams}</legend>
        {person.allTeams.length === 0 && <p className="s q">{say.noTeam}</p>}
        {person.allTeams.map(({ id, name }) => (
          <label key={id} className="officecheck">
            <input
              type="checkbox"
              checked={teams.includes(id)}
              onChange={(event) => setTeams(event.target.checked ? [...teams, id] : teams.filter((t) => t !== id))}
            />{' '}
            {name}
          </label>
        ))}
      </fieldset>
      <p className="s q">{say.rightsLead}</p>
      <ActTrouble trouble={trouble} w={w} o={o} />
      <div className="officeacts">
        <Button kind="primary" disabled={working} onClick={() => void keep()}>
          {say.keepRights}
        </Button>
      </div>
    </div>
  );
}
