'use client';
import { useEffect, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Track } from '#app/_ui/Track.tsx';
import { ActTrouble, useOfficeAct } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { isUnreadable, type Report } from '#domain/imports/report.ts';
import type { ImportDetail } from '#server/office/imports.ts';
import { discardImport, setMapping, writeImport } from './actions.ts';
import { Columns } from './Columns.tsx';
import { Found } from './Found.tsx';
import { Running } from './Running.tsx';

type Props = { given: ImportDetail; texts: Texts; again: () => Promise<void>; close: () => void };

const ICONS = { file: 'arrow-up-from-line', columns: 'list-checks', check: 'eye', write: 'flag' } as const;
const STEPS = ['file', 'columns', 'check', 'write'] as const;

/** One import from its file to its end: what was recognised, what would change, then how far it is. */
export function OneImport({ given, texts, again, close }: Props) {
  const { w, o } = texts;
  const say = o.imports;
  const [detail, setDetail] = useState(given);
  // What the server says anew replaces what was looked at here.
  useEffect(() => setDetail(given), [given]);
  const [columns, setColumns] = useState(false);
  const { act, trouble, working } = useOfficeAct();
  const { head, report, mapping } = detail;
  const now = head.state === 'read' ? (columns ? 'columns' : 'check') : 'write';
  const state = (step: (typeof STEPS)[number]) => {
    const [at, here] = [STEPS.indexOf(step), STEPS.indexOf(now)];
    return at < here || (head.state === 'done' && step === 'write') ? 'had' : at === here ? 'now' : 'next';
  };
  const spelled = report !== null && !isUnreadable(report) ? report.spelling : null;
  return (
    <div className="import">
      <div className="importhead">
        <div className="grow">
          <p className="importback">
            <Button kind="quiet" icon="arrow-left" onClick={close}>
              {say.back}
            </Button>
          </p>
          <p className="q importfile">
            {say.read({
              name: head.fileName,
              n: head.total,
              format: say.format[head.format],
              encoding: spelled?.encoding ?? null,
              separator: spelled?.separator ?? null,
            })}
          </p>
          {head.state === 'read' && <p className="q s">{say.nothingYet}</p>}
        </div>
        <div className="importsteps">
          <Track
            label={say.steps}
            folded={String}
            steps={STEPS.map((step) => ({
              key: step,
              state: state(step),
              icon: state(step) === 'had' ? 'check' : ICONS[step],
              label: say.step[step],
            }))}
          />
        </div>
      </div>
      {isUnreadable(report) && head.written === 0 && (
        <Note icon="ban" tone="d" alert title={say.unreadable[report.fault](report.data)}>
          <Button
            onClick={() =>
              void act(
                () => discardImport(head.id),
                async () => close(),
              )
            }
          >
            {say.discard}
          </Button>
        </Note>
      )}
      {head.state === 'read' && mapping !== null && report !== null && !isUnreadable(report) && columns && (
        <Columns
          detail={detail}
          report={report}
          mapping={mapping}
          texts={texts}
          working={working}
          cancel={() => setColumns(false)}
          look={(next, site) =>
            void act(
              () => setMapping({ id: head.id, mapping: next, site }),
              async (told) => {
                setDetail(told);
                setColumns(false);
              },
            )
          }
        />
      )}
      {head.state === 'read' && report !== null && !isUnreadable(report) && !columns && (
        <>
          <Found report={report} id={head.id} texts={texts} />
          <Bar
            report={report}
            texts={texts}
            working={working}
            change={() => setColumns(true)}
            write={() => void act(() => writeImport(head.id), again)}
            discard={() =>
              void act(
                () => discardImport(head.id),
                async () => close(),
              )
            }
          />
        </>
      )}
      {head.state !== 'read' && (!isUnreadable(report) || head.written > 0) && <Running given={detail} texts={texts} again={again} />}
      <ActTrouble trouble={trouble} w={w} o={o} />
    </div>
  );
}

type BarProps = { report: Report; texts: Texts; working: boolean; change: () => void; write: () => void; discard: () => void };

/** What one can do with what was found. */
function Bar({ report, texts: { o }, working, change, write, discard }: BarProps) {
  const say = o.imports;
  const { add, change: changed, left } = report.counts;
  const n = add + changed;
  return (
    <>
      {n > 0 ? <Note icon="undo-2" title={say.undoable} small /> : <Note icon="circle-check" tone="o" title={say.nothing} />}
      <div className="importbar">
        <Button kind="quiet" icon="trash-2" disabled={working} onClick={discard}>
          {say.discard}
        </Button>
        <Button icon="list-checks" disabled={working} onClick={change}>
          {say.columns}
        </Button>
        {n > 0 && (
          <Button kind="primary" icon="check" disabled={working} onClick={write}>
            {say.write({ n, left })}
          </Button>
        )}
      </div>
    </>
  );
}
