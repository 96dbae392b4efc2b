import { useEffect, useRef, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { SelectField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Windowed } from '#app/_ui/Windowed.tsx';
import type { Texts } from '#app/admin/office.ts';
import { COLUMNS, type Column, SORTS, type Sort } from '#domain/register/table.ts';
import type { RegisterRow } from '#server/office/register/page.ts';
import type { Shown } from './address.ts';
import { calledOf, cellOf, SORT_OF } from './said.ts';
import type { Rows } from './useRows.ts';

const keyOf = ({ id }: RegisterRow) => id;

type Props = {
  texts: Texts;
  rows: Rows;
  shown: Shown;
  columns: readonly Column[];
  toggle: (column: Column) => void;
  sort: (sort: Sort) => void;
  zone: string;
  /** Rows can be chosen to be changed together; null: not by this reader. */
  choosing: Choosing | null;
};

export interface Choosing {
  readonly chosen: ReadonlySet<string>;
  readonly choose: (ids: readonly string[], isIn: boolean) => void;
}

/** How many match, and the rows: those near the screen are drawn, the next page comes before one gets there. */
export function Table({ texts, rows: { rows, count, isWhole, state, more, again }, shown, columns, toggle, sort, zone, choosing }: Props) {
  const { w, o } = texts;
  const r = o.register;
  const [now] = useState(Date.now);
  return (
    <>
      <div className="registerbar">
        <p role="status">
          <b>{r.count({ n: count })}</b>
        </p>
        <span className="registersortpick">
          <SelectField
            label={r.sortLabel}
            hiddenLabel
            value={shown.sort}
            options={SORTS.map((one) => [one, r.sortBy({ what: r.sort[one] })])}
            choose={sort}
          />
        </span>
        <ColumnChoice texts={texts} columns={columns} toggle={toggle} />
      </div>
      {state === 'failed' && (
        <Note icon="cloud-off" tone="w" alert title={w.errors.server}>
          <Button icon="refresh-cw" onClick={() => void again()}>
            {o.reload}
          </Button>
        </Note>
      )}
      {rows.length === 0 && state === 'here' && <p className="panel roomy">{count === 0 ? r.none : ''}</p>}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by the keyboard
        <section className="sheetcard registertable" tabIndex={0} aria-label={r.title} aria-busy={state === 'asking'}>
          <table>
            <thead>
              <tr>
                {choosing !== null && (
                  <th scope="col" className="c-choose">
                    <input
                      type="checkbox"
                      aria-label={r.chooseShown}
                      checked={rows.every(({ id }) => choosing.chosen.has(id))}
                      onChange={({ target }) =>
                        choosing.choose(
                          rows.map(({ id }) => id),
                          target.checked,
                        )
                      }
                    />
                  </th>
                )}
                {columns.map((column) => (
                  <Heading key={column} texts={texts} column={column} shown={shown} sort={sort} />
                ))}
              </tr>
            </thead>
            <tbody>
              <Windowed
                items={rows}
                keyOf={keyOf}
                columns={columns.length + (choosing === null ? 0 : 1)}
                draw={(row) => <Line row={row} columns={columns} texts={texts} now={now} zone={zone} choosing={choosing} />}
              />
            </tbody>
          </table>
        </section>
      )}
      {!isWhole && state !== 'failed' && <Foot text={r.loading} more={more} />}
    </>
  );
}

function Heading({ texts: { o }, column, shown, sort }: { texts: Texts; column: Column; shown: Shown; sort: (sort: Sort) => void }) {
  const r = o.register;
  const by = SORT_OF[column];
  const isBy = by !== undefined && by === shown.sort;
  return (
    <th scope="col" aria-sort={isBy ? (shown.up ? 'ascending' : 'descending') : undefined} className={`c-${column}`}>
      {by === undefined ? (
        r.column[column]
      ) : (
        <button type="button" className="registersort" title={r.sortBy({ what: r.sort[by] })} onClick={() => sort(by)}>
          {r.column[column]}
          <span aria-hidden="true">{isBy ? (shown.up ? ' ▲' : ' ▼') : ''}</span>
        </button>
      )}
    </th>
  );
}

/** The first of these columns leads to the asset. */
const LEADS: readonly Column[] = ['name', 'inventory', 'made', 'serial', 'type'];

type LineProps = { row: RegisterRow; columns: readonly Column[]; texts: Texts; now: number; zone: string; choosing: Choosing | null };

function Line({ row, columns, texts, now, zone, choosing }: LineProps) {
  const called = calledOf(texts, row);
  const lead = LEADS.find((column) => columns.includes(column) && cellOf(texts, row, column, now, zone) !== '') ?? columns[0];
  return (
    <tr aria-selected={choosing?.chosen.has(row.id) ? true : undefined}>
      {choosing !== null && (
        <td className="c-choose">
          <input
            type="checkbox"
            aria-label={texts.o.register.choose({ thing: called })}
            checked={choosing.chosen.has(row.id)}
            onChange={({ target }) => choosing.choose([row.id], target.checked)}
          />
        </td>
      )}
      {columns.map((column) => {
        const text = cellOf(texts, row, column, now, zone);
        return (
          <td key={column} className={`c-${column}${text === '' ? ' none' : ''}`} data-label={texts.o.register.column[column]}>
            {column === lead ? (
              <a className="link" href={`/admin/register/${row.id}`} aria-label={texts.o.register.open({ thing: called })}>
                {text || called}
              </a>
            ) : (
              text
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** When it comes near, the next page is asked for. */
function Foot({ text, more }: { text: string; more: () => void }) {
  const foot = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), { rootMargin: '1200px' });
    if (foot.current !== null) seen.observe(foot.current);
    return () => seen.disconnect();
  }, [more]);
  return (
    <p ref={foot} className="s q">
      {text}
    </p>
  );
}

function ColumnChoice({ texts: { o }, columns, toggle }: { texts: Texts; columns: readonly Column[]; toggle: (column: Column) => void }) {
  const r = o.register;
  return (
    <details className="registercolumns">
      <summary className="pillbtn">{r.columns}</summary>
      <fieldset className="panel">
        <legend className="vh">{r.columns}</legend>
        {COLUMNS.map((column) => (
          <label key={column} className="officecheck">
            <input type="checkbox" checked={columns.includes(column)} onChange={() => toggle(column)} />
            {r.column[column]}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
