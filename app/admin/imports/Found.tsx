'use client';
import { useState } from 'react';
import { Icon } from '#app/_ui/Icon.tsx';
import type { IconName } from '#app/_ui/icons.ts';
import { Note } from '#app/_ui/Note.tsx';
import type { Tone } from '#app/_ui/tone.ts';
import type { Texts } from '#app/admin/office.ts';
import type { Field } from '#domain/imports/fields.ts';
import type { How } from '#domain/imports/plan.ts';
import { leavesOut, type Problem } from '#domain/imports/problem.ts';
import type { Report } from '#domain/imports/report.ts';
import { cellName } from '#domain/imports/sheet.ts';
import { Counts, SheetTable, spaced } from './SheetTable.tsx';

const LOOK: Readonly<Record<How, { readonly icon: IconName; readonly tone: Tone | undefined }>> = {
  add: { icon: 'plus', tone: 'o' },
  change: { icon: 'pen-tool', tone: 'i' },
  same: { icon: 'check', tone: undefined },
  left: { icon: 'triangle-alert', tone: 'd' },
};
const HOWS = ['add', 'change', 'same', 'left'] as const;
type Tab = 'problems' | 'told' | 'changes' | 'adds';

type Props = { report: Report; id: string; texts: Texts };

/** What an import comes to: counts, then its problems by line and cell, then what would change and what would come. */
export function Found({ report, id, texts }: Props) {
  const { o } = texts;
  const say = o.imports;
  const { counts } = report;
  const [wrong, told] = [report.problems.filter(leavesOut), report.problems.filter((p) => !leavesOut(p))];
  const toldCount = Object.entries(report.problemCounts).reduce((n, [code, c]) => n + (leavesOut({ code: code as Problem['code'] }) ? 0 : c), 0);
  const tabs = (
    [
      { tab: 'problems', icon: 'triangle-alert', n: counts.left, label: say.problems },
      { tab: 'told', icon: 'info', n: toldCount, label: say.told },
      { tab: 'changes', icon: 'pen-tool', n: counts.change, label: say.changes },
      { tab: 'adds', icon: 'plus', n: counts.add, label: say.adds },
    ] as const
  ).filter(({ n }) => n > 0);
  const [chosen, setChosen] = useState<Tab | null>(null);
  const tab = tabs.find((t) => t.tab === chosen)?.tab ?? tabs[0]?.tab;
  return (
    <>
      <Counts label={say.step.check} counts={HOWS.map((how) => ({ name: say.how[how], n: counts[how], ...LOOK[how], isWrong: how === 'left' }))} />
      {report.newRooms > 0 && <Note icon="door-open" small title={say.newRooms({ n: report.newRooms })} />}
      {report.again > 0 && <Note icon="info" small title={say.again({ n: report.again })} />}
      {report.unread.length > 0 && (
        <Note icon="file-x" tone="w" small title={say.unread({ n: report.unread.length, names: report.unread.join(', ') })} />
      )}
      {report.overtaken > 0 && <Note icon="info" tone="w" small title={say.overtaken({ n: report.overtaken })} />}
      <div className="filters importtabs">
        {tabs.map(({ tab: name, icon, n, label }) => (
          <button key={name} type="button" className="pillbtn" aria-pressed={tab === name} onClick={() => setChosen(name)}>
            <Icon name={icon} />
            {label} {spaced(n)}
          </button>
        ))}
        <span className="grow" />
        {counts.left > 0 && (
          <a className="btn" href={`/api/imports/${id}/left`}>
            <Icon name="download" />
            {say.left({ n: counts.left })}
          </a>
        )}
      </div>
      {tab === 'problems' && <Problems problems={wrong} all={wrong.length} texts={texts} caption={say.problems} />}
      {tab === 'told' && <Problems problems={told} all={toldCount} texts={texts} caption={say.told} />}
      {tab === 'changes' && <Changes report={report} texts={texts} />}
      {tab === 'adds' && <Adds report={report} texts={texts} />}
    </>
  );
}

function Problems({ problems, all, texts, caption }: { problems: readonly Problem[]; all: number; texts: Texts; caption: string }) {
  const say = texts.o.imports;
  return (
    <SheetTable caption={caption} heads={[say.line, say.cell, say.said, say.why]} shown={problems.length} all={all} texts={texts}>
      {problems.map((p) => (
        <tr key={`${p.line} ${p.column} ${p.code}`}>
          <td data-head={say.line} className="num">
            {p.line}
          </td>
          <td data-head={say.cell}>{p.column === null ? '' : cellName(p.column, p.line)}</td>
          <td data-head={p.field === null ? say.said : say.field[p.field]}>
            {p.value !== '' && (
              <>
                {p.field !== null && <span className="q s importfield">{say.field[p.field]} </span>}
                <b>{p.value}</b>
              </>
            )}
          </td>
          <td data-head={say.why}>{say.problem[p.code](p)}</td>
        </tr>
      ))}
    </SheetTable>
  );
}

function Changes({ report, texts }: { report: Report; texts: Texts }) {
  const say = texts.o.imports;
  return (
    <SheetTable
      caption={say.changes}
      heads={[say.line, say.thing, say.changes]}
      shown={report.changes.length}
      all={report.counts.change}
      texts={texts}
    >
      {report.changes.map(({ line, label, changes }) => (
        <tr key={line}>
          <td data-head={say.line} className="num">
            {line}
          </td>
          <td data-head={say.thing}>
            <b>{label}</b>
          </td>
          <td data-head={say.changes}>
            <ul className="importchanges">
              {changes.map(({ field, from, to }) => (
                <li key={field}>
                  <span className="q s">{fieldName(field, say)} </span>
                  {from === '' && to === '' ? '' : say.fromTo({ from: valueName(field, from, texts), to: valueName(field, to, texts) })}
                </li>
              ))}
            </ul>
          </td>
        </tr>
      ))}
    </SheetTable>
  );
}

function Adds({ report, texts }: { report: Report; texts: Texts }) {
  const say = texts.o.imports;
  return (
    <SheetTable caption={say.adds} heads={[say.line, say.thing]} shown={report.adds.length} all={report.counts.add} texts={texts}>
      {report.adds.map(({ line, label }) => (
        <tr key={line}>
          <td data-head={say.line} className="num">
            {line}
          </td>
          <td data-head={say.thing}>{label}</td>
        </tr>
      ))}
    </SheetTable>
  );
}

/** What a field of the register is called, where its name is not that of a column. */
function fieldName(field: string, say: Texts['o']['imports']): string {
  const other: Readonly<Record<string, Field>> = { sources: 'id' };
  const known = other[field] ?? field;
  return known in say.field ? say.field[known as Field] : known === 'facts' ? say.facts : known;
}

function valueName(field: string, value: string, { w, o }: Texts): string {
  if (field === 'cost' && value !== '') return (Number(value) / 100).toFixed(2);
  if (field === 'type') return (w.catalogue.assetType as Readonly<Record<string, string>>)[value] ?? value;
  if (field === 'state') return (w.status.assetState as Readonly<Record<string, string>>)[value] ?? value;
  if (value === 'true' || value === 'false') return value === 'true' ? o.imports.yes : o.imports.no;
  return value;
}
