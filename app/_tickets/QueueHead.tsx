'use client';
import { useField } from '#app/_field/field.tsx';
import { COLUMNS, type Column, PRESSING, type Sort } from './sorting.ts';

/** The names of the columns: a press sorts by one, a second one the other way round, a third gives the queue its own order back. */
export function QueueHead({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  const { words: w } = useField();
  const press = (column: Column) => {
    if (sort.column !== column) onSort({ column, down: false });
    else onSort(sort.down ? PRESSING : { column, down: true });
  };
  return (
    <div className="queue-head">
      {COLUMNS.map((column) => {
        const isOn = sort.column === column;
        return (
          <button key={column} type="button" className={column} aria-pressed={isOn} onClick={() => press(column)}>
            <span className="vh">{w.desk.sortBy} </span>
            {w.tickets.column[column]}
            {isOn && (
              <>
                <span aria-hidden="true">{sort.down ? ' ↓' : ' ↑'}</span>
                <span className="vh"> ({sort.down ? w.desk.downwards : w.desk.upwards})</span>
              </>
            )}
          </button>
        );
      })}
    </div>
  );
}
