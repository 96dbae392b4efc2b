'use client';
import { type ComponentProps, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { SelectField } from '#app/_ui/Field.tsx';
import type { IconName } from '#app/_ui/icons.ts';
import { Note } from '#app/_ui/Note.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import type { Tone } from '#app/_ui/tone.ts';
import { Counts, SheetTable } from '#app/admin/imports/SheetTable.tsx';
import type { Texts } from '#app/admin/office.ts';
import { cellName } from '#domain/imports/sheet.ts';
import { STAFF_FIRST, type StaffChange, type StaffFirst, type StaffReport } from '#domain/staff/report.ts';
import type { StaffProblem } from '#domain/staff/sheet.ts';

const LOOK: Readonly<Record<keyof StaffReport['counts'], { readonly icon: IconName; readonly tone: Tone | undefined }>> = {
  made: { icon: 'plus', tone: 'o' },
  changed: { icon: 'pen-tool', tone: 'i' },
  same: { icon: 'check', tone: undefined },
  left: { icon: 'triangle-alert', tone: 'd' },
};
const HOWS = ['made', 'changed', 'same', 'left'] as const;

type Props = { report: StaffReport; busy: boolean; texts: Texts; write: (first: StaffFirst) => void };

/** What a list of people would do, before anything is written. */
export function Looked({ report, busy, texts, write }: Props) {
  const { o } = texts;
  const say = o.staff;
  const { counts, spelling, canMail } = report;
  const [first, setFirst] = useState<StaffFirst>(canMail ? 'mail' : 'link');
  const n = counts.made + counts.changed;
  const how = [spelling.kind.toUpperCase(), spelling.encoding, spelling.separator === '\t' ? 'TAB' : spelling.separator].filter(Boolean).join(', ');
  return (
    <>
      <p className="s q">{say.spelling({ n: report.lines, how })}</p>
      <Counts label={say.changes} counts={HOWS.map((name) => ({ name: say.how[name], n: counts[name], ...LOOK[name], isWrong: name === 'left' }))} />
      <Problems problems={report.problems} all={counts.left} texts={texts} />
      <Changes changes={report.changes} all={n} texts={texts} />
      {n === 0 ? (
        <Note icon="circle-check" tone="o" title={say.nothing} />
      ) : (
        <section className="panel roomy stack">
          {counts.made > 0 && (
            <SelectField
              label={say.first}
              hint={first === 'mail' ? say.mailHint : undefined}
              value={first}
              choose={setFirst}
              options={STAFF_FIRST.filter((way) => way !== 'mail' || canMail).map((way) => [way, say.by[way]])}
            />
          )}
          <p className="filters">
            <Button kind="primary" disabled={busy} onClick={() => write(first)}>
              {say.write({ n })}
            </Button>
          </p>
        </section>
      )}
    </>
  );
}

function Section({ shown, ...table }: ComponentProps<typeof SheetTable>) {
  if (shown === 0) return null;
  return (
    <section className="staff">
      <h2>{table.caption}</h2>
      <SheetTable shown={shown} {...table} />
    </section>
  );
}

/** The lines that are left out, each with its cell and a sentence. */
export function Problems({ problems, all, texts }: { problems: readonly StaffProblem[]; all: number; texts: Texts }) {
  const say = texts.o.staff;
  return (
    <Section caption={say.problems} heads={[say.line, say.cell, say.value, say.why]} shown={problems.length} all={all} texts={texts}>
      {problems.map((p) => (
        <tr key={`${p.line} ${p.column} ${p.code}`}>
          <td data-head={say.line} className="num">
            {p.line}
          </td>
          <td data-head={say.cell}>{p.column === null ? '' : cellName(p.column, p.line)}</td>
          <td data-head={say.value}>
            {p.field !== null && <span className="q s">{say.field[p.field]} </span>}
            <b>{p.value}</b>
          </td>
          <td data-head={say.why}>{say.problem[p.code]}</td>
        </tr>
      ))}
    </Section>
  );
}

function Changes({ changes, all, texts }: { changes: readonly StaffChange[]; all: number; texts: Texts }) {
  const { w, o } = texts;
  const say = o.staff;
  const roles: Readonly<Record<string, string>> = w.status.role;
  const said = ({ fields, roles: held, teams, email }: StaffChange) => [
    ...(fields ?? []).map(({ field, from, to }) => say.change({ label: say.field[field], from, to })),
    ...held.map(({ role, site }) => o.people.roleAt({ role: roles[role] ?? role, site: site ?? o.people.everywhere })),
    ...teams.map((team) => say.team({ team })),
    ...(fields === null && email !== null ? [email] : []),
  ];
  return (
    <Section caption={say.changes} heads={[say.line, say.who, say.what]} shown={changes.length} all={all} texts={texts}>
      {changes.map((change) => (
        <tr key={change.login}>
          <td data-head={say.line} className="num">
            {change.line}
          </td>
          <td data-head={say.who}>
            <b>{change.name}</b>
            <br />
            <span className="q s">{change.login}</span>
            {change.fields === null && (
              <>
                {' '}
                <StatusTag icon="plus" tone="o">
                  {say.isNew}
                </StatusTag>
              </>
            )}
          </td>
          <td data-head={say.what}>
            <ul className="importchanges">
              {said(change).map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </td>
        </tr>
      ))}
    </Section>
  );
}
