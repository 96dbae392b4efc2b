'use client';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { SelectField, TextField } from '#app/_ui/Field.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { createTeam, teams } from '#app/admin/access.ts';
import { Frame } from '#app/admin/Frame.tsx';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { TeamLine } from './TeamLine.tsx';

/** The teams of providers and of those who come by, and who is in them. */
export function Teams() {
  const { load, again } = useTold(teams);
  return (
    <Frame page="teams" load={load} again={again}>
      {(rows, texts) => (
        <>
          <p className="s q">{texts.o.access.teams.lead}</p>
          <Group title={texts.o.access.teams.title} count={rows.length}>
            {rows.length === 0 && <EmptyRow text={texts.o.access.teams.none} />}
            {rows.map((team) => (
              <TeamLine key={team.id} team={team} texts={texts} changed={() => void again()} />
            ))}
          </Group>
          <TeamForm texts={texts} made={() => void again()} />
        </>
      )}
    </Frame>
  );
}

function TeamForm({ texts, made }: { texts: Texts; made: () => void }) {
  const { o } = texts;
  const say = o.access.teams;
  const { form, submit, errorOf, foot } = useOfficeForm(texts, createTeam, made);
  return (
    <form ref={form} className="panel roomy officeform" noValidate onSubmit={submit}>
      <h2>{say.add}</h2>
      <TextField label={say.name} error={errorOf('name')} name="name" autoComplete="off" required maxLength={80} />
      <SelectField label={say.kind} name="kind" options={(['provider', 'proximity'] as const).map((kind) => [kind, say[kind]])} />
      <FormFoot {...foot} verb={say.submit} />
    </form>
  );
}
